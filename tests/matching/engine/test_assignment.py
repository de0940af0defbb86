"""Proposals: never more than there is, never worse than first come, first served."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.assignment import (
    AssignmentError,
    Candidate,
    assign,
    first_come_first_served,
)


@st.composite
def cities(draw):
    capacity = {f"o{n}": draw(st.integers(0, 3)) for n in range(draw(st.integers(1, 3)))}
    people = {f"n{n}": draw(st.integers(1, 3)) for n in range(draw(st.integers(1, 4)))}
    pairs = [
        Candidate(need, offer, draw(st.integers(23, 100)) / 100, size)
        for need, size in people.items()
        for offer in capacity
        if draw(st.booleans())
    ]
    return pairs, capacity, list(people)


def people_taken(pairs, capacity):
    taken = dict.fromkeys(capacity, 0)
    for pair in pairs:
        taken[pair.offer] += min(pair.people, capacity[pair.offer])
    return taken


def is_allowed(pairs, capacity):
    needs = [pair.need for pair in pairs]
    taken = people_taken(pairs, capacity)
    return len(set(needs)) == len(needs) and all(taken[o] <= capacity[o] for o in capacity)


def best_by_trying_everything(pairs, capacity):
    pairs = [pair for pair in pairs if capacity[pair.offer] > 0]
    return max(
        sum(pair.score for pair in chosen)
        for flags in product((False, True), repeat=len(pairs))
        if is_allowed(chosen := [p for p, flag in zip(pairs, flags, strict=True) if flag], capacity)
    )


@settings(max_examples=60, deadline=None)
@given(cities())
def test_a_proposal_is_allowed_and_as_good_as_can_be(city):
    pairs, capacity, needs = city
    found = assign(pairs, capacity)
    assert is_allowed(found.pairs, capacity)
    best = best_by_trying_everything(pairs, capacity)
    assert found.total >= best * 0.99 - 1e-9
    assert found.bound >= best - 1e-6
    assert (
        found.total
        >= sum(p.score for p in first_come_first_served(pairs, capacity, needs)) * 0.99 - 1e-9
    )


@settings(max_examples=40, deadline=None)
@given(cities(), st.data())
def test_locked_pairs_are_in_and_struck_ones_are_out(city, data):
    pairs, capacity, _ = city
    usable = [pair for pair in pairs if capacity[pair.offer] > 0]
    if not usable:
        return
    locked = data.draw(st.sampled_from(usable))
    struck = {(p.need, p.offer) for p in pairs if p != locked and data.draw(st.booleans())}
    found = assign(pairs, capacity, locked=[(locked.need, locked.offer)], struck=struck)
    chosen = {(pair.need, pair.offer) for pair in found.pairs}
    assert (locked.need, locked.offer) in chosen
    assert not chosen & struck


def test_locked_pairs_that_contradict_each_other_are_named():
    pairs = [Candidate("a", "x", 0.9), Candidate("b", "x", 0.8), Candidate("a", "y", 0.7)]
    with pytest.raises(AssignmentError, match="offer x"):
        assign(pairs, {"x": 1, "y": 1}, locked=[("a", "x"), ("b", "x")])
    with pytest.raises(AssignmentError, match="need a: two"):
        assign(pairs, {"x": 2, "y": 1}, locked=[("a", "x"), ("a", "y")])
    with pytest.raises(AssignmentError, match="not possible"):
        assign(pairs, {"x": 1, "y": 1}, locked=[("b", "y")])


def test_scarce_offers_go_where_nothing_else_would_do():
    pairs = [Candidate("a", "x", 0.9), Candidate("a", "y", 0.8), Candidate("b", "x", 0.7)]
    capacity = {"x": 1, "y": 1}
    found = assign(pairs, capacity)
    assert {(p.need, p.offer) for p in found.pairs} == {("a", "y"), ("b", "x")}
    assert [p.need for p in first_come_first_served(pairs, capacity, ["a", "b"])] == ["a"]
