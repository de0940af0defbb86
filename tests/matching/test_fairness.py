"""Daily lists: fit decides, and what hardly anybody sees gets a small, bounded lift."""

import pytest
from django.test import Client
from django.urls import reverse

from matching.engine.lift import LIFT, lift
from matching.fairness import with_lift
from matching.models import Suggestion
from tests.builders import a_need, a_user, an_offer, an_organisation

pytestmark = pytest.mark.django_db


def a_pair(need, offer, score, rank=1):
    return Suggestion.objects.create(
        need=need, offer=offer, score=score, rank_for_need=rank, computed_at=need.created_at
    )


def order_for(need):
    pairs = with_lift(Suggestion.objects.filter(need=need)).order_by("-lifted", "pk")
    return [pair.offer for pair in pairs]


@pytest.fixture
def popular():
    """An offer for one that stands first for three needs, and one that nobody has seen."""
    asked, fresh = an_offer(capacity=1), an_offer(capacity=1)
    for _need in range(3):
        a_pair(a_need(), asked, 0.8)
    return asked, fresh


def test_an_offer_with_room_goes_before_one_that_everybody_sees(popular):
    asked, fresh = popular
    need = a_need()
    a_pair(need, asked, 0.70)
    a_pair(need, fresh, 0.66, rank=2)
    assert order_for(need) == [fresh, asked]


def test_a_clearly_better_fit_stays_first(popular):
    asked, fresh = popular
    need = a_need()
    a_pair(need, asked, 0.70)
    a_pair(need, fresh, 0.64, rank=2)
    assert order_for(need) == [asked, fresh]


@pytest.mark.parametrize(("seen", "capacity"), [(0, 1), (1, 1), (3, 1), (40, 2), (2, 10)])
def test_the_database_follows_the_same_rule(seen, capacity):
    offer = an_offer(capacity=capacity)
    for _need in range(seen):
        a_pair(a_need(), offer, 0.5)
    pair = a_pair(a_need(), offer, 0.5)
    found = with_lift(Suggestion.objects.filter(pk=pair.pk)).get()
    assert found.seen == seen
    assert found.lift == pytest.approx(lift(seen, capacity))
    assert 0 <= found.lift <= LIFT


def test_the_page_says_where_there_is_room(popular):
    _asked, fresh = popular
    owner = a_user()
    need = a_need(organisation=an_organisation(owner=owner))
    a_pair(need, fresh, 0.6)
    client = Client(headers={"accept-language": "en"})
    client.force_login(owner)
    page = client.get(reverse("matching:suggestions")).content.decode()
    assert "hardly asked for yet, there is room" in page
