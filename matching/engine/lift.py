"""A small lift for good offers that hardly anybody sees; plain numbers, so benchmarks can sweep it.

A pair's place on the page is decided by its score plus a lift of at most LIFT. The lift falls with
how many other needs already have the offer among their first three, counted against what the offer
has left to give.
"""

from typing import Final

LIFT: Final = 0.05  # never lifts across a gap in fit that is larger
SEEN_ENOUGH: Final = 3  # times an offer may stand first for each person or piece it has left
FIRST_PLACES: Final = 3


def lift(seen: int, capacity_left: int, most: float = LIFT) -> float:
    """What is added to a pair's score when its offer stands `seen` times among others' first."""
    return most * max(0.0, 1.0 - seen / (SEEN_ENOUGH * max(1, capacity_left)))
