"""What the index holds of a published organisation, need or offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

ORGANISATION: Final = "organisation"
NEED: Final = "need"
OFFER: Final = "offer"
FOREVER: Final = 3_000_000  # a day number that no calendar reaches

# How much a word weighs where it stands.
TITLE: Final = 12
LABELS: Final = 8
NAME: Final = 6
PLACE: Final = 4
TEXT: Final = 1


class Key(NamedTuple):
    """Which row of the database: an organisation, a need or an offer, and its primary key."""

    what: str
    pk: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One published entry, plain: what it is found by, counted under, and ordered by.

    `texts` are (weight, text) pairs; `facets` values by facet name; `points` (lat, lon) of its
    sites; days are ordinals (`date.toordinal`), `published` is seconds since 1970.
    """

    key: Key
    texts: tuple[tuple[int, str], ...]
    facets: Mapping[str, tuple[str, ...]]
    points: tuple[tuple[float, float], ...]
    organisation: int
    published: int
    first_day: int = 0
    last_day: int = FOREVER
    valid_until: int = FOREVER
    has_room: bool = True
    flags: frozenset[str] = field(default_factory=frozenset)
