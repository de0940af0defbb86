"""What would help when nothing fits: every advice is true when it is followed."""

from dataclasses import replace
from datetime import date

import pytest

from matching.engine import Index
from matching.engine.advice import Advisor
from tests.matching.engine.records import BERLIN, COLOGNE, POTSDAM, a_need, a_taxonomy, an_offer


@pytest.fixture
def index():
    return Index(a_taxonomy())


def said(index, record, **given):
    return {reason.code: dict(reason.values) for reason in Advisor(index, **given).advise(record)}


def test_a_wider_radius_is_advised_with_the_smallest_step_that_helps(index):
    index.upsert_offer(an_offer("a", at=POTSDAM))  # 27.2 km
    index.upsert_offer(an_offer("b", at=POTSDAM))
    need = a_need(radius_km=10)
    assert index.rank_offers(need) == []
    advice = said(index, need)
    assert advice["widen-radius"] == {"km": 20, "count": 2}
    assert len(index.rank_offers(replace(need, radius_km=30))) == 2


def test_the_other_sides_radius_cannot_be_advised_away(index):
    index.upsert_offer(an_offer("a", at=POTSDAM, radius_km=5))
    assert "widen-radius" not in said(index, a_need(radius_km=10))


def test_remote_another_format_and_a_longer_period_are_advised(index):
    index.upsert_offer(an_offer("far", at=COLOGNE, remote_ok=True))
    index.upsert_offer(an_offer("course", formats=("training",)))
    index.upsert_offer(an_offer("late", available_from=date(2027, 7, 20)))
    advice = said(index, a_need(radius_km=10))
    assert advice["also-remote"] == {"count": 1}
    assert advice["also-format"] == {"format": "training", "count": 1}
    assert advice["longer-period"] == {"days": 30, "count": 1}


def test_an_offer_is_advised_likewise(index):
    index.upsert_need(a_need("a", at=POTSDAM))
    assert said(index, an_offer(radius_km=10))["widen-radius"] == {"km": 20, "count": 1}


def test_it_is_said_when_nobody_offers_it_at_all(index):
    index.upsert_offer(an_offer("cook", title="Wir kochen mit Kindern", competencies=()))
    assert said(index, a_need()) == {"nobody-yet": {"slug": "finance/accounting"}}


def test_declined_pairs_help_nobody(index):
    index.upsert_offer(an_offer("a", at=POTSDAM))
    assert "widen-radius" in said(index, a_need(radius_km=10))
    assert "widen-radius" not in said(index, a_need(radius_km=10), declined={"a"})


def test_what_comes_close_says_what_keeps_it_apart(index):
    index.upsert_offer(an_offer("next", at=POTSDAM))
    (close,) = Advisor(index).nearly(a_need(at=BERLIN, radius_km=10))
    assert close.offer_id == "next"
    assert close.open_points[0].code == "too-far"
