"""Which competences a text speaks of, in wording that no lexicon foresaw: a small trained classifier.

It hears two voices: the sentence encoder (what is meant) and parts of words (what is written), and
gives one number (logit) a competence. `learn.py` trains it on `examples/` and on the terms of the
lexicon; `topics.npz` is the result. A competence that it was never shown, such as one that an
operator adds, gets the number of an unlikely one, so that ticks and the lexicon decide there.
"""

import re
import zlib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.text import fold

HERE: Final = Path(__file__).parent
MODEL: Final = "topics.npz"
GRAM_SPACE: Final = 1 << 14
_GRAM_SIZES: Final = (4, 5)
_SHORTEST_WORD: Final = 3
_LONGEST_TEXT: Final = 4_000  # characters; more says nothing new about what a listing is about
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")

Floats = NDArray[np.float32]


class TopicModel:
    """Linear in the encoder's vector and in the parts of words."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / MODEL, allow_pickle=False) as stored:
            self.slugs: tuple[str, ...] = tuple(stored["slugs"].tolist())
            self.encoder = str(stored["encoder"])
            self.version = str(stored["version"])
            self._meaning: Floats = stored["meaning"].astype(np.float32)
            self._grams: NDArray[np.int8] = stored["grams"]
            self._gram_scale: Floats = stored["gram_scale"].astype(np.float32)
            self._rarity: Floats = stored["rarity"].astype(np.float32)
            self._start: Floats = stored["start"].astype(np.float32)

    def logits(self, text: str, meaning: Floats | None) -> dict[str, float]:
        """A number by slug, higher for likelier; `meaning` is the encoder's full vector, if any."""
        result = self._start + self._from_grams(text)
        if meaning is not None:
            result = result + meaning @ self._meaning
        return dict(zip(self.slugs, np.round(result.astype(np.float64), 4).tolist(), strict=True))

    def _from_grams(self, text: str) -> Floats:
        counted = grams(text)
        if not counted:
            return np.zeros(len(self.slugs), dtype=np.float32)
        ids = np.fromiter(counted, dtype=np.intp, count=len(counted))
        weights = gram_weights(np.array(list(counted.values())), self._rarity[ids])
        found: Floats = (weights @ self._grams[ids].astype(np.float32)) * self._gram_scale
        return found


def gram_weights(counts: NDArray[np.int_], rarity: Floats) -> Floats:
    """Unit vector of parts of words: log of the count times rarity (tf-idf)."""
    weights = (1.0 + np.log(counts)).astype(np.float32) * rarity
    length = float(np.linalg.norm(weights))
    return weights / np.float32(length) if length else weights


def grams(text: str) -> dict[int, int]:
    """Numbers of the words of a text and of their parts of four and five letters, with counts."""
    counted: Counter[int] = Counter()
    for word in _NO_WORD.sub(" ", fold(text[:_LONGEST_TEXT])).split():
        if len(word) >= _SHORTEST_WORD:
            counted.update(_word_grams(word[:60]))
    return dict(sorted(counted.items()))


@lru_cache(maxsize=32_768)
def _word_grams(word: str) -> tuple[int, ...]:
    marked = f"<{word}>"
    parts = [marked]
    for size in _GRAM_SIZES:
        parts += [marked[at : at + size] for at in range(len(marked) - size + 1)]
    return tuple(zlib.crc32(part.encode()) % GRAM_SPACE for part in parts)


@lru_cache(maxsize=4)
def topic_model(folder: Path = HERE) -> TopicModel:
    """The model in a folder, read once a process; by default the one that we deliver."""
    return TopicModel(folder)
