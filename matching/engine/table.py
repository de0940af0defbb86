"""One side of the market as columns: fixed-width NumPy arrays, one row a record.

Needs and offers share the layout, so that constraints and scores are written once and work for
one need against all offers, one offer against all needs, and a single pair. Rows are kept dense:
removing swaps the last row into the gap.
"""

import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.features import MAX_CONCEPTS, MAX_WORDS

WORD_SPACE: Final = 1 << 20
SCALE: Final = 1 << 14  # weights are whole numbers, so that sums do not depend on their order

Row = Mapping[str, Any]
Columns = dict[str, NDArray[Any]]

_LAYOUT: Final[Mapping[str, tuple[type, int]]] = {
    "owner": (np.int64, 0),
    "formats": (np.uint32, 0),
    "preferred": (np.uint32, 0),
    "groups": (np.uint8, 0),
    "lat": (np.float64, 0),
    "lon": (np.float64, 0),
    "cos_lat": (np.float64, 0),
    "radius_km": (np.float64, 0),
    "remote": (np.bool_, 0),
    "first_day": (np.int32, 0),
    "last_day": (np.int32, 0),
    "number": (np.int32, 0),
    "notice": (np.int32, 0),
    "languages": (np.uint64, 4),
    "minors": (np.bool_, 0),
    "concept_ids": (np.int32, MAX_CONCEPTS),
    "concept_weights": (np.int32, MAX_CONCEPTS),
    "word_ids": (np.int32, MAX_WORDS),
    "word_weights": (np.int32, MAX_WORDS),
}


class Table:
    """Rows of one side, found by record id."""

    def __init__(self, competences: int) -> None:
        self.ids: list[str] = []
        self.row_of: dict[str, int] = {}
        self._layout = {
            **_LAYOUT,
            "topic": (np.float64, competences),
            "confidence": (np.float64, competences),
        }
        self._columns: Columns = {
            name: np.zeros((16, width) if width else 16, dtype=kind)
            for name, (kind, width) in self._layout.items()
        }

    def __len__(self) -> int:
        return len(self.ids)

    def put(self, record_id: str, row: Row) -> None:
        """Insert or replace the row of a record."""
        place = self.row_of.get(record_id)
        if place is None:
            place = len(self.ids)
            self._make_room(place + 1)
            self.ids.append(record_id)
            self.row_of[record_id] = place
        for name, value in row.items():
            self._columns[name][place] = value

    def drop(self, record_id: str) -> bool:
        """Remove a record; False when it is not there."""
        place = self.row_of.pop(record_id, None)
        if place is None:
            return False
        last = len(self.ids) - 1
        if place != last:
            moved = self.ids[last]
            for column in self._columns.values():
                column[place] = column[last]
            self.ids[place] = moved
            self.row_of[moved] = place
        self.ids.pop()
        return True

    def all(self) -> Columns:
        """All rows, without copying."""
        return {name: column[: len(self.ids)] for name, column in self._columns.items()}

    def _make_room(self, rows: int) -> None:
        have = len(self._columns["owner"])
        if rows <= have:
            return
        for name, column in self._columns.items():
            grown = np.zeros((have * 2, *column.shape[1:]), dtype=column.dtype)
            grown[:have] = column
            self._columns[name] = grown


def one(row: Row) -> Columns:
    """A single row as columns of length one."""
    return {name: np.asarray(value)[np.newaxis] for name, value in row.items()}


def slots(weights: Mapping[Any, float], most: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Sparse weights as `most` slots of (id, whole-number weight), scaled to unit length."""
    ids = np.zeros(most, dtype=np.int32)
    values = np.zeros(most, dtype=np.int32)
    length = sum(w * w for w in weights.values()) ** 0.5
    for slot, (key, weight) in enumerate(weights.items()):
        ids[slot] = key if isinstance(key, int) else zlib.crc32(key.encode()) % WORD_SPACE
        values[slot] = round(SCALE * weight / length)
    return ids, values
