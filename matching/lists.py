"""Writing lists of suggestions: one transaction, only rows that differ, and nothing untrue.

The index proposes, the database disposes: whatever a worker's index believed, the transaction that
writes suggestions asks again which of the other sides are open and have capacity left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from matching.engine import Match
from matching.hints import Ranked, plain
from matching.models import Need, Offer, Suggestion

WRITTEN = ("score", "reasons", "open_points")


@dataclass(frozen=True)
class Side:
    """One side of the market: its model, the name of its key in a suggestion, and the other's."""

    model: type[Need] | type[Offer]
    own: str
    other: str

    @property
    def own_rank(self) -> str:
        return f"rank_for_{self.own}"

    @property
    def other_rank(self) -> str:
        return f"rank_for_{self.other}"


def store_lists(
    side: Side, lists: Mapping[int, Ranked], *, generations: Mapping[int, int] | None = None
) -> int:
    """Make the stored lists of these listings what `lists` says; the number of rows that changed.

    To be called in a transaction. `generations` are those of the listings when they were read:
    one that has changed since is left to the newer task. A pair that is in no list any more is
    deleted, as are all pairs of a listing that is not open any more.
    """
    # No key is changed, so pairs that another worker inserts meanwhile need not wait for this lock.
    locked = side.model.objects.select_for_update(no_key=True).filter(pk__in=lists).order_by("pk")
    current = {
        listing.pk: listing
        for listing in locked.select_related("organisation")
        if generations is None or generations.get(listing.pk) == listing.matching_generation
    }
    wanted = _wanted(side, {pk: lists[pk].matches for pk in current})
    changed = _write(side, current, wanted)
    for pk, listing in current.items():
        if listing.matching_hints != lists[pk].hints:
            side.model.objects.filter(pk=pk).update(matching_hints=lists[pk].hints)
    _mark_matched(side, current, every=generations is not None)
    return changed


def _wanted(side: Side, lists: Mapping[int, list[Match]]) -> dict[tuple[int, int], Suggestion]:
    """The rows as they should be by (need, offer); pairs whose other side has gone are left out."""
    now = timezone.now()
    alive = _alive(side, {other for found in lists.values() for other in _others(side, found)})
    rows = {}
    for found in lists.values():
        possible = [m for m in found if int(getattr(m, f"{side.other}_id")) in alive]
        for place, match in enumerate(possible, start=1):
            pair = int(match.need_id), int(match.offer_id)
            rows[pair] = Suggestion(
                need_id=pair[0],
                offer_id=pair[1],
                score=match.score,
                reasons=plain(match.reasons),
                open_points=plain(match.open_points),
                computed_at=now,
                **{side.own_rank: place},
            )
    return rows


def _others(side: Side, found: Iterable[Match]) -> list[int]:
    return [int(getattr(match, f"{side.other}_id")) for match in found]


def _alive(side: Side, others: set[int]) -> set[int]:
    """Which of the other side are open, and have capacity left, in this very transaction."""
    model = Offer if side.other == "offer" else Need
    possible = model.objects.open().filter(pk__in=others)
    if side.other == "offer":
        possible = possible.with_capacity_left()
    return set(possible.values_list("pk", flat=True))


def _write(
    side: Side,
    listings: Mapping[int, Need | Offer],
    wanted: dict[tuple[int, int], Suggestion],
) -> int:
    """Insert, change and take away what differs."""
    unlisted: list[int] = []
    gone: list[int] = []
    stored = Suggestion.objects.filter(**{f"{side.own}__in": listings})
    for row in stored.only("need_id", "offer_id", *WRITTEN, side.own_rank, side.other_rank):
        row_wanted = wanted.get((row.need_id, row.offer_id))
        listing = listings[getattr(row, f"{side.own}_id")]
        if row_wanted is not None:
            if _same(side, row, row_wanted):
                del wanted[row.need_id, row.offer_id]
        elif getattr(row, side.other_rank) is None or not listing.is_open:
            gone.append(row.pk)
        elif getattr(row, side.own_rank) is not None:
            unlisted.append(row.pk)
    # In one order for all writers, so that two of them never wait for each other in a circle.
    differing = [wanted[pair] for pair in sorted(wanted)]
    Suggestion.objects.bulk_create(
        differing,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["need", "offer"],
        update_fields=[*WRITTEN, "computed_at", side.own_rank],
    )
    Suggestion.objects.filter(pk__in=unlisted).update(**{side.own_rank: None})
    # The other side may have taken a pair into its list since it was read.
    Suggestion.objects.filter(pk__in=gone, **{side.other_rank: None}).delete()
    Suggestion.objects.filter(pk__in=gone).exclude(
        **{f"{side.own}__in": [pk for pk, listing in listings.items() if listing.is_open]}
    ).delete()
    Suggestion.objects.filter(pk__in=gone).update(**{side.own_rank: None})
    return len(differing) + len(unlisted) + len(gone)


def _same(side: Side, stored: Suggestion, wanted: Suggestion) -> bool:
    return all(getattr(stored, name) == getattr(wanted, name) for name in (*WRITTEN, side.own_rank))


def _mark_matched(side: Side, listings: Mapping[int, Need | Offer], *, every: bool) -> None:
    """Note that listings are matched; in a batch only those that were due, not all of a country."""
    rows = side.model.objects.filter(pk__in=listings)
    if not every:
        rows = rows.exclude(matching_due_at=None, matching_attempts=0)
    rows.update(
        matching_due_at=None, matching_attempts=0, matching_error="", matched_at=timezone.now()
    )
