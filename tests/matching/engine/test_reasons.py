"""Reasons come from what made the score, open points from what is still to be arranged."""

from datetime import date

import pytest

from matching.engine import CODES
from matching.engine import reasons as reason_codes
from tests.matching.engine.records import POTSDAM, a_need, an_offer


@pytest.fixture
def explained(index):
    def ask(need, offer, **conditions):
        match = index.score_pair(need, offer, **conditions)
        for reason in (*match.reasons, *match.open_points):
            assert set(reason.values) == set(CODES[reason.code][1])
        return (
            {reason.code: dict(reason.values) for reason in match.reasons},
            {reason.code: dict(reason.values) for reason in match.open_points},
        )

    return ask


def test_every_code_is_documented():
    named = {
        value
        for name, value in vars(reason_codes).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str)
    }
    kinds = {"for", "open", "against", "advice"}
    assert named - kinds == set(CODES)
    assert {kind for kind, _ in CODES.values()} == kinds


def test_a_shared_competence_says_whether_it_was_ticked_or_written(explained):
    reasons, _ = explained(a_need(), an_offer(competencies=()))
    assert reasons["competence-shared"] == {
        "slugs": ["finance/accounting"],
        "found_in_text": ["finance/accounting"],
    }
    reasons, _ = explained(a_need(), an_offer())
    assert reasons["competence-shared"]["found_in_text"] == []


def test_a_neighbour_in_the_tree_is_named_as_one(explained):
    need = a_need(title="", competencies=("finance/tax",))
    reasons, _ = explained(need, an_offer(title="", competencies=("finance/payroll",)))
    assert reasons["competence-related"] == {"wanted": "finance/tax", "offered": "finance/payroll"}


def test_shared_words_are_shown_as_the_need_wrote_them(explained):
    need = a_need(title="Jahresabschluss", description="Quittungen im Schuhkarton")
    reasons, _ = explained(need, an_offer(title="Wir sortieren Belege"))
    assert "Schuhkarton" in reasons["text-similarity"]["terms"]


def test_at_most_four_reasons_are_given(index):
    match = index.score_pair(a_need(people_needed=2), an_offer(capacity=3))
    assert 2 <= len(match.reasons) <= 4


def test_distance_is_a_reason_within_a_radius_and_remote_beyond_it(explained):
    reasons, _ = explained(a_need(radius_km=30), an_offer(at=POTSDAM))
    assert reasons["distance"] == {"km": 27.2}
    reasons, _ = explained(
        a_need(radius_km=5, remote_ok=True), an_offer(at=POTSDAM, remote_ok=True)
    )
    assert "remote" in reasons


def test_what_is_open_is_said_with_its_numbers(explained):
    need = a_need(
        people_needed=5,
        alternative_formats=("training",),
        target_group="children",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 6, 30),
    )
    offer = an_offer(
        capacity=2,
        formats=("training",),
        available_from=date(2027, 6, 25),
        min_notice_days=60,
    )
    _, open_points = explained(need, offer, today=date(2027, 6, 1))
    assert open_points == {
        "format-alternative": {"wanted": "advisory-hour", "format": "training"},
        "target-group-differs": {"wanted": "children", "offered": ["staff"]},
        "capacity-short": {"needed": 5, "capacity": 2},
        "period-short": {"from": "2027-06-25", "until": "2027-06-30"},
        "notice-short": {"days": 29, "notice_days": 60},
    }


def test_open_points_cost_a_little_and_never_raise_the_score(index):
    perfect = index.score_pair(a_need(people_needed=2), an_offer(capacity=2)).score
    for offer in (
        an_offer(capacity=1),
        an_offer(target_groups=("children",)),
        an_offer(capacity=2, available_from=date(2027, 6, 28)),
    ):
        assert index.threshold < index.score_pair(a_need(people_needed=2), offer).score < perfect


def test_a_short_notice_counts_only_when_today_is_known(index):
    need, offer = a_need(), an_offer(min_notice_days=400)
    timeless = index.score_pair(need, offer).score
    assert index.score_pair(need, offer, today=date(2027, 1, 1)).score < timeless
