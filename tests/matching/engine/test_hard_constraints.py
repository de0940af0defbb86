"""Each hard constraint at its boundary, in both directions, with its answer to "why not"."""

from dataclasses import replace
from datetime import date

import pytest

from matching.engine import Index
from matching.engine.explain import distance_km
from tests.matching.engine.records import COLOGNE, POTSDAM, a_need, a_taxonomy, an_offer


@pytest.fixture(scope="module")
def ranked():
    """Whether the index suggests the pair; both directions and the single pair must agree."""
    index = Index(a_taxonomy())

    def ask(need, offer, **conditions):
        index.upsert_need(need)
        index.upsert_offer(offer)
        forward = [match.offer_id for match in index.rank_offers(need, **conditions)]
        backward = [match.need_id for match in index.rank_needs(offer, **conditions)]
        alone = index.score_pair(need, offer) is not None
        index.remove_need(need.id)
        index.remove_offer(offer.id)
        assert bool(forward) == bool(backward) == alone
        return alone, [reason.code for reason in index.why_not(need, offer)]

    return ask


def test_a_fitting_pair_is_suggested(ranked):
    assert ranked(a_need(), an_offer()) == (True, [])


@pytest.mark.parametrize("side", ["need", "offer"])
def test_the_radius_of_either_side_ends_exactly_at_its_length(ranked, side):
    need, offer = a_need(), an_offer(at=POTSDAM)
    exact = distance_km(need, offer)
    for radius, possible in ((exact * (1 + 1e-12), True), (exact * (1 - 1e-12), False)):
        pair = {"need": need, "offer": offer}
        pair[side] = replace(pair[side], radius_km=radius)
        assert ranked(pair["need"], pair["offer"]) == (possible, [] if possible else ["too-far"])


def test_remote_work_lifts_the_radius_only_when_both_sides_are_ready_for_it(ranked):
    far = an_offer(at=COLOGNE, radius_km=50, remote_ok=True)
    assert ranked(a_need(remote_ok=True), far) == (True, [])
    assert ranked(a_need(remote_ok=False), far) == (False, ["too-far"])


def test_an_unknown_place_is_never_within_a_radius(ranked):
    nowhere = an_offer(at=None, remote_ok=True)
    assert ranked(a_need(radius_km=30), nowhere) == (False, ["place-unknown"])
    assert ranked(a_need(radius_km=30, remote_ok=True), nowhere) == (True, [])
    assert ranked(a_need(radius_km=None), nowhere) == (True, [])


def test_one_common_day_is_enough_and_none_is_not(ranked):
    need = a_need(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 31))
    assert ranked(need, an_offer(available_from=date(2027, 3, 31)))[0]
    assert ranked(need, an_offer(available_until=date(2027, 3, 1)))[0]
    later = an_offer(available_from=date(2027, 4, 1))
    earlier = an_offer(available_until=date(2027, 2, 28))
    assert ranked(need, later) == ranked(need, earlier) == (False, ["period-apart"])


def test_an_alternative_format_opens_the_door_and_no_common_format_closes_it(ranked):
    training = an_offer(formats=("training",))
    assert ranked(a_need(alternative_formats=("training",)), training) == (True, [])
    assert ranked(a_need(), training) == (False, ["format-differs"])


def test_network_introductions_match_like_every_other_format(ranked):
    need = a_need(format="network-introduction")
    assert ranked(need, an_offer(formats=("network-introduction",)))[0]


def test_who_does_not_work_with_minors_is_kept_from_needs_with_contact(ranked):
    careful = an_offer(excludes=("contact-with-minors",))
    assert ranked(a_need(contact_with_minors=False), careful)[0]
    assert ranked(a_need(contact_with_minors=True), an_offer())[0]
    assert ranked(a_need(contact_with_minors=True), careful) == (False, ["minors-excluded"])


def test_one_common_language_is_asked_for(ranked):
    english = an_offer(languages=("en", "pl"))
    assert ranked(a_need(languages=("de", "en")), english)[0]
    assert ranked(a_need(languages=("de",)), english) == (False, ["language-differs"])


def test_languages_beyond_the_first_64_still_count(ranked):
    codes = tuple(f"{a}{b}" for a in "xyz" for b in "abcdefghijklmnopqrstuvwxyz")
    assert ranked(a_need(languages=codes), an_offer(languages=(codes[-1],)))[0]
    assert not ranked(a_need(languages=codes[:-1]), an_offer(languages=(codes[-1],)))[0]


def test_an_offer_without_capacity_left_is_out(ranked):
    assert ranked(a_need(), an_offer(capacity=1))[0]
    assert ranked(a_need(), an_offer(capacity=0)) == (False, ["capacity-used-up"])


def test_nobody_is_matched_with_the_own_organisation(ranked):
    assert ranked(a_need(organisation="7"), an_offer(company="7")) == (False, ["own-organisation"])
    assert ranked(a_need(organisation=""), an_offer(company=""))[0]


def test_declined_records_are_not_suggested_again(index):
    index.upsert_offer(an_offer("a"))
    index.upsert_offer(an_offer("b"))
    found = index.rank_offers(a_need(), declined={"a", "unknown"})
    assert [match.offer_id for match in found] == ["b"]
    index.remove_offer("a")
    index.remove_offer("b")


def test_why_not_names_every_obstacle_with_its_values(index):
    need = a_need(radius_km=10, languages=("de",))
    offer = an_offer(at=POTSDAM, languages=("en",), formats=("space",))
    reasons = {reason.code: dict(reason.values) for reason in index.why_not(need, offer)}
    assert set(reasons) == {"format-differs", "language-differs", "too-far"}
    assert reasons["too-far"] == {"km": 27.2, "limit_km": 10, "side": "need"}


def test_a_possible_pair_of_different_topics_is_a_weak_fit(index):
    offer = an_offer(title="Fußballtraining", competencies=("youth/sports",))
    (reason,) = index.why_not(a_need(), offer)
    assert reason.code == "weak-fit"
    assert reason.values["score"] < reason.values["threshold"]


def test_a_weak_pair_is_suggested_only_below_a_good_one(index):
    need, good = a_need(), an_offer(id="good")
    weak = an_offer(
        id="weak",
        title="",
        description="",
        competencies=("finance/payroll",),
        target_groups=("children",),
    )
    index.beside = index.score_pair(need, weak).score
    assert index.beside < index.threshold < index.score_pair(need, good).score
    index.upsert_offer(weak)
    assert index.rank_offers(need) == []
    index.upsert_offer(good)
    assert [match.offer_id for match in index.rank_offers(need)] == ["good", "weak"]
