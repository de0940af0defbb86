"""Rows of the database as records of the engine."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce

from matching.engine import FORMATS, NeedRecord, OfferRecord, Taxonomy
from matching.engine import Competence as EngineCompetence
from matching.models import Need
from matching.models.listing import DESCRIPTION_MAX, Listing
from matching.querysets import ListingQuerySet
from profiles.models import Competence

LOAD_AT_ONCE = 2000

_SHARED = (
    "title", "description", "slugs", "lat", "lon", "radius_km", "remote_ok", "languages",
)  # fmt: skip
_NEED = (
    "format", "alternative_formats", "target_group", "starts_on", "ends_on", "people_needed",
    "contact_with_minors",
)  # fmt: skip
_OFFER = (
    "formats", "target_groups", "starts_on", "ends_on", "capacity_left", "excludes",
    "min_notice_days",
)  # fmt: skip
# A need that names no group yet is tried as both: the others are near to one of them.
_ANY_GROUP = ("staff", "adolescents")


def taxonomy_of_database() -> Taxonomy:
    """The taxonomy as the Servicestelle keeps it in admin."""
    return Taxonomy(
        [
            EngineCompetence(
                slug=row.slug,
                parent=row.parent.slug if row.parent else None,
                label_de=row.label_de,
                label_en=row.label_en,
                synonyms_de=tuple(row.synonyms_de),
                synonyms_en=tuple(row.synonyms_en),
            )
            for row in Competence.objects.select_related("parent").order_by("slug")
        ]
    )


def records_of(listings: ListingQuerySet) -> Iterator[tuple[NeedRecord | OfferRecord, bytes]]:
    """Engine records with their stored features (empty where there are none), in one query.

    Only numbers and words travel, no model instances: a whole country is read in seconds.
    """
    own = _NEED if listings.model is Need else _OFFER
    through = listings.model.competencies.through.objects
    slugs = through.filter(**{f"{listings.model._meta.model_name}_id": OuterRef("pk")})
    rows = listings.annotate(
        slugs=ArraySubquery(slugs.order_by("competence__slug").values("competence__slug")),
        lat=F("site__lat"),
        lon=F("site__lon"),
        stored=Coalesce("features__stored", b""),
    )
    if listings.model is not Need:
        rows = rows.annotate(capacity_left=F("capacity") - F("capacity_taken"))
    build = _need if listings.model is Need else _offer
    for row in rows.values_list("pk", "organisation_id", "stored", *own, *_SHARED).iterator(
        LOAD_AT_ONCE
    ):
        yield build(row), bytes(row[2])


def record_of(listing: Listing) -> NeedRecord | OfferRecord:
    """The engine's record of one listing; its id is the primary key as text."""
    record, _stored = next(records_of(type(listing).objects.filter(pk=listing.pk)))
    return record


def records_of_unfinished(
    listing: Listing, competencies: Iterable[str]
) -> list[NeedRecord | OfferRecord]:
    """A listing as it is written so far, stored or not, with the slugs that are ticked.

    What is not answered yet counts as “does not matter”; several records where the engine wants
    one answer. Their id says only that they are drafts.
    """
    is_need = isinstance(listing, Need)
    values = {
        "description": listing.description[:DESCRIPTION_MAX],  # too long a text may have been typed
        "slugs": competencies,
        "lat": listing.site.lat,
        "lon": listing.site.lon,
    }
    variants: list[dict[str, Any]]
    if not is_need:
        left = listing.capacity - listing.capacity_taken
        variants = [{"formats": listing.formats or FORMATS, "capacity_left": left}]
    else:
        if not listing.format:
            values |= {"format": FORMATS[0], "alternative_formats": FORMATS}
        groups = [listing.target_group] if listing.target_group else _ANY_GROUP
        variants = [{"target_group": group} for group in groups]
    own, build = (_NEED, _need) if is_need else (_OFFER, _offer)
    return [build(_row(listing, own, values | variant)) for variant in variants]


def _row(listing: Listing, own: tuple[str, ...], values: dict[str, Any]) -> tuple[Any, ...]:
    answers = [
        values[name] if name in values else getattr(listing, name) for name in (*own, *_SHARED)
    ]
    return ("draft", listing.organisation_id, b"", *answers)


def _need(row: tuple[Any, ...]) -> NeedRecord:
    pk, organisation, _stored, kind, alternatives, group, first, last, people, minors = row[:10]
    return NeedRecord(
        id=str(pk),
        organisation=str(organisation),
        format=kind,
        alternative_formats=tuple(alternatives),
        target_group=group,
        starts_on=first,
        ends_on=last,
        people_needed=people,
        contact_with_minors=minors,
        **_shared(row[10:]),
    )


def _offer(row: tuple[Any, ...]) -> OfferRecord:
    """Its capacity is what is left of it."""
    pk, organisation, _stored, kinds, groups, first, last, left, excludes, notice = row[:10]
    return OfferRecord(
        id=str(pk),
        company=str(organisation),
        formats=tuple(kinds),
        target_groups=tuple(groups),
        available_from=first,
        available_until=last,
        capacity=left,
        excludes=tuple(excludes),
        min_notice_days=notice,
        **_shared(row[10:]),
    )


def _shared(values: Iterable[Any]) -> dict[str, Any]:
    title, description, slugs, lat, lon, radius_km, remote_ok, languages = values
    return {
        "title": title,
        "description": description,
        "competencies": tuple(slugs),
        "lat": lat,
        "lon": lon,
        "radius_km": radius_km,
        "remote_ok": remote_ok,
        "languages": tuple(languages),
    }
