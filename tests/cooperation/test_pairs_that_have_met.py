"""Who has asked, or agreed, is not suggested to each other again; asking twice leads to what is there."""

import pytest
from django.urls import reverse

from cooperation import enquiries
from cooperation.models import Enquiry
from matching.models import Suggestion
from tests.builders import (
    a_company,
    a_need,
    a_suggestion,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db
MET = ("introduced", "open", "waiting", "place_offered", "accepted")


@pytest.fixture
def pair():
    """A suggestion, its Träger's owner and its company's owner."""
    sina, hakan = a_user("Sina Suchend"), a_user("Hakan Helfend")
    suggestion = a_suggestion(
        a_need(organisation=an_organisation(owner=sina)),
        an_offer(organisation=a_company(owner=hakan)),
    )
    return suggestion, sina, hakan


def met(suggestion, about="both", **fields) -> Enquiry:
    found = an_enquiry(need=suggestion.need, offer=suggestion.offer, **fields)
    if about != "both":
        Enquiry.objects.update(**{"offer" if about == "need" else "need": None})
    return found


@pytest.mark.parametrize("about", ["both", "need", "offer"])
@pytest.mark.parametrize("status", MET)
def test_a_pair_that_has_met_is_no_suggestion(pair, status, about):
    suggestion, *_people = pair
    met(suggestion, about, status=status)
    assert not Suggestion.objects.live().exists()
    assert Suggestion.objects.usable().get() == suggestion


@pytest.mark.parametrize("status", ["withdrawn", "lapsed"])
def test_a_pair_whose_enquiry_came_to_nothing_is_suggested_again(pair, status):
    met(pair[0], status=status)
    assert Suggestion.objects.live().exists()


def test_others_about_the_same_need_and_offer_do_not_count(pair):
    suggestion, *_people = pair
    an_enquiry(need=suggestion.need, offer=an_offer())
    an_enquiry(need=a_need(), offer=suggestion.offer)
    assert Suggestion.objects.live().exists()


def test_neither_inbox_nor_desk_counts_it(client, pair):
    suggestion, *people = pair
    a_suggestion(suggestion.need)
    met(suggestion, status="accepted")
    for person, count in zip(people, (1, 0), strict=True):
        client.force_login(person)
        assert client.get(reverse("site:desk")).context["suggestion_count"] == count
        inbox = client.get(reverse("matching:suggestions"))
        assert sum(group.total for group in inbox.context["groups"]) == count


def test_leaving_them_out_costs_no_query(client, pair, django_assert_num_queries):
    suggestion, *_people = pair
    with django_assert_num_queries(1):
        list(Suggestion.objects.live())
    for _number in range(5):
        met(a_suggestion(suggestion.need), status="accepted")
    with django_assert_num_queries(1):
        assert len(Suggestion.objects.live()) == 1


@pytest.mark.parametrize("way", ["enquire-need", "enquire-offer", "enquire-pair"])
def test_opening_the_form_leads_to_the_enquiry_that_is_there(client, pair, way):
    suggestion, sina, hakan = pair
    there = met(suggestion)
    about = {"enquire-need": suggestion.need, "enquire-offer": suggestion.offer}.get(
        way, suggestion
    )
    person, words = (sina, "Sie sind am Zug") if way == "enquire-offer" else (hakan, "Am Zug ist")
    client.force_login(person)
    answer = client.get(reverse(f"cooperation:{way}", args=[about.public_id]), follow=True)
    assert answer.redirect_chain == [(there.get_absolute_url(), 302)]
    assert words in str(next(iter(answer.context["messages"])))


def test_who_is_too_late_keeps_the_text_and_finds_the_enquiry(client, pair):
    suggestion, _sina, hakan = pair
    there = met(suggestion)
    client.force_login(hakan)
    page = client.post(
        reverse("cooperation:enquire-pair", args=[suggestion.public_id]),
        {"message": "Mein langer Text.", "people": 1},
    ).content.decode()
    assert "Mein langer Text." in page
    assert there.get_absolute_url() in page
    assert "Am Zug ist" in page
    assert "noch einmal an" not in page
    assert Enquiry.objects.count() == 1


def test_the_same_offer_for_another_need_is_another_matter(pair):
    suggestion, sina, _hakan = pair
    met(suggestion)
    other = a_need(organisation=suggestion.need.organisation)
    asked = enquiries.prepare(need=other, offer=suggestion.offer, sender=other.organisation)
    asked.message = "Auch dafür?"
    assert enquiries.open_enquiry(asked, by=sina).pk
