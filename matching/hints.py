"""What a listing without suggestions is told: what would help, and what comes close.

Computed by the worker when a list stays empty, stored with the listing as
`{"advice": [reason, …], "nearly": [{"id": …, "reasons": […], "off": […]}, …]}`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from matching.engine import Index, Match, NeedRecord, Reason, Record
from matching.engine.advice import Advisor
from matching.models import Need, Offer, Side
from matching.models.listing import Listing
from matching.reasons import Labels, sentences

Hints = Mapping[str, Any]


@dataclass(frozen=True)
class Ranked:
    """The list of one listing; hints only where it is empty."""

    matches: list[Match] = field(default_factory=list)
    hints: Hints = field(default_factory=dict)


class Close(NamedTuple):
    """A listing of the other side that is no suggestion, and why it comes close or is not one."""

    listing: Listing
    fits: list[str]
    gaps: list[str]


def hints_for(index: Index, record: Record, declined: set[str], today: date) -> Hints:
    """Hints for an open listing whose list is empty."""
    advisor = Advisor(index, declined, today=today)
    return {
        "advice": plain(advisor.advise(record)),
        "nearly": [
            {
                "id": int(m.offer_id if isinstance(record, NeedRecord) else m.need_id),
                "reasons": plain(m.reasons),
                "off": plain(m.open_points),
            }
            for m in advisor.nearly(record)
        ],
    }


def plain(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as they are stored: JSON, lists instead of tuples."""
    return [
        {
            "code": reason.code,
            "values": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in reason.values.items()
            },
        }
        for reason in reasons
    ]


def advice_sentences(listing: Listing, labels: Labels, side: str) -> list[str]:
    """What would help, in plain words."""
    return sentences(listing.matching_hints.get("advice", ()), labels=labels, reader=side)


def close_ones(listings: Iterable[tuple[str, Listing]], labels: Labels) -> dict[Any, list[Close]]:
    """What comes close to each (side, listing) and is still open, by (side, primary key)."""
    listings = list(listings)
    wanted: dict[str, set[int]] = {Side.NEED: set(), Side.OFFER: set()}
    for side, listing in listings:
        wanted[_other(side)].update(row["id"] for row in listing.matching_hints.get("nearly", ()))
    found = {
        (side, row.pk): row
        for side, model in ((Side.NEED, Need), (Side.OFFER, Offer))
        if wanted[side]
        for row in model.objects.open().filter(pk__in=wanted[side]).with_place()
    }
    return {
        (side, listing.pk): [
            Close(
                found[_other(side), row["id"]],
                sentences(row["reasons"], labels=labels, reader=side, at_most=2),
                sentences(row["off"], labels=labels, reader=side, at_most=2),
            )
            for row in listing.matching_hints.get("nearly", ())
            if (_other(side), row["id"]) in found
        ]
        for side, listing in listings
    }


def _other(side: str) -> str:
    return Side.OFFER if side == Side.NEED else Side.NEED
