"""The score of possible pairs: fit of the topics times the circumstances.

    fit   = COVERAGE · competences covered + CONCEPTS · concepts shared + WORDS · words shared
    score = fit · format · target group · capacity · period · notice          (all in [0, 1])

Every component is computed row by row from whole numbers or in a fixed order, and the score is
rounded to six decimals: a pair has the same score in whichever direction and company it is met.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.records import TARGET_GROUPS
from matching.engine.table import SCALE, WORD_SPACE, Columns
from matching.engine.weights import Weights

Floats = NDArray[np.float64]
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of aligned pairs with the components they are made of."""

    total: Floats
    coverage: Floats
    concepts: Floats
    words: Floats
    circumstances: Floats


class Scorer:
    """Scores aligned pairs with one set of weights."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._groups = _group_factors(weights)

    def score(
        self, need: Columns, offer: Columns, *, one_is_need: bool, today: int | None = None
    ) -> Scores:
        """Score one row against many; the side with one row is named by `one_is_need`."""
        weights = self.weights
        one, many = (need, offer) if one_is_need else (offer, need)
        concepts = np.minimum(1.0, _cosine(one, many, "concept") / weights.concepts_full)
        # The same competence but nothing that both mean: a piano is no recording studio.
        agreed = weights.nothing_agreed + (1.0 - weights.nothing_agreed) * np.sqrt(concepts)
        coverage = self._coverage(need, offer) * agreed
        words = np.minimum(1.0, _cosine(one, many, "word") / weights.words_full)
        fit = weights.coverage * coverage + weights.concepts * concepts + weights.words * words
        circumstances = (
            self._format(need, offer)
            * self._groups[_PLACE_OF_BIT[need["groups"]], offer["groups"]]
            * self._capacity(need, offer)
            * self._period(need, offer)
            * self._notice(need, offer, today)
        )
        total = np.round(np.clip(fit * circumstances, 0.0, 1.0), DECIMALS)
        return Scores(total, coverage, concepts, words, circumstances)

    def _coverage(self, need: Columns, offer: Columns) -> Floats:
        """How much of what is wanted is covered: of all of it, and of the best covered part."""
        everything = (need["topic"] * offer["topic"]).sum(axis=1)
        best_part = (need["confidence"] * offer["topic"]).max(axis=1, initial=0.0)
        share = self.weights.best_part
        result: Floats = np.minimum(1.0, (1.0 - share) * everything + share * best_part)
        return result

    def _format(self, need: Columns, offer: Columns) -> Floats:
        first_choice = (need["preferred"] & offer["formats"]) != 0
        return np.where(first_choice, 1.0, self.weights.alternative_format)

    def _capacity(self, need: Columns, offer: Columns) -> Floats:
        floor = self.weights.capacity_floor
        share = np.minimum(1.0, offer["number"] / np.maximum(1, need["number"]))
        result: Floats = floor + (1.0 - floor) * np.sqrt(share)
        return result

    def _period(self, need: Columns, offer: Columns) -> Floats:
        """Few common days although both sides have more to give."""
        shared = common_days(need, offer)
        most = np.minimum(
            need["last_day"] - need["first_day"], offer["last_day"] - offer["first_day"]
        )
        short = (shared < self.weights.period_short_days) & (shared < most + 1)
        return np.where(short, self.weights.period_short, 1.0)

    def _notice(self, need: Columns, offer: Columns, today: int | None) -> Floats:
        if today is None:
            return np.ones(1)
        days = np.minimum(need["last_day"], offer["last_day"]) - today
        return np.where(days < offer["notice"], self.weights.notice_short, 1.0)


def _cosine(one: Columns, many: Columns, kind: str) -> Floats:
    """Cosine of sparse unit vectors, summed in whole numbers."""
    table = np.zeros(WORD_SPACE, dtype=np.int64)
    np.add.at(table, one[f"{kind}_ids"][0], one[f"{kind}_weights"][0])
    products = table[many[f"{kind}_ids"]] * many[f"{kind}_weights"]
    result: Floats = products.sum(axis=1) / float(SCALE * SCALE)
    return result


def common_days(need: Columns, offer: Columns) -> NDArray[Any]:
    """How many days both periods share."""
    first = np.maximum(need["first_day"], offer["first_day"])
    return np.asarray(np.minimum(need["last_day"], offer["last_day"]) - first + 1)


_PLACE_OF_BIT: Final = np.array([bits.bit_length() - 1 for bits in range(1 << len(TARGET_GROUPS))])


def _group_factors(weights: Weights) -> Floats:
    """Factor by (place of the need's group, set of the offer's groups as bits)."""
    table = np.full((len(TARGET_GROUPS), 1 << len(TARGET_GROUPS)), weights.group_other)
    table[:, 0] = 1.0  # an offer that names no group is for all
    for wanted, name in enumerate(TARGET_GROUPS):
        for bits in range(1, 1 << len(TARGET_GROUPS)):
            offered = [group for place, group in enumerate(TARGET_GROUPS) if bits >> place & 1]
            table[wanted, bits] = max(_group_nearness(weights, name, other) for other in offered)
    return table


def _group_nearness(weights: Weights, a: str, b: str) -> float:
    if a == b:
        return 1.0
    return weights.groups_near.get((a, b) if a < b else (b, a), weights.group_other)
