"""Who could go to whom so that most is won in all: a proposal for an action day or a region.

A need gets at most one offer; an offer serves needs until its people or pieces are used up. That is
a generalised assignment problem; it is solved as a mixed-integer program (HiGHS, in SciPy), together
with the bound of its linear relaxation, so that it can be said how good the answer is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

GAP: Final = 0.002  # an answer this close to the bound is good enough
SECONDS_AT_MOST: Final = 20.0


class AssignmentError(ValueError):
    """Locked pairs contradict each other; the message names the need or offer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that could be proposed; `people` is how much of the offer it would take."""

    need: str
    offer: str
    score: float
    people: int = 1


@dataclass(frozen=True, slots=True)
class Assignment:
    """Chosen pairs, best first; `bound` is what no assignment can exceed in total."""

    pairs: tuple[Candidate, ...]
    bound: float

    @property
    def total(self) -> float:
        return sum(pair.score for pair in self.pairs)


def assign(
    candidates: Iterable[Candidate],
    capacity: Mapping[str, int],
    *,
    locked: Iterable[tuple[str, str]] = (),
    struck: Iterable[tuple[str, str]] = (),
) -> Assignment:
    """The best total score in which no offer gives more than its `capacity`.

    A need that is larger than a whole offer takes all of it. `locked` pairs, by (need, offer), are
    in it, `struck` ones are not. Raises AssignmentError when locked pairs cannot all hold.
    """
    fixed, out = set(locked), set(struck)
    pairs = sorted(
        (
            pair
            for pair in candidates
            if (pair.need, pair.offer) not in out and capacity.get(pair.offer, 0) > 0
        ),
        key=lambda pair: (pair.need, pair.offer),
    )
    _check(pairs, capacity, fixed)
    if not pairs:
        return Assignment((), 0.0)
    # Loading SciPy takes half a second, which only this page of the admin needs.
    from scipy.optimize import Bounds, LinearConstraint, milp

    limits = [1.0] * len({pair.need for pair in pairs})
    limits += [float(capacity[offer]) for offer in sorted({pair.offer for pair in pairs})]
    least = np.array([(pair.need, pair.offer) in fixed for pair in pairs], dtype=float)
    rules = LinearConstraint(_rules(pairs, capacity), -np.inf, np.array(limits))
    gains = np.array([pair.score for pair in pairs])

    def solve(*, whole: bool) -> tuple[np.ndarray, float]:
        found = milp(
            -gains,
            constraints=rules,
            bounds=Bounds(least, np.ones(len(pairs))),
            integrality=np.full(len(pairs), int(whole)),
            options={"mip_rel_gap": GAP, "time_limit": SECONDS_AT_MOST},
        )
        if found.x is None:
            raise AssignmentError(found.message)
        return found.x, -float(found.fun)

    chosen, _ = solve(whole=True)
    _, bound = solve(whole=False)
    best = [pair for pair, taken in zip(pairs, chosen, strict=True) if taken > 0.5]
    best.sort(key=lambda pair: (-pair.score, pair.need, pair.offer))
    return Assignment(tuple(best), bound)


def first_come_first_served(
    candidates: Iterable[Candidate], capacity: Mapping[str, int], order: Sequence[str]
) -> list[Candidate]:
    """What happens without a proposal: each need in turn takes its best offer that has room left."""
    by_need: dict[str, list[Candidate]] = defaultdict(list)
    for pair in candidates:
        by_need[pair.need].append(pair)
    left = dict(capacity)
    taken = []
    for need in order:
        for pair in sorted(by_need[need], key=lambda pair: (-pair.score, pair.offer)):
            people = _people(pair, capacity)
            if 0 < people <= left.get(pair.offer, 0):
                left[pair.offer] -= people
                taken.append(pair)
                break
    return taken


def _people(pair: Candidate, capacity: Mapping[str, int]) -> int:
    return min(max(1, pair.people), capacity.get(pair.offer, 0))


def _rules(pairs: Sequence[Candidate], capacity: Mapping[str, int]) -> Any:
    """One row a need (each pair counts once), then one an offer (each pair counts its people)."""
    from scipy import sparse

    needs = {need: row for row, need in enumerate(sorted({pair.need for pair in pairs}))}
    offers = sorted({pair.offer for pair in pairs})
    row_of = {offer: len(needs) + row for row, offer in enumerate(offers)}
    columns = list(range(len(pairs)))
    rows = [needs[pair.need] for pair in pairs] + [row_of[pair.offer] for pair in pairs]
    weights = [1] * len(pairs) + [_people(pair, capacity) for pair in pairs]
    shape = (len(needs) + len(offers), len(pairs))
    return sparse.csr_matrix((weights, (rows, columns + columns)), shape=shape)


def _check(
    pairs: Sequence[Candidate], capacity: Mapping[str, int], fixed: set[tuple[str, str]]
) -> None:
    """Locked pairs must exist, and hold together."""
    known = {(pair.need, pair.offer): pair for pair in pairs}
    used: dict[str, int] = defaultdict(int)
    served: set[str] = set()
    for need, offer in sorted(fixed):
        if (need, offer) not in known:
            raise AssignmentError(
                f"need {need}: the locked pair with offer {offer} is not possible"
            )
        if need in served:
            raise AssignmentError(f"need {need}: two locked pairs")
        served.add(need)
        used[offer] += _people(known[need, offer], capacity)
        if used[offer] > capacity[offer]:
            raise AssignmentError(f"offer {offer}: locked pairs ask for more than it has")
