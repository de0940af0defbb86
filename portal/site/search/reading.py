"""Published rows of the database as entries of the index, in few queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Choices, Model, QuerySet
from django.utils import translation

from matching.models import Format, Need, Offer, TargetGroup
from portal.site.search.entries import (
    LABELS,
    NAME,
    NEED,
    OFFER,
    ORGANISATION,
    PLACE,
    TEXT,
    TITLE,
    Entry,
    Key,
)
from profiles.models import Competence, FieldOfWork, Organisation, OrganisationKind, Site

READ_AT_ONCE = 5000
REMOTE = "remote"
ROOM = "room"
MODELS: dict[str, type[Model]] = {ORGANISATION: Organisation, NEED: Need, OFFER: Offer}

_OF_ORGANISATION = ("name", "kind", "fields_of_work", "industry", "size")
_LISTING = (
    "pk", "title", "description", "organisation_id", "published_at", "valid_until", "starts_on",
    "ends_on", "remote_ok", "site__lat", "site__lon", "site__postcode", "site__place", "site__land",
)  # fmt: skip


class _Where(NamedTuple):
    """One site of an organisation."""

    lat: float
    lon: float
    postcode: str
    place: str
    land: str


def published(what: str) -> QuerySet:
    """Rows that may be found by everybody today."""
    return Organisation.objects.approved() if what == ORGANISATION else MODELS[what].objects.open()


def entries(what: str, pks: Iterable[int] | None = None) -> Iterator[Entry]:
    """Entries of all published rows of a kind, or of those among `pks`."""
    rows = published(what)
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    if what == ORGANISATION:
        yield from _organisations(rows, of_all=pks is None)
    else:
        yield from _listings(what, rows, of_all=pks is None)


class Labels:
    """What each competence is called and filed under: its own slug and its group's."""

    def __init__(self) -> None:
        rows = list(Competence.objects.select_related("parent"))
        self.path = {
            row.pk: (row.slug, row.parent.slug) if row.parent else (row.slug,) for row in rows
        }
        self.texts = {
            row.pk: " ".join((row.label_de, row.label_en, *row.synonyms_de, *row.synonyms_en))
            for row in rows
        }


def _organisations(rows: QuerySet, *, of_all: bool) -> Iterator[Entry]:
    labels = Labels()
    link = Organisation.standing_competencies.through.objects
    ticked = _ticks(link, "organisation_id", None if of_all else rows)
    sites = _sites(None if of_all else rows)
    own = ("pk", "description", "legal_form", "legal_name", "region", "approved_at")
    columns = (*own, *_OF_ORGANISATION)
    for row in rows.values_list(*columns).iterator(READ_AT_ONCE):
        pk, *said, approved_at, name, kind, fields, industry, size = row
        where = sites.get(pk, [])
        filed = ticked.get(pk, ())
        yield Entry(
            key=Key(ORGANISATION, pk),
            texts=(
                (TITLE, name),
                (LABELS, " ".join(labels.texts[c] for c in filed)),
                (LABELS, _words(FieldOfWork, fields)),
                (NAME, f"{industry} {_words(OrganisationKind, [kind])}"),
                (PLACE, " ".join(f"{site.postcode} {site.place}" for site in where)),
                (TEXT, " ".join(said)),
            ),
            facets=_facets(
                kind=(kind,),
                competence=_paths(labels, filed),
                field=tuple(fields),
                industry=(industry,) if industry else (),
                size=(size,) if size else (),
                **_regions((site.postcode, site.land) for site in where),
            ),
            points=tuple((site.lat, site.lon) for site in where),
            organisation=pk,
            published=int(approved_at.timestamp()) if approved_at else 0,
        )


def _listings(what: str, rows: QuerySet, *, of_all: bool) -> Iterator[Entry]:
    labels = Labels()
    model = MODELS[what]
    link = model.competencies.through.objects
    ticked = _ticks(link, f"{what}_id", None if of_all else rows)
    own = (
        ("format", "alternative_formats", "target_group")
        if what == NEED
        else ("formats", "target_groups", "capacity", "capacity_taken")
    )
    columns = (*_LISTING, *(f"organisation__{name}" for name in _OF_ORGANISATION), *own)
    for row in rows.values(*columns).iterator(READ_AT_ONCE):
        yield _listing(what, row, ticked.get(row["pk"], ()), labels)


