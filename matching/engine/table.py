"""One side of the market as columns: NumPy arrays, one entry a record.

Needs and offers share the layout, so that constraints and scores are written once and work for
one need against all offers, one offer against all needs, and a single pair. Matrices that are read
a few lines at a time (competences, languages) lie the other way round: one line a competence.
Columns are kept dense: removing moves the last record into the gap.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.packed import MAX_CONCEPTS, MEANING_SIZE

LANGUAGE_WORDS: Final = 4

Columns = dict[str, NDArray[Any]]

_NUMBERS: Final[Mapping[str, type]] = {
    "owner": np.int32,
    "formats": np.uint16,
    "preferred": np.uint16,
    "groups": np.uint8,
    "lat": np.float64,
    "lon": np.float64,
    "cos_lat": np.float64,
    "radius_km": np.float64,
    "remote": np.bool_,
    "first_day": np.int32,
    "last_day": np.int32,
    "number": np.int32,
    "notice": np.int32,
    "minors": np.bool_,
}
# A row of several numbers for each record.
_ROWS: Final[Mapping[str, tuple[type, int]]] = {
    "concept_ids": (np.uint16, MAX_CONCEPTS),
    "concept_weights": (np.uint16, MAX_CONCEPTS),
    "meaning": (np.int8, MEANING_SIZE),
}
_LINES: Final = frozenset({"topic", "languages"})


class Table:
    """The records of one side, found by id."""

    def __init__(self, competences: int) -> None:
        self.ids: list[str] = []
        self.row_of: dict[str, int] = {}
        self._columns: Columns = {
            **{name: np.zeros(16, dtype=kind) for name, kind in _NUMBERS.items()},
            **{name: np.zeros((16, width), dtype=kind) for name, (kind, width) in _ROWS.items()},
            "languages": np.zeros((LANGUAGE_WORDS, 16), dtype=np.uint64),
            "topic": np.zeros((competences, 16), dtype=np.float32),
        }

    def __len__(self) -> int:
        return len(self.ids)

    def put(self, ids: Sequence[str], columns: Columns) -> None:
        """Insert or replace records; of an id that stands twice, the later one counts."""
        places = []
        for record_id in ids:
            place = self.row_of.setdefault(record_id, len(self.ids))
            if place == len(self.ids):
                self.ids.append(record_id)
            places.append(place)
        self._make_room(len(self.ids))
        for name, column in self._columns.items():
            if name in _LINES:
                column[:, places] = columns[name]
            else:
                column[places] = columns[name]

    def drop(self, record_id: str) -> bool:
        """Remove a record; False when it is not there."""
        place = self.row_of.pop(record_id, None)
        if place is None:
            return False
        last = len(self.ids) - 1
        if place != last:
            moved = self.ids[last]
            for name, column in self._columns.items():
                if name in _LINES:
                    column[:, place] = column[:, last]
                else:
                    column[place] = column[last]
            self.ids[place] = moved
            self.row_of[moved] = place
        self.ids.pop()
        return True

    def all(self) -> Columns:
        """All records, without copying."""
        size = len(self.ids)
        return {
            name: column[:, :size] if name in _LINES else column[:size]
            for name, column in self._columns.items()
        }

    def _make_room(self, size: int) -> None:
        have = len(self._columns["owner"])
        if size <= have:
            return
        grown_to = max(size, have + have // 2)
        for name, column in self._columns.items():
            if name in _LINES:
                grown = np.zeros((len(column), grown_to), dtype=column.dtype)
                grown[:, :have] = column
            else:
                grown = np.zeros((grown_to, *column.shape[1:]), dtype=column.dtype)
                grown[:have] = column
            self._columns[name] = grown
