"""The stored form of features: one fixed block of numbers and a short tail of words.

An index is loaded from these bytes without reading any text: the blocks of many records are read
as one array. Weights are whole numbers, so that sums do not depend on their order or the machine.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAX_CONCEPTS: Final = 24
MEANING_SIZE: Final = 128
SCALE: Final = 1 << 14  # length of a vector of concepts
MEANING_SCALE: Final = 127  # length of a meaning vector

BLOCK: Final = np.dtype(
    [
        ("version", "S12"),
        ("source", "S8"),
        ("concept_ids", "<u2", MAX_CONCEPTS),
        ("concept_weights", "<u2", MAX_CONCEPTS),
        ("meaning", "i1", MEANING_SIZE),
    ]
)


def pack(
    stamp: tuple[str, bytes],
    concepts: Mapping[int, float],
    meaning: NDArray[np.float32] | None,
    tail: object,
) -> bytes:
    """Bytes of one record.

    `stamp` is (version, source); `tail` is everything that is only read for explanations, as JSON.
    """
    block = np.zeros((), dtype=BLOCK)
    block["version"], block["source"] = stamp[0].encode(), stamp[1]
    if concepts:
        values = np.fromiter(concepts.values(), dtype=np.float64, count=len(concepts))
        block["concept_ids"][: len(concepts)] = list(concepts)
        block["concept_weights"][: len(concepts)] = np.rint(
            SCALE * values / np.sqrt(values @ values)
        )
    if meaning is not None:
        block["meaning"] = np.rint(meaning * MEANING_SCALE).astype(np.int8)
    return block.tobytes() + json.dumps(tail, ensure_ascii=False, separators=(",", ":")).encode()


def blocks(packed: Sequence[bytes]) -> NDArray[Any]:
    """The blocks of many records as one structured array."""
    return np.frombuffer(b"".join(p[: BLOCK.itemsize] for p in packed), dtype=BLOCK)


def tail(packed: bytes) -> Any:
    """What `pack` was given as tail."""
    return json.loads(packed[BLOCK.itemsize :])


def version(packed: bytes) -> str:
    return packed[:12].rstrip(b"\0").decode("ascii", "replace")


def source(packed: bytes) -> bytes:
    return packed[12:20]
