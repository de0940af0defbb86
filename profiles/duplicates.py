"""Is this organisation here already? Found by its numbers, its domain, or its name and place."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from itertools import islice

import numpy as np
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from portal.foundation import history
from profiles import places
from profiles.models import Organisation, ReviewStatus, Site, User
from profiles.places.sphere import distance_km

# From the demo data: below, different houses of one Träger begin to look alike.
SAME_NAME = 0.86
NEAR_KM = 30
# The index looks for shared groups of three letters: a first sieve, well below SAME_NAME.
SIEVE = 0.5
CANDIDATES = 100
SHOWN = 5
# More names at once are compared with all names instead of looked up one by one.
FEW = 10
AT_ONCE = 20_000
Point = tuple[float, float]


class Likeness(IntEnum):
    """How sure it is; the strongest reason counts."""

    FAR_NAME = 1
    NEAR_NAME = 2
    DOMAIN = 3
    IDENTICAL = 4


@dataclass(frozen=True)
class Duplicate:
    """An organisation that may be the same one, and why."""

    organisation: Organisation
    likeness: Likeness
    reason: str

    @property
    def is_identical(self) -> bool:
        return self.likeness == Likeness.IDENTICAL


def likely_duplicates(organisation: Organisation, *, near: Point | None = None) -> list[Duplicate]:
    """Organisations in any state that may be this one (stored or not), the surest first.

    `near` is the point (lat, lon) of a main site that is not stored yet. A bounded number of
    queries, each answered by an index.
    """
    return likely_duplicates_of([(organisation, near)])[0]


def likely_duplicates_of(
    asked: Sequence[tuple[Organisation, Point | None]],
) -> list[list[Duplicate]]:
    """The likely duplicates of each of many organisations, in as many queries as for one."""
    located = []
    for organisation, near in asked:
        organisation.note_identity()
        located.append((organisation, near or _main_site(organisation)))
    organisations = [organisation for organisation, _near in located]
    ids = [keys | names for keys, names in zip(
        _by_keys(organisations), _by_name(located), strict=True
    )]  # fmt: skip
    main = Prefetch("sites", Site.objects.filter(is_main=True))
    found = Organisation.objects.prefetch_related(main).in_bulk(set().union(*ids))
    return [
        _surest(organisation, near, [found[pk] for pk in candidates if pk in found])
        for (organisation, near), candidates in zip(located, ids, strict=True)
    ]


def _surest(
    organisation: Organisation, near: Point | None, others: list[Organisation]
) -> list[Duplicate]:
    compared = [_compared(organisation, o, near) for o in others if o.pk != organisation.pk]
    sure = [(ratio, duplicate) for ratio, duplicate in compared if duplicate is not None]
    sure.sort(key=lambda pair: (-pair[1].likeness, -pair[0], pair[1].organisation.pk))
    return [duplicate for _ratio, duplicate in sure][:SHOWN]


def known_to(user: User, found: list[Duplicate]) -> list[Duplicate]:
    """Those that `user` may hear of by name: public ones, and one's own."""
    own = set(
        Organisation.objects.of_member(user)
        .filter(pk__in=[duplicate.organisation.pk for duplicate in found])
        .values_list("pk", flat=True)
    )
    return [
        duplicate
        for duplicate in found
        if duplicate.organisation.status == ReviewStatus.APPROVED
        or duplicate.organisation.pk in own
    ]


def keep_apart(organisation: Organisation, word: str, *, by: User) -> None:
    """Write down why it is another one although its number is known: moderation reads it."""
    history.record(organisation, "kept apart", by=by, comment=word)


def _by_keys(organisations: list[Organisation]) -> list[set[int]]:
    """Primary keys of those with the same number or domain, for each."""
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    for name in ("register_key", "vat_key"):
        wanted = {getattr(organisation, name) for organisation in organisations} - {""}
        rows = Organisation.objects.filter(**{f"{name}__in": wanted})
        for key, pk in rows.values_list(name, "pk")[: len(wanted) * CANDIDATES]:
            by_key[name, key].append(pk)
    # A query of its own: a domain that hundreds share must not hide the one with the same number.
    domains = {domain for organisation in organisations for domain in organisation.domains}
    if domains:
        rows = Organisation.objects.filter(domains__overlap=list(domains))
        for theirs, pk in rows.values_list("domains", "pk")[: len(domains) * CANDIDATES]:
            for domain in domains.intersection(theirs):
                by_key["domain", domain].append(pk)
    return [
        {
            pk
            for key in [("register_key", o.register_key), ("vat_key", o.vat_key)]
            + [("domain", domain) for domain in o.domains]
            for pk in by_key.get(key, [])[:CANDIDATES]
        }
        for o in organisations
    ]


