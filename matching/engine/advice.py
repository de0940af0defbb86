"""What would help when nothing fits, found by trying it: each advice is a ranking that was made.

for reason in advise(index, need): ...        what to change, with how many would come into reach
for match in nearly(index, need): ...         what comes closest, although it is no suggestion
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from matching.engine import reasons as codes
from matching.engine.features import Record
from matching.engine.index import Index, Match
from matching.engine.reasons import Reason
from matching.engine.records import FORMATS, NeedRecord

COUNTED_AT_MOST: Final = 20
WIDER_KM: Final = (10, 20, 50, 100)
LONGER_DAYS: Final = (30, 60, 90)
NEARLY: Final = 3
# What comes close has at least this part of the score that a suggestion needs.
ALMOST: Final = 0.7


Change = tuple[Record, Reason]


class Advisor:
    """Advice about records, with those of the other side that they declined left out."""

    def __init__(
        self, index: Index, declined: Collection[str] = (), *, today: date | None = None
    ) -> None:
        self.index = index
        self.declined = declined
        self.today = today

    def advise(self, record: Record) -> list[Reason]:
        """Changes of this record that would each bring suggestions, the smallest of its kind.

        Where no change of its own would, says whether anybody speaks of its competence at all.
        """
        kinds = (
            # What the largest change of a kind does not bring, no smaller one does: one ranking
            # instead of many where nothing helps.
            (_widest(record), _wider(record)),
            (None, _remote(record)),
            (_in_every_format(record), _formats(record)),
            (None, _longer(record)),
        )
        found = [
            reason
            for largest, changes in kinds
            if (largest is None or self._count(largest, 1))
            and (reason := self._first_that_helps(changes))
        ]
        if found:
            return found
        shares = self.index.competences_of(record)
        slug = min(shares, key=lambda slug: (-shares[slug], slug), default=None)
        anywhere = self._rank(_everywhere(record), NEARLY)
        if slug and not any(_speaks_of(match, slug) for match in anywhere):
            return [Reason(codes.NOBODY_YET, {"slug": slug})]
        return []

    def nearly(self, record: Record) -> list[Match]:
        """Up to three pairs that are no suggestions: too far away, or of a related topic.

        Their open points begin with what keeps them apart.
        """
        radius = None if record.radius_km is None else record.radius_km + WIDER_KM[-1]
        wider = replace(record, radius_km=radius, remote_ok=True)
        return [
            replace(
                match,
                open_points=(*self.index.obstacles_of(record, match), *match.open_points),
            )
            for match in self._rank(wider, NEARLY, self.index.threshold * ALMOST)
        ]

    def _first_that_helps(self, changes: Iterator[Change]) -> Reason | None:
        for changed, reason in changes:
            if count := self._count(changed, COUNTED_AT_MOST):
                return Reason(reason.code, {**reason.values, "count": count})
        return None

    def _count(self, record: Record, at_most: int) -> int:
        return self.index.how_many(record, at_most, self.declined, today=self.today)

    def _rank(self, record: Record, k: int, least: float | None = None) -> list[Match]:
        rank = self.index.rank_offers if isinstance(record, NeedRecord) else self.index.rank_needs
        return rank(record, k, self.declined, today=self.today, least=least)  # type: ignore[arg-type]


def _wider(record: Record) -> Iterator[Change]:
    if record.radius_km is not None:
        for km in WIDER_KM:
            wider = replace(record, radius_km=record.radius_km + km)
            yield wider, Reason(codes.WIDEN_RADIUS, {"km": km})


def _widest(record: Record) -> Record:
    if record.radius_km is None:
        return record
    return replace(record, radius_km=record.radius_km + WIDER_KM[-1])


def _remote(record: Record) -> Iterator[Change]:
    if not record.remote_ok:
        yield replace(record, remote_ok=True), Reason(codes.ALSO_REMOTE)


def _formats(record: Record) -> Iterator[Change]:
    for name in FORMATS:
        if isinstance(record, NeedRecord):
            if name not in record.formats:
                more = (*record.alternative_formats, name)
                yield replace(record, alternative_formats=more), _also(name)
        elif name not in record.formats:
            yield replace(record, formats=(*record.formats, name)), _also(name)


def _in_every_format(record: Record) -> Record:
    if isinstance(record, NeedRecord):
        others = tuple(name for name in FORMATS if name not in record.formats)
        return replace(record, alternative_formats=(*record.alternative_formats, *others))
    return replace(record, formats=FORMATS)


def _also(name: str) -> Reason:
    return Reason(codes.ALSO_FORMAT, {"format": name})


def _longer(record: Record) -> Iterator[Change]:
    last = "ends_on" if isinstance(record, NeedRecord) else "available_until"
    for days in LONGER_DAYS:
        until = getattr(record, last) + timedelta(days=days)
        yield replace(record, **{last: until}), Reason(codes.LONGER_PERIOD, {"days": days})


def _everywhere(record: Record) -> Record:
    """The record as if nothing but its topic mattered to it."""
    year = timedelta(days=365)
    if isinstance(record, NeedRecord):
        return replace(
            record, radius_km=None, remote_ok=True, alternative_formats=FORMATS,
            ends_on=record.ends_on + year,
        )  # fmt: skip
    return replace(
        record, radius_km=None, remote_ok=True, formats=FORMATS,
        available_until=record.available_until + year,
    )  # fmt: skip


def _speaks_of(match: Match, slug: str) -> bool:
    slugs = (reason.values.get("slugs") for reason in match.reasons)
    return any(slug in found for found in slugs if isinstance(found, list))
