"""One need or offer: who sees it, what it says when it is over, whom it leads to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_moderator, a_need, an_offer, an_organisation

pytestmark = pytest.mark.django_db

HIDDEN = ["draft", "submitted", "returned"]
KEPT = ["published", "paused", "fulfilled", "closed", "expired"]


@pytest.mark.parametrize("status", HIDDEN)
def test_what_is_not_public_is_found_by_its_members_and_moderators_only(
    signed_in, anyone, provider, company, status
):
    need = a_need(organisation=provider[0], status=status)
    address = need.get_absolute_url()

    assert anyone.get(address).status_code == 404
    assert signed_in(company[1]).get(address).status_code == 404
    assert signed_in(provider[1]).get(address).status_code == 200
    assert signed_in(a_moderator()).get(address).status_code == 200


@pytest.mark.parametrize("status", KEPT)
def test_what_was_public_once_keeps_its_address(anyone, status):
    assert anyone.get(a_need(status=status).get_absolute_url()).status_code == 200


def test_the_entries_of_a_suspended_organisation_disappear(anyone):
    need = a_need(organisation=an_organisation(status="suspended"))

    assert anyone.get(need.get_absolute_url()).status_code == 404


def test_open_entries_lead_to_the_enquiry(anyone):
    need, offer = a_need(), an_offer()

    need_page = anyone.get(need.get_absolute_url()).content.decode()
    offer_page = anyone.get(offer.get_absolute_url()).content.decode()

    assert reverse("cooperation:enquire-need", args=[need.public_id]) in need_page
    assert reverse("cooperation:enquire-offer", args=[offer.public_id]) in offer_page


@pytest.mark.parametrize("status", ["paused", "fulfilled", "closed", "expired"])
def test_what_is_over_says_so_and_shows_similar_open_entries(anyone, status):
    need = a_need(status=status, competencies=("finance/accounting", "finance/tax"))
    a_need(title="Ähnlich", competencies=("finance/tax",))
    a_need(title="Ganz anders", competencies=("legal/advice",))

    page = anyone.get(need.get_absolute_url())

    assert [listing.title for listing in page.context["similar"]] == ["Ähnlich"]
    assert "notice-warning" in page.content.decode()
    assert "cooperation" not in page.content.decode()
    assert reverse("cooperation:enquire-need", args=[need.public_id]) not in page.content.decode()


def test_an_entry_whose_last_day_is_over_is_not_open_even_before_the_nightly_run(anyone):
    need = a_need(valid_until=timezone.localdate() - timedelta(days=1))

    page = anyone.get(need.get_absolute_url()).content.decode()

    assert reverse("cooperation:enquire-need", args=[need.public_id]) not in page


def test_contact_data_are_never_on_the_page(anyone):
    page = anyone.get(a_need().get_absolute_url()).content.decode()

    for private in ("Kim Kontakt", "@haus", "0341 12345"):
        assert private not in page


def test_members_see_the_comment_of_the_servicestelle_word_for_word(signed_in, provider):
    comment = "Bitte nennen Sie\nkeine Namen & Orte."
    need = a_need(organisation=provider[0], status="returned", review_comment=comment)

    page = signed_in(provider[1]).get(need.get_absolute_url()).content.decode()

    assert "Bitte nennen Sie<br>keine Namen &amp; Orte." in page


def test_members_do_not_ask_themselves(signed_in, provider):
    need = a_need(organisation=provider[0])

    page = signed_in(provider[1]).get(need.get_absolute_url()).content.decode()

    assert reverse("cooperation:enquire-need", args=[need.public_id]) not in page
    assert reverse("matching:need-pause", args=[need.public_id]) in page


def test_what_people_wrote_is_shown_as_text(anyone):
    evil = '<script>alert("x")</script>'
    need = a_need(title=evil, description=evil, gives_back=evil)

    for address in (need.get_absolute_url(), reverse("site:needs")):
        assert "<script>alert" not in anyone.get(address).content.decode()


def test_a_need_is_not_found_among_the_offers(anyone):
    assert anyone.get(reverse("matching:offer", args=[a_need().public_id])).status_code == 404


def test_my_entries_are_those_of_my_organisation_in_every_state(signed_in, provider):
    a_need(organisation=provider[0], title="Meiner", status="draft")
    a_need(title="Fremder")

    page = signed_in(provider[1]).get(reverse("matching:mine"))

    assert [listing.title for listing in page.context["page"]] == ["Meiner"]
    assert "Draft" in page.content.decode()
