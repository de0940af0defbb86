"""Is this organisation here already? Found by its numbers, its domain, or its name and place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

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


def likely_duplicates(
    organisation: Organisation, *, near: tuple[float, float] | None = None
) -> list[Duplicate]:
    """Organisations in any state that may be this one (stored or not), the surest first.

    `near` is the point (lat, lon) of a main site that is not stored yet. A bounded number of
    queries, each answered by an index.
    """
    organisation.note_identity()
    near = near or _main_site(organisation)
    candidates = {other.pk: other for other in _by_keys(organisation)}
    if organisation.name_key:
        with _sieve():
            candidates |= {other.pk: other for other in _by_name(organisation, near)}
    found = [_compared(organisation, other, near) for other in candidates.values()]
    sure = [(ratio, duplicate) for ratio, duplicate in found if duplicate is not None]
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


def _by_keys(organisation: Organisation) -> list[Organisation]:
    identical = Q()
    if organisation.register_key:
        identical |= Q(register_key=organisation.register_key)
    if organisation.vat_key:
        identical |= Q(vat_key=organisation.vat_key)
    # Two queries: a domain that hundreds share must not hide the one with the same number.
    found = list(_others(organisation).filter(identical)[:CANDIDATES]) if identical else []
    if organisation.domains:
        same_domain = _others(organisation).filter(domains__overlap=organisation.domains)
        found += same_domain[:CANDIDATES]
    return found


def _by_name(organisation: Organisation, near: tuple[float, float] | None) -> list[Organisation]:
    alike = (
        _others(organisation)
        .filter(name_key__trigram_similar=organisation.name_key)
        .annotate(alike=TrigramSimilarity("name_key", organisation.name_key))
        .order_by("-alike", "pk")
    )
    found = list(alike[:CANDIDATES])
    if near and len(found) == CANDIDATES:
        # A name that a hundred others share elsewhere must not hide the one next door.
        main = Site.objects.near(*near, NEAR_KM, organisation=OuterRef("pk"), is_main=True)
        found += alike.filter(Exists(main))[:CANDIDATES]
    return found


def _others(organisation: Organisation):
    main = Prefetch("sites", Site.objects.filter(is_main=True))
    return Organisation.objects.exclude(pk=organisation.pk).prefetch_related(main)


def _compared(
    organisation: Organisation, other: Organisation, near: tuple[float, float] | None
) -> tuple[float, Duplicate | None]:
    ratio = SequenceMatcher(a=organisation.name_key, b=other.name_key).ratio()
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


def _main_site(organisation: Organisation) -> tuple[float, float] | None:
    if organisation.pk is None:
        return None
    main = next((site for site in organisation.sites.all() if site.is_main), None)
    return (main.lat, main.lon) if main else None


def point_of(postcode: str) -> tuple[float, float] | None:
    """Where a new main site will be; None for an unknown postcode."""
    place = places.find(postcode)
    return (place.lat, place.lon) if place else None


@contextmanager
def _sieve() -> Iterator[None]:
    """Sets how alike the index looks, for this one query."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [SIEVE])
        yield
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold TO DEFAULT")
