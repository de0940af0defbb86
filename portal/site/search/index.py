"""The index: which entries a search finds, in which order, and how many fall under each filter.

In memory, exact, and plain: entries in, keys and counts out; no Django, no database. An entry that
changes gets a new row and its old one is dead; `is_worn` says when loading afresh would pay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from portal.site.search.entries import LABELS, Entry, Key
from portal.site.search.facets import Facet, Mask, by_value, packed
from portal.site.search.postings import Postings
from profiles.places.sphere import EARTH_RADIUS_KM

FACETS: Final = (
    "kind", "competence", "format", "target_group", "field", "industry", "size", "land", "plz",
    "flag",
)  # fmt: skip
NEAREST: Final = "nearest"
NEWEST: Final = "newest"
_NUMBERS: Final[Mapping[str, type]] = {
    "organisation": np.int64,
    "published": np.int64,
    "first_day": np.int32,
    "last_day": np.int32,
    "valid_until": np.int32,
}
_ROOM: Final = 256  # rows grow by multiples of this
_WORN: Final = 20_000  # rows beside the sorted ones
_BOX_MARGIN: Final = 1.001


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that somebody typed, with everything that counts as it: words and competencies.

    `words` are (compared form, factor); an entry filed under one of `competencies` counts as if
    the word stood among its labels.
    """

    words: tuple[tuple[str, float], ...]
    competencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for. Values of one facet are alternatives; different facets must all hold."""

    terms: tuple[Term, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: tuple[float, float, float] | None = None  # lat, lon, km
    days: tuple[int, int] | None = None  # the period must touch these days, as ordinals
    organisation: int | None = None
    published_after: int | None = None  # seconds since 1970, exclusive
    order: str = ""  # "", NEAREST or NEWEST


@dataclass(frozen=True, slots=True)
class Found:
    """The hits: how many, the asked-for slice in order, and counts under every facet value.

    The counts of a facet ignore its own filter, so that they say what another choice would give.
    `all_words` is False when no entry holds every term and those with the most of them are given.
    """

    total: int
    keys: list[Key]
    counts: dict[str, dict[str, int]]
    all_words: bool
    points: NDArray[np.float64]  # (n, 2) lat, lon of the hits' sites
    distances: dict[Key, float]


class SearchIndex:
    """All published entries."""

    def __init__(self) -> None:
        self.postings = Postings()
        self._keys: list[Key] = []
        self._row_of: dict[Key, int] = {}
        self._facets = {name: Facet(_ROOM) for name in FACETS}
        self._columns: dict[str, NDArray[Any]] = {
            name: np.zeros(_ROOM, dtype=kind) for name, kind in _NUMBERS.items()
        }
        self._alive: Mask = np.zeros(_ROOM, dtype=bool)
        self._points = _Points()
        self._late = 0

    def __len__(self) -> int:
        return len(self._row_of)

    @property
    def is_worn(self) -> bool:
        """Whether so much has changed that loading everything afresh makes searching faster."""
        return self._late > max(_WORN, len(self._row_of) // 10)

    def load(self, entries: Sequence[Entry]) -> None:
        """Put many entries at once into an empty index."""
        room = _rounded(len(entries) + len(entries) // 8)
        self._keys = [entry.key for entry in entries]
        self._row_of = {key: row for row, key in enumerate(self._keys)}
        self.postings.load(entry.texts for entry in entries)
        rows_of = by_value(entry.facets for entry in entries)
        for name, facet in self._facets.items():
            facet.load(rows_of.get(name, {}), room)
        for name, kind in _NUMBERS.items():
            column = np.zeros(room, dtype=kind)
            column[: len(entries)] = [getattr(entry, name) for entry in entries]
            self._columns[name] = column
        self._alive = np.arange(room) < len(entries)
        self._points.load([entry.points for entry in entries])

    def put(self, entry: Entry) -> None:
        """Add an entry, or replace the one with its key."""
        self.remove(entry.key)
        row = len(self._keys)
        if row == len(self._alive):
            self._widen(_rounded(row + 1 + row // 4))
        self._keys.append(entry.key)
        self._row_of[entry.key] = row
        self.postings.put(row, entry.texts)
        for name, values in entry.facets.items():
            self._facets[name].put(row, values)
        for name, column in self._columns.items():
            column[row] = getattr(entry, name)
        self._points.put(row, entry.points)
        self._alive[row] = True
        self._late += 1

    def remove(self, key: Key) -> None:
        """Take an entry out; one that is not in stays out."""
        row = self._row_of.pop(key, None)
        if row is not None:
            self._alive[row] = False

    def key_at(self, row: int) -> Key | None:
        """The entry of a row that postings name; None when it is there no more."""
        return self._keys[row] if self._alive[row] else None

    def find(self, search: Search, today: int, start: int = 0, stop: int = 24) -> Found:
        """Hits of `search` that are valid on `today` (ordinal), from place `start` to `stop`."""
        masks = {
            name: self._facets[name].any_of(values)
            for name, values in search.facets.items()
            if values
        }
        common, distance = self._common(search, today)
        rest = common
        for mask in masks.values():
            rest = rest & mask
        scores, holds, all_words = self._scores(search.terms, rest)
        hits = rest & holds
        ordered = self._ordered(hits, scores, distance, search, stop)[start:]
        keys = [self._keys[row] for row in ordered]
        return Found(
            total=int(np.count_nonzero(hits)),
            keys=keys,
            counts=self._counts(common & holds, hits, masks),
            all_words=all_words,
            points=self._points.of(hits),
            distances={key: float(distance[row]) for key, row in zip(keys, ordered, strict=True)}
            if distance is not None
            else {},
        )

    def _common(self, search: Search, today: int) -> tuple[Mask, NDArray[np.float64] | None]:
        """The rows that all filters but the facets let through, and their distances in km."""
        column = self._columns
        mask = self._alive & (column["valid_until"] >= today)
        if search.organisation is not None:
            mask &= column["organisation"] == search.organisation
        if search.published_after is not None:
            mask &= column["published"] > search.published_after
        if search.days:
            mask &= (column["first_day"] <= search.days[1]) & (column["last_day"] >= search.days[0])
        distance = None
        if search.near:
            lat, lon, radius = search.near
            distance = self._points.distances(lat, lon, radius, len(mask))
            mask &= distance <= radius
        return mask, distance

    def _scores(self, terms: Sequence[Term], among: Mask) -> tuple[NDArray[np.float32], Mask, bool]:
        """Score per row, the rows that hold enough terms, and whether these hold all of them."""
        total = np.zeros(len(self._alive), dtype=np.float32)
        if not terms:
            return total, np.ones(len(self._alive), dtype=bool), True
        held = np.zeros(len(self._alive), dtype=np.uint8)
        for term in terms:
            score = self._term(term)
            holds = score > 0
            held += holds
            # Rare words say more than common ones.
            total += score * np.log1p(len(self._alive) / (1 + np.count_nonzero(holds)))
        best = int(held[among].max(initial=0))
        return total, held >= max(1, best), best == len(terms)

    def _term(self, term: Term) -> NDArray[np.float32]:
        score = np.zeros(len(self._alive), dtype=np.float32)
        for word, factor in term.words:
            rows, weights = self.postings.of(word)
            score[rows] = np.maximum(score[rows], weights * np.float32(factor))
        if term.competencies:
            filed = self._facets["competence"].any_of(term.competencies)
            score[filed] = np.maximum(score[filed], LABELS)
        return score

    def _ordered(
        self,
        hits: Mask,
        scores: NDArray[np.float32],
        distance: NDArray[np.float64] | None,
        search: Search,
        stop: int,
    ) -> list[int]:
        """The first `stop` hits: nearest, newest, or best by words (then nearest or newest)."""
        rows = np.flatnonzero(hits)
        newest = -self._columns["published"][rows]
        order: tuple[NDArray[Any], ...] = (rows, newest)
        if distance is not None and search.order != NEWEST:
            order = (*order, distance[rows])
        if search.terms and search.order == "":
            order = (*order, -scores[rows])
        if len(rows) > 4 * stop:
            # Sorting everything for one page would be waste: first by the leading key only.
            leading = order[-1]
            bound = np.partition(leading, stop)[stop]
            near_enough = leading <= bound
            rows = rows[near_enough]
            order = tuple(key[near_enough] for key in order)
        return rows[np.lexsort(order)][:stop].tolist()

    def _counts(
        self, common: Mask, hits: Mask, masks: Mapping[str, Mask]
    ) -> dict[str, dict[str, int]]:
        counts = {}
        everything = packed(hits)
        for name, facet in self._facets.items():
            bits = everything
            if name in masks:
                without_own = common
                for other, mask in masks.items():
                    if other != name:
                        without_own = without_own & mask
                bits = packed(without_own)
            counts[name] = facet.counts(bits)
        return counts

    def _widen(self, room: int) -> None:
        more = room - len(self._alive)
        self._alive = np.pad(self._alive, (0, more))
        self._columns = {name: np.pad(column, (0, more)) for name, column in self._columns.items()}
        for facet in self._facets.values():
            facet.widen(room)


class _Points:
    """The sites of all rows."""

    def __init__(self) -> None:
        self._lat = np.zeros(0)
        self._lon = np.zeros(0)
        self._row = np.zeros(0, dtype=np.int64)

    def load(self, points_of_rows: Sequence[tuple[tuple[float, float], ...]]) -> None:
        flat = [(row, *point) for row, points in enumerate(points_of_rows) for point in points]
        columns = np.array(flat, dtype=np.float64).reshape(-1, 3)
        self._row = columns[:, 0].astype(np.int64)
        self._lat, self._lon = columns[:, 1].copy(), columns[:, 2].copy()

    def put(self, row: int, points: Iterable[tuple[float, float]]) -> None:
        for lat, lon in points:
            self._lat = np.append(self._lat, lat)
            self._lon = np.append(self._lon, lon)
            self._row = np.append(self._row, row)

    def distances(self, lat: float, lon: float, within: float, rows: int) -> NDArray[np.float64]:
        """Great-circle distance in km (haversine) of each row's nearest site; beyond `within`: inf."""
        dlat = np.degrees(within / EARTH_RADIUS_KM) * _BOX_MARGIN
        near = np.flatnonzero(np.abs(self._lat - lat) <= dlat)
        phi, phi0 = np.radians(self._lat[near]), np.radians(lat)
        half_lon = np.radians(self._lon[near] - lon) / 2
        chord = np.sin((phi - phi0) / 2) ** 2 + np.cos(phi) * np.cos(phi0) * np.sin(half_lon) ** 2
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
        nearest = np.full(rows, np.inf)
        np.minimum.at(nearest, self._row[near], km)
        return nearest

    def of(self, mask: Mask) -> NDArray[np.float64]:
        """(lat, lon) of the sites of the rows in the mask."""
        chosen = mask[self._row]
        return np.column_stack((self._lat[chosen], self._lon[chosen]))


def _rounded(rows: int) -> int:
    return max(_ROOM, -(-rows // _ROOM) * _ROOM)
