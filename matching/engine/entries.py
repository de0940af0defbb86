"""A record in the index together with what its text means."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.engine import packed
from matching.engine.records import NeedRecord, OfferRecord


class Meant(NamedTuple):
    """What explanations and columns need to know of competences.

    Share of each competence in what the record is about (they add up to one at most), by slug;
    words as written, by number of the concept that they stand for.
    """

    competences: dict[str, float]
    surfaces: dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """`stored` are the bytes of the record's features.

    The record's own text may be empty: an index that is loaded from stored features has no use
    for it.
    """

    record: NeedRecord | OfferRecord
    stored: bytes

    def meant(self) -> Meant:
        return Meant(*packed.tail(self.stored))

    def opened(self) -> "Opened":
        """Everything that an explanation needs."""
        block = np.frombuffer(self.stored, dtype=packed.BLOCK, count=1)[0]
        ids, weights = block["concept_ids"].tolist(), block["concept_weights"].tolist()
        concepts = {key: weight for key, weight in zip(ids, weights, strict=True) if weight}
        return Opened(self.record, *self.meant(), concepts)


class Opened(NamedTuple):
    """A record with what its features say; `concepts` are the whole-number weights of the score."""

    record: NeedRecord | OfferRecord
    competences: dict[str, float]
    surfaces: dict[str, str]
    concepts: dict[int, int]