def _by_name(located: list[tuple[Organisation, Point | None]]) -> list[set[int]]:
    """Primary keys of those with a similar name, for each."""
    names = [organisation.name_key for organisation, _near in located]
    found = _by_index(names) if len(names) <= FEW else _among_all(names)
    for (organisation, near), ids in zip(located, found, strict=True):
        if near and len(ids) >= CANDIDATES:
            ids |= _namesakes_nearby(organisation, near)
    return found


def _by_index(names: list[str]) -> list[set[int]]:
    found: list[set[int]] = [set() for _name in names]
    with _sieve() as cursor:
        cursor.execute(
            "SELECT asked.number, alike.id FROM unnest(%s::text[]) WITH ORDINALITY"
            " AS asked (name, number) CROSS JOIN LATERAL (SELECT id FROM profiles_organisation"
            " WHERE name_key %% asked.name ORDER BY similarity(name_key, asked.name) DESC, id"
            " LIMIT %s) AS alike",
            [names, CANDIDATES],
        )
        for number, pk in cursor.fetchall():
            found[number - 1].add(pk)
    return found


def _among_all(names: list[str]) -> list[set[int]]:
    """Each with each: 70 million pairs a second, where the index answers some hundred names."""
    found: list[list[tuple[int, int]]] = [[] for _name in names]
    known = iter(Organisation.objects.exclude(name_key="").values_list("pk", "name_key").iterator())
    while some := list(islice(known, AT_ONCE)):
        keys = [key for _pk, key in some]
        alike = process.cdist(
            names, keys, scorer=fuzz.ratio, score_cutoff=100 * SAME_NAME, dtype=np.uint8
        )
        for asked, at in np.argwhere(alike):
            found[asked].append((int(alike[asked, at]), some[at][0]))
    best = (sorted(pairs, key=lambda pair: (-pair[0], pair[1])) for pairs in found)
    return [{pk for _ratio, pk in pairs[:CANDIDATES]} for pairs in best]


def _namesakes_nearby(organisation: Organisation, near: Point) -> set[int]:
    """A name that a hundred others share elsewhere must not hide the one next door."""
    main = Site.objects.near(*near, NEAR_KM, organisation=OuterRef("pk"), is_main=True)
    alike = Organisation.objects.filter(
        Exists(main), name_key__trigram_similar=organisation.name_key
    ).annotate(alike=TrigramSimilarity("name_key", organisation.name_key))
    return set(alike.order_by("-alike", "pk").values_list("pk", flat=True)[:CANDIDATES])


def _compared(
    organisation: Organisation, other: Organisation, near: Point | None
) -> tuple[float, Duplicate | None]:
    ratio = _name_ratio(organisation.name_key, other.name_key)
    if organisation.register_key and organisation.register_key == other.register_key:
        return ratio, Duplicate(other, Likeness.IDENTICAL, _("the same register number"))
    if organisation.vat_key and organisation.vat_key == other.vat_key:
        return ratio, Duplicate(other, Likeness.IDENTICAL, _("the same VAT identification number"))
    shared = set(organisation.domains) & set(other.domains)
    if shared:
        sentence = _("the same domain, %(domain)s") % {"domain": min(shared)}
        return ratio, Duplicate(other, Likeness.DOMAIN, sentence)
    if ratio < SAME_NAME or not organisation.name_key:
        return ratio, None
    there = _main_site(other)
    if near and there and distance_km(*near, *there) <= NEAR_KM:
        return ratio, Duplicate(other, Likeness.NEAR_NAME, _("a similar name, nearby"))
    return ratio, Duplicate(other, Likeness.FAR_NAME, _("a similar name, elsewhere"))


def _name_ratio(one: str, other: str) -> float:
    # Never below SequenceMatcher's figure and a hundred times faster: most pairs end here.
    at_most = fuzz.ratio(one, other) / 100
    return at_most if at_most < SAME_NAME else SequenceMatcher(a=one, b=other).ratio()


def _main_site(organisation: Organisation) -> Point | None:
    if organisation.pk is None:
        return None
    main = next((site for site in organisation.sites.all() if site.is_main), None)
    return (main.lat, main.lon) if main else None


def point_of(postcode: str) -> Point | None:
    """Where a new main site will be; None for an unknown postcode."""
    place = places.find(postcode)
    return (place.lat, place.lon) if place else None


@contextmanager
def _sieve() -> Iterator[CursorWrapper]:
    """Sets how alike the index looks, for the queries made within."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [SIEVE])
        yield cursor
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold TO DEFAULT")
