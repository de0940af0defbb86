"""A larger sentence encoder of an operator's own: a local directory, nothing is ever fetched.

The directory holds `model.onnx` and `tokenizer.json` as exported from a transformer, and, after
`python -m matching.engine learn --encoder DIRECTORY --taxonomy FILE`, what was learned with it.
Needs onnxruntime and tokenizers (`requirements-encoder.lock`).
"""

import hashlib
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.encoder import AXES, LONGEST_TEXT, EncoderError, nothing_learned, unit

WEIGHTS_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
TOKENS_AT_MOST: Final = 512  # what such models are trained for
_INPUTS: Final = {"input_ids", "attention_mask", "token_type_ids"}


class OnnxEncoder:
    """Mean of a transformer's token vectors, or its own sentence vector where it gives one.

    `name` stands for the very weights: features stored with others are stale. Raises EncoderError
    for a directory that cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        digest = hashlib.sha256()
        for file in (WEIGHTS_FILE, TOKENIZER_FILE):
            try:
                with (folder / file).open("rb") as opened:
                    digest.update(hashlib.file_digest(opened, "sha256").digest())
            except OSError as error:
                raise EncoderError(f"no encoder in {folder}: {file} cannot be read") from error
        self.name = f"onnx {digest.hexdigest()[:12]}"
        try:
            self._runtime, self._tokenizers = map(import_module, ("onnxruntime", "tokenizers"))
        except ImportError as error:
            raise EncoderError(
                f"an encoder of your own needs {error.name}: "
                "pip install --require-hashes -r requirements-encoder.lock"
            ) from error

    def encode(self, text: str) -> NDArray[np.float32]:
        encoding = self._tokenizer.encode(text[:LONGEST_TEXT])
        mask = np.array([encoding.attention_mask], dtype=np.int64)
        given = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        vectors = self._session.run(None, {name: given[name] for name in self._input_names})
        for found in vectors:
            if found.ndim == 2:
                return unit(np.asarray(found[0], dtype=np.float32))
        tokens = np.asarray(vectors[0][0], dtype=np.float32)
        weights = mask[0].astype(np.float32)
        return unit(weights @ tokens / max(1.0, float(weights.sum())))

    def shorten(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        return unit(vector @ self._axes)

    @cached_property
    def _axes(self) -> NDArray[np.float32]:
        try:
            return np.asarray(np.load(self.folder / AXES), dtype=np.float32)
        except FileNotFoundError as error:
            raise nothing_learned(self.folder) from error

    @cached_property
    def _tokenizer(self) -> Any:
        try:
            tokenizer = self._tokenizers.Tokenizer.from_file(str(self.folder / TOKENIZER_FILE))
        except Exception as error:  # the library raises plain Exception
            raise EncoderError(f"{self.folder / TOKENIZER_FILE}: {error}") from error
        tokenizer.enable_truncation(TOKENS_AT_MOST)
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        options = self._runtime.SessionOptions()
        # One thread a worker process: the workers share the cores already.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            return self._runtime.InferenceSession(
                str(self.folder / WEIGHTS_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library's errors have no common base
            raise EncoderError(f"{self.folder / WEIGHTS_FILE}: {error}") from error

    @cached_property
    def _input_names(self) -> list[str]:
        names = [given.name for given in self._session.get_inputs()]
        unknown = sorted(set(names) - _INPUTS)
        if unknown:
            raise EncoderError(
                f"{self.folder / WEIGHTS_FILE} asks for {', '.join(unknown)}; "
                f"known are {', '.join(sorted(_INPUTS))}"
            )
        return names
