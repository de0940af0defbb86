"""From a changed listing to its stored suggestions: what is due, what failed, what is ranked."""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from matching.engine import NeedRecord, RecordError
from matching.hints import Ranked, hints_for
from matching.lists import Side, store_lists
from matching.live_index import LiveIndex
from matching.models import Dismissal, Need, Offer
from matching.querysets import ListingQuerySet
from matching.records import records_of

logger = logging.getLogger(__name__)

SUGGESTIONS_PER_LISTING = 20
ATTEMPTS_AT_MOST = 5
# A wake-up is under way for what became due just now; the sweep leaves it this head start.
SWEEP_AFTER = timedelta(seconds=10)
SWEEP_AT_MOST = 200
NEEDS, OFFERS = Side(Need, "need", "offer"), Side(Offer, "offer", "need")
SIDES = {"need": NEEDS, "offer": OFFERS}

process_index = LiveIndex()


def match(kind: str, pk: int, *, index: LiveIndex | None = None) -> bool:
    """Match one due listing and store its suggestions; False when there was nothing to do.

    May run twice or at once in two workers: the result is the same. If the listing changes while
    this works, it stays due and the newer task does it again. A failure is kept in the row, tried
    again with growing pauses and given up after ATTEMPTS_AT_MOST (admin shows it).
    """
    side = SIDES[kind]
    listing = side.model.objects.filter(matching_due_at__isnull=False, pk=pk).first()
    if listing is None:
        return False
    try:
        lists = rank(side, side.model.objects.filter(pk=pk), index or process_index)
        with transaction.atomic():
            store_lists(side, lists, generations={pk: listing.matching_generation})
    except (DatabaseError, RecordError) as error:
        logger.exception("matching %s %s failed", kind, pk)
        _note_failure(side.model, listing, error)
        return False
    return True


def sweep(*, index: LiveIndex | None = None) -> int:
    """Match what a lost wake-up left behind; the number of listings matched."""
    matched = 0
    for kind, side in SIDES.items():
        overdue = side.model.objects.due_for_matching().filter(
            matching_due_at__lte=timezone.now() - SWEEP_AFTER
        )
        for pk in list(overdue.values_list("pk", flat=True)[:SWEEP_AT_MOST]):
            matched += match(kind, pk, index=index)
    return matched


def rank(side: Side, listings: ListingQuerySet, index: LiveIndex) -> dict[int, Ranked]:
    """The best of the other side for each listing by its primary key; none for those not open."""
    wanted = list(listings.values_list("pk", flat=True))
    lists = {pk: Ranked() for pk in wanted}
    still_open = side.model.objects.open().filter(pk__in=wanted)
    declined = _dismissed_by_anyone(side, wanted)
    fresh, today = index.refreshed(), timezone.localdate()
    for record, _stored in records_of(still_open):
        best = fresh.rank_offers if isinstance(record, NeedRecord) else fresh.rank_needs
        pk = int(record.id)
        matches = best(record, SUGGESTIONS_PER_LISTING, declined[pk], today=today)
        hints = {} if matches else hints_for(fresh, record, declined[pk], today)
        lists[pk] = Ranked(matches, hints)
    return lists


def _dismissed_by_anyone(side: Side, wanted: list[int]) -> dict[int, set[str]]:
    pairs = Dismissal.objects.filter(**{f"{side.own}__in": wanted})
    found: dict[int, set[str]] = defaultdict(set)
    for own, other in pairs.values_list(f"{side.own}_id", f"{side.other}_id"):
        found[own].add(str(other))
    return found


def _note_failure(model: type[Need] | type[Offer], listing: Need | Offer, error: Exception) -> None:
    attempts = listing.matching_attempts + 1
    given_up = attempts >= ATTEMPTS_AT_MOST
    pause = timedelta(seconds=30) * 2**attempts
    model.objects.filter(pk=listing.pk, matching_generation=listing.matching_generation).update(
        matching_attempts=attempts,
        matching_error=f"{type(error).__name__}: {error}"[:2000],
        matching_due_at=None if given_up else timezone.now() + pause,
    )
