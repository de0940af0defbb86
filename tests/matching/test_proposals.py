"""Proposals: who could go to whom on an action day, for the Servicestelle's eyes only."""

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import PairState, Proposal, Suggestion
from tests.builders import a_moderator, a_need, a_user, an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    """Two needs want the same small offer; only one of them has another choice."""
    first, second = a_need(title="Erste"), a_need(title="Zweite")
    small, other = an_offer(title="Klein", capacity=1), an_offer(title="Andere", capacity=1)
    for need, offer, score in ((first, small, 0.9), (first, other, 0.8), (second, small, 0.7)):
        Suggestion.objects.create(
            need=need, offer=offer, score=score, rank_for_need=1, computed_at=timezone.now()
        )
    return first, second, small, other


@pytest.fixture
def office(client):
    client.force_login(a_moderator())
    return client


def propose(office, **values):
    values = {"title": "Aktionstag im Mai", "postcode": "", "radius_km": "50"} | values
    page = office.post(reverse("admin:matching_proposal_add"), values, follow=True)
    assert page.status_code == 200
    return Proposal.objects.first()


def pairs_of(proposal):
    return {
        (pair.need.title, pair.offer.title): pair.state
        for pair in proposal.pairs.select_related("need", "offer")
    }


def decide(office, proposal, state, *titles):
    ticked = [p.pk for p in proposal.pairs.all() if (p.need.title, p.offer.title) in titles]
    address = reverse("admin:matching_proposal_pairs", args=[proposal.pk])
    assert office.post(address, {"state": state, "pair": ticked}).status_code == 302


@pytest.mark.usefixtures("market")
def test_a_proposal_serves_more_needs_than_first_come_first_served(office):
    proposal = propose(office)
    assert pairs_of(proposal) == {
        ("Erste", "Andere"): PairState.PROPOSED,
        ("Zweite", "Klein"): PairState.PROPOSED,
    }
    assert proposal.figures == {
        "needs": 2, "served": 2, "total": 1.5, "bound": 1.5, "served_in_turn": 1,
        "total_in_turn": 0.9,
    }  # fmt: skip


@pytest.mark.usefixtures("market")
def test_struck_pairs_stay_out_and_locked_ones_in_when_it_is_computed_anew(office):
    proposal = propose(office)
    decide(office, proposal, "struck", ("Erste", "Andere"))
    assert pairs_of(proposal) == {
        ("Erste", "Andere"): PairState.STRUCK,
        ("Erste", "Klein"): PairState.PROPOSED,
    }
    decide(office, proposal, "locked", ("Erste", "Klein"))
    decide(office, proposal, "proposed", ("Erste", "Andere"))
    assert pairs_of(proposal) == {("Erste", "Klein"): PairState.LOCKED}
    page = office.get(reverse("admin:matching_proposal_change", args=[proposal.pk]))
    assert [need.title for need in page.context["left_without"]] == ["Zweite"]


def test_locked_pairs_that_cannot_hold_any_more_are_said_and_nothing_is_lost(office, market):
    proposal = propose(office)
    decide(office, proposal, "locked", ("Zweite", "Klein"))
    before = pairs_of(proposal)
    type(market[2]).objects.filter(pk=market[2].pk).update(capacity_taken=1)
    address = reverse("admin:matching_proposal_pairs", args=[proposal.pk])
    page = office.post(address, {}, follow=True, headers={"accept-language": "en"})
    assert "The locked pairs cannot all hold" in page.content.decode()
    assert pairs_of(proposal) == before


@pytest.mark.usefixtures("market")
def test_region_day_and_kind_of_help_narrow_it_down(office):
    assert propose(office, postcode="10115", radius_km="20").pairs.count() == 0
    assert propose(office, postcode="04109", radius_km="20").pairs.count() == 2
    assert propose(office, on="2099-01-01").pairs.count() == 0
    assert propose(office, format="space").pairs.count() == 0


def test_an_unknown_postcode_is_said_and_what_was_typed_stays(office):
    values = {"title": "Tag", "postcode": "00000", "radius_km": "50"}
    page = office.post(reverse("admin:matching_proposal_add"), values)
    assert page.context["errors"]
    assert 'value="00000"' in page.content.decode()


def test_nothing_ticked_and_foreign_values_do_no_harm(office, market):
    proposal = propose(office)
    address = reverse("admin:matching_proposal_pairs", args=[proposal.pk])
    for values in ({"state": "locked"}, {"state": "x", "pair": ["1", "-1", "x", "9" * 30]}):
        assert office.post(address, values).status_code == 302
    assert len(pairs_of(proposal)) == 2


def test_nobody_else_sees_or_makes_one(client):
    client.force_login(a_user())
    assert client.get(reverse("admin:matching_proposal_changelist")).status_code in (302, 403)
    assert client.post(reverse("admin:matching_proposal_pairs", args=[1])).status_code in (302, 403)
