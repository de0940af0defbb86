"""Judged pairs and how well an engine does on them: nDCG@5 in both directions, honest silence."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matching.engine.encoder import Encoder
from matching.engine.index import Index
from matching.engine.records import NeedRecord, OfferRecord
from matching.engine.taxonomy import Taxonomy
from matching.engine.weights import Weights

DEPTH = 5
SHOWN = 20


class QrelsError(ValueError):
    """A line of the judgements cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Records with grades (0 to 3) by (need id, offer id); missing pairs have grade 0.

    `encoder` is that of the engine on trial.
    """

    taxonomy: Taxonomy
    needs: Sequence[NeedRecord]
    offers: Sequence[OfferRecord]
    grades: dict[tuple[str, str], int]
    encoder: Encoder | Literal["default"] | None = "default"

    def ideal(self, *, side: int) -> dict[str, list[int]]:
        """Grades above 0 by need id (side 0) or offer id (side 1)."""
        grades: dict[str, list[int]] = defaultdict(list)
        for pair, grade in self.grades.items():
            if grade > 0:
                grades[pair[side]].append(grade)
        return dict(grades)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine reached: per need with a match nDCG@5; per need without one, silence (0/1)."""

    ndcg: dict[str, float]
    honest: dict[str, float]
    reverse_ndcg: dict[str, float]

    @property
    def mean_ndcg(self) -> float:
        return _mean(self.ndcg.values())

    @property
    def mean_reverse(self) -> float:
        return _mean(self.reverse_ndcg.values())

    @property
    def mean_honest(self) -> float:
        return _mean(self.honest.values())

    def value(self, needs: Sequence[str]) -> float:
        """Mean worth over some needs: nDCG@5 where something fits, silence where nothing does."""
        both = {**self.ndcg, **self.honest}
        return _mean(both[need] for need in needs if need in both)


def read_grades(path: Path) -> dict[tuple[str, str], int]:
    """Lines `need_id <tab> offer_id <tab> grade`; raises QrelsError, OSError."""
    grades = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        parts = line.split("\t")
        if len(parts) != 3 or not parts[2].isdigit():
            raise QrelsError(f"{path.name}:{number}: need, offer and grade are expected")
        grades[parts[0], parts[1]] = int(parts[2])
    return grades


def judge(judged: Judged, weights: Weights) -> Outcome:
    """Rank everything in both directions with `weights` and compare with the grades."""
    index = Index(judged.taxonomy, weights=weights, encoder=judged.encoder)
    for need in judged.needs:
        index.upsert_need(need)
    for offer in judged.offers:
        index.upsert_offer(offer)
    ndcg, honest = _by_need(judged, index)
    return Outcome(ndcg, honest, _by_offer(judged, index))


def _by_need(judged: Judged, index: Index) -> tuple[dict[str, float], dict[str, float]]:
    ideal = judged.ideal(side=0)
    ndcg, honest = {}, {}
    for need in judged.needs:
        matches = index.rank_offers(need, SHOWN)
        if need.id in ideal:
            found = [judged.grades.get((need.id, match.offer_id), 0) for match in matches]
            ndcg[need.id] = ndcg_at_5(found, ideal[need.id])
        else:
            honest[need.id] = float(not matches)
    return ndcg, honest


def _by_offer(judged: Judged, index: Index) -> dict[str, float]:
    ideal = judged.ideal(side=1)
    ndcg = {}
    for offer in judged.offers:
        if offer.id in ideal:
            matches = index.rank_needs(offer, SHOWN)
            found = [judged.grades.get((match.need_id, offer.id), 0) for match in matches]
            ndcg[offer.id] = ndcg_at_5(found, ideal[offer.id])
    return ndcg


def ndcg_at_5(found: list[int], ideal: list[int]) -> float:
    """nDCG@5 of grades in the order found, against all grades above 0 that there are."""
    return _dcg(found) / _dcg(sorted(ideal, reverse=True))


def _dcg(grades: list[int]) -> float:
    return sum(
        (2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEPTH])
    )


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else math.nan
