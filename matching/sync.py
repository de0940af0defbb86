"""From a changed listing to its stored suggestions.

The index proposes, the database disposes: whatever a worker's index believed, the transaction that
writes suggestions asks again which of the other sides are open and have capacity left.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from matching.engine import Match, RecordError
from matching.live_index import LiveIndex
from matching.models import Dismissal, Need, Offer, Suggestion
from matching.models.listing import Listing
from matching.records import for_records, need_record, offer_record

logger = logging.getLogger(__name__)

SUGGESTIONS_PER_LISTING = 20
ATTEMPTS_AT_MOST = 5
# A wake-up is under way for what became due just now; the sweep leaves it this head start.
SWEEP_AFTER = timedelta(seconds=10)
SWEEP_AT_MOST = 200
MODELS: dict[str, type[Listing]] = {"need": Need, "offer": Offer}

process_index = LiveIndex()


def match(kind: str, pk: int, *, index: LiveIndex | None = None) -> bool:
    """Match one due listing and store its suggestions; False when there was nothing to do.

    May run twice or at once in two workers: the result is the same. If the listing changes while
    this works, it stays due and the newer task does it again. A failure is kept in the row, tried
    again with growing pauses and given up after ATTEMPTS_AT_MOST (admin shows it).
    """
    model = MODELS[kind]
    listing = for_records(model.objects.filter(matching_due_at__isnull=False)).filter(pk=pk).first()
    if listing is None:
        return False
    try:
        matches = _rank(listing, index or process_index)
        with transaction.atomic():
            _store(listing, matches)
    except (DatabaseError, RecordError) as error:
        logger.exception("matching %s %s failed", kind, pk)
        _note_failure(listing, error)
        return False
    return True


def sweep(*, index: LiveIndex | None = None) -> int:
    """Match what a lost wake-up left behind; the number of listings matched."""
    matched = 0
    for kind, model in MODELS.items():
        overdue = model.objects.due_for_matching().filter(
            matching_due_at__lte=timezone.now() - SWEEP_AFTER
        )
        for pk in list(overdue.values_list("pk", flat=True)[:SWEEP_AT_MOST]):
            matched += match(kind, pk, index=index)
    return matched


def mark_open_listings_due() -> int:
    """Have every open listing matched anew by the sweep (dates move on every day)."""
    now = timezone.now()
    return sum(
        model.objects.open().filter(matching_due_at=None).update(matching_due_at=now)
        for model in MODELS.values()
    )


def _rank(listing: Listing, index: LiveIndex) -> list[Match]:
    if not listing.is_open:
        return []
    fresh = index.refreshed()
    today = timezone.localdate()
    declined = _dismissed_by_anyone(listing)
    if isinstance(listing, Need):
        return fresh.rank_offers(
            need_record(listing), k=SUGGESTIONS_PER_LISTING, declined=declined, today=today
        )
    return fresh.rank_needs(
        offer_record(listing), k=SUGGESTIONS_PER_LISTING, declined=declined, today=today
    )


def _dismissed_by_anyone(listing: Listing) -> set[str]:
    side, other = _sides(listing)
    pairs = Dismissal.objects.filter(**{side: listing}).values_list(f"{other}_id", flat=True)
    return {str(pk) for pk in pairs}


def _store(listing: Listing, matches: Iterable[Match]) -> None:
    """Write the list of one listing: upsert its pairs, drop those that are in no list any more."""
    side, other = _sides(listing)
    own_rank, other_rank = f"rank_for_{side}", f"rank_for_{other}"
    model = type(listing)
    # No key is changed, so pairs that another worker inserts meanwhile need not wait for this lock.
    current = model.objects.select_for_update(no_key=True).get(pk=listing.pk)
    if current.matching_generation != listing.matching_generation:
        return
    matches = _still_possible(matches, other)
    now = timezone.now()
    suggestions = [
        Suggestion(
            need_id=int(match.need_id),
            offer_id=int(match.offer_id),
            score=match.score,
            reasons=[{"code": r.code, "values": dict(r.values)} for r in match.reasons],
            open_points=[{"code": r.code, "values": dict(r.values)} for r in match.open_points],
            computed_at=now,
            **{own_rank: rank},
        )
        for rank, match in enumerate(matches, start=1)
    ]
    # In one order for all writers, so that two of them never wait for each other in a circle.
    suggestions.sort(key=lambda s: (s.need_id, s.offer_id))
    Suggestion.objects.bulk_create(
        suggestions,
        update_conflicts=True,
        unique_fields=["need", "offer"],
        update_fields=["score", "reasons", "open_points", "computed_at", own_rank],
    )
    kept = [getattr(s, f"{other}_id") for s in suggestions]
    gone = Suggestion.objects.filter(**{side: listing}).exclude(**{f"{other}_id__in": kept})
    if not current.is_open:
        gone.delete()
    else:
        gone.filter(**{other_rank: None}).delete()
        gone.update(**{own_rank: None})
    model.objects.filter(pk=listing.pk).update(
        matching_due_at=None, matching_attempts=0, matching_error="", matched_at=now
    )


def _still_possible(matches: Iterable[Match], other: str) -> list[Match]:
    """The matches whose other side is open, and has capacity left, in this very transaction."""
    matches = list(matches)
    ids = [int(getattr(match, f"{other}_id")) for match in matches]
    possible = MODELS[other].objects.open().filter(pk__in=ids)
    if other == "offer":
        possible = possible.with_capacity_left()
    alive = set(possible.values_list("pk", flat=True))
    return [match for match, pk in zip(matches, ids, strict=True) if pk in alive]


def _note_failure(listing: Listing, error: Exception) -> None:
    attempts = listing.matching_attempts + 1
    given_up = attempts >= ATTEMPTS_AT_MOST
    pause = timedelta(seconds=30) * 2**attempts
    type(listing).objects.filter(
        pk=listing.pk, matching_generation=listing.matching_generation
    ).update(
        matching_attempts=attempts,
        matching_error=f"{type(error).__name__}: {error}"[:2000],
        matching_due_at=None if given_up else timezone.now() + pause,
    )


def _sides(listing: Listing) -> tuple[str, str]:
    return ("need", "offer") if isinstance(listing, Need) else ("offer", "need")