def _listing(what: str, row: dict[str, Any], filed: tuple[int, ...], labels: Labels) -> Entry:
    if what == NEED:
        formats = dict.fromkeys((row["format"], *row["alternative_formats"]))
        groups, has_room = [row["target_group"]], True
    else:
        formats = dict.fromkeys(row["formats"])
        groups = row["target_groups"] or list(TargetGroup.values)
        has_room = row["capacity_taken"] < row["capacity"]
    flags = ((REMOTE,) if row["remote_ok"] else ()) + ((ROOM,) if has_room else ())
    industry, size = row["organisation__industry"], row["organisation__size"]
    return Entry(
        key=Key(what, row["pk"]),
        texts=(
            (TITLE, row["title"]),
            (LABELS, " ".join(labels.texts[c] for c in filed)),
            (LABELS, _words(Format, formats)),
            (NAME, row["organisation__name"]),
            (PLACE, f"{row['site__postcode']} {row['site__place']}"),
            (PLACE, _words(TargetGroup, groups) if len(groups) < len(TargetGroup) else ""),
            (TEXT, row["description"]),
        ),
        facets=_facets(
            kind=(what,),
            competence=_paths(labels, filed),
            format=tuple(formats),
            target_group=tuple(groups),
            field=tuple(row["organisation__fields_of_work"]),
            industry=(industry,) if industry else (),
            size=(size,) if size else (),
            flag=flags,
            **_regions([(row["site__postcode"], row["site__land"])]),
        ),
        points=((row["site__lat"], row["site__lon"]),),
        organisation=row["organisation_id"],
        published=int(row["published_at"].timestamp()) if row["published_at"] else 0,
        first_day=_day(row["starts_on"]),
        last_day=_day(row["ends_on"]),
        valid_until=_day(row["valid_until"]),
    )


def _facets(**values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {name: found for name, found in values.items() if found}


def _ticks(link: Any, owner: str, rows: QuerySet | None) -> dict[int, tuple[int, ...]]:
    """Competences by owner: of all rows, or of those given."""
    pairs = link.values_list(owner, "competence_id")
    if rows is not None:
        pairs = pairs.filter(**{f"{owner}__in": rows.values("pk")})
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for pk, competence in pairs.iterator(READ_AT_ONCE):
        found[pk] += (competence,)
    return found


def _sites(rows: QuerySet | None) -> dict[int, list["_Where"]]:
    sites = Site.objects.order_by("-is_main", "pk")
    if rows is not None:
        sites = sites.filter(organisation__in=rows.values("pk"))
    found: dict[int, list[_Where]] = defaultdict(list)
    columns = ("organisation_id", *_Where._fields)
    for pk, *site in sites.values_list(*columns).iterator(READ_AT_ONCE):
        found[pk].append(_Where(*site))
    return found


def _paths(labels: Labels, filed: Iterable[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for c in filed for slug in labels.path[c]))


def _regions(sites: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The Länder and postcode regions of (postcode, Land) pairs."""
    pairs = list(sites)
    return {
        "land": tuple(dict.fromkeys(land for _postcode, land in pairs if land)),
        "plz": tuple(dict.fromkeys(postcode[:2] for postcode, _land in pairs)),
    }


def _words(choices: type[Choices], values: Iterable[str]) -> str:
    known = _labels_of(choices)
    return " ".join(known[value] for value in values if value in known)


@cache
def _labels_of(choices: type[Choices]) -> dict[str, str]:
    """Labels in both languages, so that either finds the entry."""
    found = {}
    for value, label in choices.choices:
        texts = []
        for language in ("de", "en"):
            with translation.override(language):
                texts.append(str(label))
        found[value] = " ".join(texts)
    return found


def _day(day: date) -> int:
    return day.toordinal()
