"""The score of possible pairs: fit of the topics times the circumstances.

    fit   = TOPIC · competences in common + CONCEPTS · things in common
          + MEANING · what the encoder holds alike
    score = fit · format · target group · capacity · period · notice          (all in [0, 1])

Every component is computed row by row from whole numbers or in a fixed order, and the score is
rounded to six decimals: a pair has the same score in whichever direction and company it is met.
"""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.packed import MEANING_SCALE, SCALE
from matching.engine.records import TARGET_GROUPS
from matching.engine.table import Columns
from matching.engine.weights import Weights

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
DECIMALS: Final = 6
_PROMISING: Final = 4  # times k: so many pairs of the best topic set the bar for all others
_ROUNDING: Final = 1e-5  # no bound is trusted beyond this


_CIRCUMSTANCES: Final = (
    "preferred", "formats", "groups", "number", "first_day", "last_day", "notice",
)  # fmt: skip


class Given(NamedTuple):
    """Which side the single row is of, and the day (ordinal) from which notice is counted."""

    one_is_need: bool
    today: int | None = None


class Sought(NamedTuple):
    """The best `k` at or above `least`, in a list that no owner fills (see `index.spread`)."""

    least: float
    k: int

    def surely_reached(self, totals: Floats, owners: NDArray[np.int32]) -> float:
        """A score that every entry of the final list has, if some of the rows have these totals.

        Where `k` different owners have a row at or above a score, no entry can lie below it: as
        long as the list is not full, one of these owners is not in it yet and may be chosen.
        """
        order = np.argsort(-totals, kind="stable")
        _, first = np.unique(owners[order], return_index=True)
        if not self.k or len(first) < self.k:
            return self.least
        kth_owner = np.sort(first)[self.k - 1]
        return max(self.least, float(totals[order][kth_owner]))


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of some rows with the components that they are made of."""

    rows: Rows
    total: Floats
    topic: Floats
    concepts: Floats
    meaning: Floats
    circumstances: Floats


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Rows whose cheap components are known."""

    rows: Rows
    circumstances: Floats
    topic: Floats

    def only(self, kept: NDArray[Any]) -> "_Pairs":
        return _Pairs(self.rows[kept], self.circumstances[kept], self.topic[kept])

    def best(self, number: int) -> "_Pairs":
        lower = self.topic * self.circumstances
        return self.only(np.argpartition(lower, len(lower) - number)[len(lower) - number :])

    def reaching(self, best_case: Floats, least: float) -> NDArray[np.bool_]:
        return np.asarray(best_case * self.circumstances >= least - _ROUNDING)


class Scorer:
    """Scores one record against many with one set of weights.

    Without an encoder (`hears_meaning` false) the other components share its part.
    """

    def __init__(self, weights: Weights, *, hears_meaning: bool) -> None:
        self.weights = weights
        whole = 1.0 if hears_meaning else weights.topic + weights.concepts
        self.topic_part = weights.topic / whole
        self.concepts_part = weights.concepts / whole
        self.meaning_part = weights.meaning if hears_meaning else 0.0
        self._groups = _group_factors(weights)
        self._weight_of = np.zeros(1 << 16, dtype=np.int32)  # of concepts; always left empty

    def score(
        self, one: Columns, many: Columns, rows: Rows, given: Given, sought: "Sought | None" = None
    ) -> Scores:
        """Score `rows` of `many` with the single row `one`.

        With `sought`, rows that cannot be among those may be left out: each component is only
        worked out for rows that could still get there if the remaining ones were perfect.
        """
        pairs = _Pairs(rows, self._circumstances(one, many, rows, given), _topic(one, many, rows))
        least = 0.0 if sought is None else sought.least
        if sought is not None and len(rows) > _PROMISING * sought.k:
            promising = pairs.best(_PROMISING * sought.k)
            known = self._complete(one, many, promising, least)
            least = sought.surely_reached(known.total, many["owner"][known.rows])
        return self._complete(one, many, pairs, least)

    def _complete(self, one: Columns, many: Columns, pairs: "_Pairs", least: float) -> Scores:
        """Add the components that cost more, each only for pairs that may still reach `least`."""
        topic_part, rest = self.topic_part, self.concepts_part + self.meaning_part
        pairs = pairs.only(pairs.reaching(topic_part * pairs.topic + rest, least))
        meaning = self._meaning(one, many, pairs.rows)
        fit = topic_part * pairs.topic + self.meaning_part * meaning
        keep = pairs.reaching(fit + self.concepts_part, least)
        pairs, meaning, fit = pairs.only(keep), meaning[keep], fit[keep]
        shared = self._concepts(one, many, pairs.rows) / self.weights.concepts_full
        concepts: Floats = np.minimum(1.0, shared)
        fit = fit + self.concepts_part * concepts
        total: Floats = np.clip(fit * pairs.circumstances, 0.0, 1.0).round(DECIMALS)
        return Scores(pairs.rows, total, pairs.topic, concepts, meaning, pairs.circumstances)

    def _concepts(self, one: Columns, many: Columns, rows: Rows) -> Floats:
        """Cosine of the vectors of concepts, summed in whole numbers."""
        used = one["concept_weights"][0] > 0
        ids = one["concept_ids"][0][used]
        self._weight_of[ids] = one["concept_weights"][0][used]
        products = self._weight_of[many["concept_ids"][rows]] * many["concept_weights"][rows]
        self._weight_of[ids] = 0
        return np.asarray(products.sum(axis=1) / float(SCALE * SCALE))

    def _meaning(self, one: Columns, many: Columns, rows: Rows) -> Floats:
        """How alike the encoder finds both texts: 0 for strangers, 1 for the closest pairs met.

        Products of small whole numbers stay exact in 32-bit floating point, whatever their order.
        """
        weights = self.weights
        if not self.meaning_part or not one["meaning"].any():
            return np.zeros(len(rows))
        products = many["meaning"][rows].astype(np.float32) @ one["meaning"][0].astype(np.float32)
        cosine = products.astype(np.float64) / (MEANING_SCALE * MEANING_SCALE)
        stranger, close = weights.meaning_stranger, weights.meaning_close
        alike: Floats = np.clip((cosine - stranger) / (close - stranger), 0.0, 1.0)
        return alike

    def _circumstances(self, one: Columns, many: Columns, rows: Rows, given: Given) -> Floats:
        other = {name: many[name][rows] for name in _CIRCUMSTANCES}
        need, offer = (one, other) if given.one_is_need else (other, one)
        result = (
            self._format(need, offer)
            * self._groups[_PLACE_OF_BIT[need["groups"]], offer["groups"]]
            * self._capacity(need, offer)
            * self._period(need, offer)
            * self._notice(need, offer, given.today)
        )
        return np.broadcast_to(np.asarray(result, dtype=np.float64), len(rows))

    def _format(self, need: Columns, offer: Columns) -> Floats:
        first_choice = (need["preferred"] & offer["formats"]) != 0
        factors: Floats = np.where(first_choice, 1.0, self.weights.alternative_format)
        return factors

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


def _topic(one: Columns, many: Columns, rows: Rows) -> Floats:
    """How much of what both are about is the same (Bhattacharyya coefficient), 0 to 1.

    Line by line in the taxonomy's order, so that both directions add up alike.
    """
    result = np.zeros(len(rows))
    for line in np.flatnonzero(one["topic"][:, 0]):
        result += one["topic"][line, 0] * many["topic"][line][rows]
    return np.minimum(1.0, result)


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
