"""How many rows carry each value of a facet: one bit a row and value."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_BITS = 64


class Facet:
    """One facet ("format"): its values, and for each the set of rows that carry it."""

    def __init__(self, room: int = _BITS) -> None:
        self._place: dict[str, int] = {}
        self._bits = np.zeros((4, room // _BITS), dtype=np.uint64)

    def load(self, rows_of: Mapping[str, list[int]], room: int) -> None:
        """Put all rows at once; `room` is for how many rows there will be space."""
        self._place = {value: place for place, value in enumerate(rows_of)}
        self._bits = np.zeros((max(4, len(rows_of)), room // _BITS), dtype=np.uint64)
        for value, rows in rows_of.items():
            mask = np.zeros(room, dtype=bool)
            mask[rows] = True
            self._bits[self._place[value]] = packed(mask)

    def put(self, row: int, values: Iterable[str]) -> None:
        """Mark one row as carrying these values."""
        for value in values:
            place = self._place.setdefault(value, len(self._place))
            if place == len(self._bits):
                self._bits = np.concatenate((self._bits, np.zeros_like(self._bits)))
            self._bits[place, row // _BITS] |= np.uint64(1 << row % _BITS)

    def widen(self, room: int) -> None:
        """Make space for `room` rows."""
        more = room // _BITS - self._bits.shape[1]
        self._bits = np.pad(self._bits, ((0, 0), (0, more)))

    def any_of(self, values: Iterable[str]) -> Mask:
        """The rows that carry at least one of the values; unknown values carry none."""
        places = [self._place[value] for value in values if value in self._place]
        union = np.bitwise_or.reduce(self._bits[places], axis=0)
        return unpacked(union) if places else np.zeros(self._bits.shape[1] * _BITS, dtype=bool)

    def counts(self, mask: NDArray[np.uint64]) -> dict[str, int]:
        """For each value that occurs: how many rows of the packed `mask` carry it."""
        used = self._bits[: len(self._place)]
        numbers = np.bitwise_count(used & mask).sum(axis=1, dtype=np.int64).tolist()
        return {value: count for value, count in zip(self._place, numbers, strict=True) if count}


def packed(mask: Mask) -> NDArray[np.uint64]:
    """A mask as bits; its length must be a multiple of 64."""
    return np.packbits(mask, bitorder="little").view(np.uint64)


def unpacked(bits: NDArray[np.uint64]) -> Mask:
    """The mask of `packed` bits."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").astype(bool)


def by_value(
    facets_of_rows: Iterable[Mapping[str, tuple[str, ...]]],
) -> dict[str, dict[str, list[int]]]:
    """Facet name → value → rows 0, 1, 2 … that carry it."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, facets in enumerate(facets_of_rows):
        for name, values in facets.items():
            for value in values:
                found[name][value].append(row)
    return found
