"""A city with scarce help: what a proposal wins, and whom daily lists send where.

    python -m benchmarks.city [--needs 400] [--offers 160]

Texts from the demo data, one place, more needs than help. In one run: the proposal against the
linear bound (no assignment can exceed it) and against first come, first served; and the daily lists
with lifts of several sizes against plain top lists (lift 0): how many needs find an offer that still
has room on the first place of their list, and among the first three, when one after another asks and
takes what is left.
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from benchmarks import country
from benchmarks.measuring import say
from matching.engine import Index, Match
from matching.engine.assignment import Candidate, assign, first_come_first_served
from matching.engine.lift import FIRST_PLACES, LIFT, lift

LIST = 20
Lists = Mapping[str, Sequence[Match]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--needs", type=int, default=400)
    parser.add_argument("--offers", type=int, default=160)
    options = parser.parse_args()
    lists, people, capacity = _city(options.needs, options.offers)
    served = [need for need, found in lists.items() if found]
    say(f"{options.needs} needs, {len(served)} with suggestions, {sum(capacity.values())} places "
        f"of {options.offers} offers")  # fmt: skip
    _proposal(lists, people, capacity)
    _daily_lists(lists, people, capacity)


def _city(needs: int, offers: int) -> tuple[Lists, dict[str, int], dict[str, int]]:
    index = Index(country.taxonomy())
    somewhere = {"lat": 52.37, "lon": 9.73, "radius_km": 50.0}
    chance = random.Random(3)
    capacity = {}
    for offer in country.offers(offers, texts=offers):
        # One or two places: help is scarce.
        here = replace(offer, **somewhere, capacity=chance.choice((1, 1, 2)))
        capacity[here.id] = here.capacity
        index.upsert_offer(here)
    lists, people = {}, {}
    for need in country.needs(needs, texts=needs):
        here = replace(need, **somewhere, people_needed=chance.choice((1, 1, 1, 2)))
        people[here.id] = here.people_needed
        lists[here.id] = index.rank_offers(here, LIST)
    return lists, people, capacity


def _proposal(lists: Lists, people: Mapping[str, int], capacity: Mapping[str, int]) -> None:
    candidates = [
        Candidate(need, match.offer_id, match.score, people[need])
        for need, found in lists.items()
        for match in found
    ]
    started = time.perf_counter()
    found = assign(candidates, capacity)
    seconds = time.perf_counter() - started
    in_turn = first_come_first_served(candidates, capacity, list(lists))
    total = sum(pair.score for pair in in_turn)
    say(f"proposal: {len(found.pairs)} needs, total {found.total:.1f} = "
        f"{found.total / found.bound:.4f} of the linear bound, {len(candidates)} pairs in {seconds:.2f} s")  # fmt: skip
    say(f"first come, first served: {len(in_turn)} needs, total {total:.1f} "
        f"({found.total / total - 1:+.0%} by the proposal)")  # fmt: skip


def _daily_lists(lists: Lists, people: Mapping[str, int], capacity: Mapping[str, int]) -> None:
    say(
        f"lift   room on first place   among first {FIRST_PLACES}   offers standing there   fit given up"
    )
    best = sum(found[0].score for found in lists.values() if found)
    for most in (0.0, LIFT, 2 * LIFT, 3 * LIFT, 4 * LIFT):
        ordered = {need: found for need, found in _lifted(lists, capacity, most).items() if found}
        first, among = (
            _find_room(ordered, places, people, capacity) for places in (1, FIRST_PLACES)
        )
        standing = {m.offer_id for found in ordered.values() for m in found[:FIRST_PLACES]}
        given_up = 1 - sum(found[0].score for found in ordered.values()) / best
        say(f"{most:.2f}   {first / len(ordered):19.0%}   {among / len(ordered):13.0%}   "
            f"{len(standing):21}   {given_up:12.2%}")  # fmt: skip


def _find_room(
    lists: Lists, places: int, people: Mapping[str, int], capacity: Mapping[str, int]
) -> int:
    """How many needs find an offer with room in turn, looking no further than `places`."""
    left = dict(capacity)
    found = 0
    for need, matches in lists.items():
        open_one = next((m for m in matches[:places] if left[m.offer_id] >= people[need]), None)
        if open_one:
            left[open_one.offer_id] -= people[need]
            found += 1
    return found


def _lifted(lists: Lists, capacity: Mapping[str, int], most: float) -> Lists:
    """As `matching.fairness` orders pages: by score plus a lift for what others hardly see."""
    seen: dict[str, int] = defaultdict(int)
    for found in lists.values():
        for match in found[:FIRST_PLACES]:
            seen[match.offer_id] += 1

    def lifted(found: Sequence[Match]) -> list[Match]:
        own = {match.offer_id for match in found[:FIRST_PLACES]}
        return sorted(
            found,
            key=lambda m: (
                -m.score - lift(seen[m.offer_id] - (m.offer_id in own), capacity[m.offer_id], most),
                m.offer_id,
            ),
        )

    return {need: lifted(found) for need, found in lists.items()}


if __name__ == "__main__":
    main()
