"""Which rows hold a word, and how much it weighs there: the text half of the index."""

from array import array
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from portal.site.search.words import LONGEST_WORD, WORD, stem

Rows = NDArray[np.uint32]
Weights = NDArray[np.uint8]


class Postings:
    """Words → (rows, weights). Bulk-loaded rows lie sorted in arrays, later ones beside them."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._written: list[str] = []
        self._word_id: dict[str, int] = {}
        self._id_of_written: dict[str, int] = {}
        self._starts: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
        self._rows: Rows = np.zeros(0, dtype=np.uint32)
        self._weights: Weights = np.zeros(0, dtype=np.uint8)
        self._late: dict[int, tuple[array[int], array[int]]] = defaultdict(
            lambda: (array("I"), array("B"))
        )

    def load(self, texts_of_rows: Iterable[tuple[tuple[int, str], ...]]) -> None:
        """Put rows 0, 1, 2 … at once; only into an empty one."""
        ids, weights, counts = array("I"), array("B"), array("I")
        for texts in texts_of_rows:
            found = self._heaviest(texts)
            ids.extend(found.keys())
            weights.extend(found.values())
            counts.append(len(found))
        words = np.frombuffer(ids, dtype=np.uint32)
        order = np.argsort(words, kind="stable")
        rows = np.repeat(np.arange(len(counts), dtype=np.uint32), np.frombuffer(counts, np.uint32))
        self._rows = rows[order]
        self._weights = np.frombuffer(weights, dtype=np.uint8)[order]
        per_word = np.bincount(words, minlength=len(self.words))
        self._starts = np.concatenate(([0], np.cumsum(per_word)))

    def put(self, row: int, texts: tuple[tuple[int, str], ...]) -> None:
        """Add one row that is not in yet."""
        for word_id, weight in self._heaviest(texts).items():
            rows, weights = self._late[word_id]
            rows.append(row)
            weights.append(weight)

    def of(self, word: str) -> tuple[Rows, Weights]:
        """Rows with this word (compared form) and its weight in each; a row stands at most once."""
        word_id = self._word_id.get(word)
        if word_id is None:
            return self._rows[:0], self._weights[:0]
        rows, weights = self._rows[:0], self._weights[:0]
        if word_id + 1 < len(self._starts):
            span = slice(self._starts[word_id], self._starts[word_id + 1])
            rows, weights = self._rows[span], self._weights[span]
        if word_id in self._late:
            late_rows, late_weights = self._late[word_id]
            rows = np.concatenate((rows, np.array(late_rows, dtype=np.uint32)))
            weights = np.concatenate((weights, np.array(late_weights, dtype=np.uint8)))
        return rows, weights

    def written(self, word: str) -> str:
        """The word as somebody wrote it, for showing it."""
        return self._written[self._word_id[word]]

    def beginning_with(self, start: str, written: str) -> list[tuple[str, str]]:
        """(compared form, as written) of words that begin so, the most frequent first."""
        found = [
            place
            for place, word in enumerate(self.words)
            if word.startswith(start) and self._written[place].casefold().startswith(written)
        ]
        found.sort(key=lambda place: (-len(self.of(self.words[place])[0]), self.words[place]))
        return [(self.words[place], self._written[place]) for place in found]

    def _heaviest(self, texts: tuple[tuple[int, str], ...]) -> dict[int, int]:
        """Word ids of a row with the weight of the heaviest text that each stands in."""
        found: dict[int, int] = {}
        known = self._id_of_written
        for weight, text in sorted(texts):
            for written in WORD.findall(text):
                word_id = known.get(written)
                if word_id is None:
                    word_id = self._new_id(written)
                found[word_id] = weight
        return found

    def _new_id(self, written: str) -> int:
        word = stem(written[:LONGEST_WORD])
        word_id = self._word_id.setdefault(word, len(self.words))
        if word_id == len(self.words):
            self.words.append(word)
            self._written.append(written[:LONGEST_WORD])
        self._id_of_written[written[:LONGEST_WORD]] = word_id
        return word_id
