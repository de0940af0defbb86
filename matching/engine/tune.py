"""Refitting the weights on judged data, cross-validated.

Needs are dealt into folds; for each fold the weights are fitted on the others by coordinate search
(one number at a time, a few values each, kept only when it clearly helps) and measured on the fold.
Small sets make large promises: the report shows what fitting gained on needs it had not seen, next
to what it gained on those it had.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from matching.engine.judged import Judged, Outcome, judge
from matching.engine.weights import WEIGHTS, Weights

FOLDS: Final = 5
CLEAR_GAIN: Final = 0.004

GRID: Final[Mapping[str, Sequence[float]]] = {
    "threshold": (0.15, 0.20, 0.25, 0.30, 0.35),
    "beside": (0.10, 0.15, 0.20),
    "temperature": (1.0, 1.2, 1.5, 2.0),
    "tick": (0.5, 1.0, 1.5, 2.5),
    "in_lexicon": (0.0, 1.0, 2.0, 3.0),
    "mention": (0.5, 0.6, 0.7, 0.85),
    "background": (0.5, 0.7, 0.85, 1.0),
    "meaning_close": (0.5, 0.6, 0.7),
    "group_other": (0.5, 0.7, 0.85),
    "capacity_floor": (0.6, 0.8, 0.9),
    "alternative_format": (0.9, 0.97, 1.0),
}
# Shares of topic, concepts and meaning; tried together because they add up to 1.
MIXES: Final = (
    (0.6, 0.2, 0.2),
    (0.5, 0.25, 0.25),
    (0.5, 0.35, 0.15),
    (0.4, 0.2, 0.4),
    (0.3, 0.2, 0.5),
)

ABLATIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "everything": {},
    "topic only": {"topic": 1, "concepts": 0, "meaning": 0},
    "concepts only": {"topic": 0, "concepts": 1, "meaning": 0},
    "encoder's meaning only": {"topic": 0, "concepts": 0, "meaning": 1},
    "without topic": {"topic": 0, "concepts": 0.5, "meaning": 0.5},
    "without concepts": {"topic": 0.67, "concepts": 0, "meaning": 0.33},
    "without meaning": {"topic": 0.67, "concepts": 0.33, "meaning": 0},
    "topic without ticks": {"tick": 0, "group_tick": 0, "tick_as_concept": 0},
    "topic without lexicon": {"in_lexicon": 0, "refused": 0},
    "without circumstances": {
        "alternative_format": 1,
        "capacity_floor": 1,
        "period_short": 1,
        "group_other": 1,
        "groups_near": {},
    },
}


class Tuner:
    """Fits weights to judged data and reports."""

    def __init__(self, judged: Judged, start: Weights = WEIGHTS) -> None:
        self.judged = judged
        self.start = start
        self._outcomes: dict[str, Outcome] = {}

    def report(self) -> Iterator[str]:
        """Lines of the report, as they become known."""
        yield from self._ablations()
        yield ""
        yield from self._cross_validation()

    def outcome(self, weights: Weights) -> Outcome:
        """What `weights` reach on all data, computed once."""
        key = repr(weights)
        if key not in self._outcomes:
            self._outcomes[key] = judge(self.judged, weights)
        return self._outcomes[key]

    def fit(self, needs: Sequence[str]) -> Weights:
        """The best weights found for some needs, by coordinate search from the start."""

        def worth(weights: Weights) -> float:
            return self.outcome(weights).value(needs)

        best = self.start
        for candidates in _neighbours():
            better = max((change(best) for change in candidates), key=worth)
            if worth(better) > worth(best) + CLEAR_GAIN:
                best = better
        return best

    def _ablations(self) -> Iterator[str]:
        yield f"{'':34} nDCG@5  reverse  ungated  reverse  silence"
        for name, changes in ABLATIONS.items():
            weights = replace(self.start, **changes)
            shown = self.outcome(weights)
            ranked = self.outcome(replace(weights, threshold=0.0, beside=0.0))
            yield (
                f"{name:34} {shown.mean_ndcg:6.3f} {shown.mean_reverse:8.3f} "
                f"{ranked.mean_ndcg:8.3f} {ranked.mean_reverse:8.3f} {shown.mean_honest:8.2f}"
            )

    def _cross_validation(self) -> Iterator[str]:
        ids = sorted(need.id for need in self.judged.needs)
        seen_before = seen_after = unseen_before = unseen_after = 0.0
        for fold in range(FOLDS):
            unseen, seen = ids[fold::FOLDS], [i for n, i in enumerate(ids) if n % FOLDS != fold]
            if not unseen or not seen:
                continue
            fitted = self.fit(seen)
            yield f"fold {fold + 1}: {_changes(self.start, fitted) or 'no change pays'}"
            seen_before += self.outcome(self.start).value(seen) / FOLDS
            seen_after += self.outcome(fitted).value(seen) / FOLDS
            unseen_before += self.outcome(self.start).value(unseen) / FOLDS
            unseen_after += self.outcome(fitted).value(unseen) / FOLDS
        yield f"fitted needs: {seen_before:.3f} -> {seen_after:.3f}"
        yield f"unseen needs: {unseen_before:.3f} -> {unseen_after:.3f}  (this one counts)"
        final = self.fit(ids)
        yield f"fitted to all: {_changes(self.start, final) or 'the weights stay as they are'}"


Change = Callable[[Weights], Weights]


def _neighbours() -> Iterator[list[Change]]:
    yield [_set(topic=mix[0], concepts=mix[1], meaning=mix[2]) for mix in MIXES]
    for name, values in GRID.items():
        yield [_set(**{name: value}) for value in values]


def _set(**values: float) -> Change:
    return lambda weights: replace(weights, **values)  # type: ignore[arg-type]


def _changes(before: Weights, after: Weights) -> str:
    names = [*GRID, "topic", "concepts", "meaning"]
    return ", ".join(
        f"{name} {getattr(before, name):g} -> {getattr(after, name):g}"
        for name in names
        if getattr(before, name) != getattr(after, name)
    )
