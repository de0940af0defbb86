"""What a listing without suggestions is told, from the worker to the page."""

import pytest
from django.test import Client
from django.urls import reverse

from matching import due, sync
from matching.models import ListingStatus, Need, Offer
from tests.builders import a_need, a_user, an_offer, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("Paula Träger")


@pytest.fixture
def lonely(owner):
    """A need in Leipzig within 5 km; all offers lie in Berlin."""
    return a_need(organisation=an_organisation(owner=owner), radius_km=5)


def matched(listing):
    due.mark(listing)
    sync.match(listing._meta.model_name, listing.pk)
    listing.refresh_from_db()
    return listing


def page_of(person, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client.get(reverse("matching:suggestions")).content.decode()


def test_what_would_help_is_computed_stored_and_shown_in_both_languages(lonely, owner):
    an_offer(in_="Berlin", formats=["training"], remote_ok=True)
    codes = {reason["code"] for reason in matched(lonely).matching_hints["advice"]}
    assert codes == set()  # no single change of the need would do
    Offer.objects.update(formats=[lonely.format])
    advice = matched(lonely).matching_hints["advice"]
    assert advice == [{"code": "also-remote", "values": {"count": 1}}]
    assert "If online or by phone were possible as well: 1 offer." in page_of(owner)
    assert "Wenn es auch online oder am Telefon ginge: 1 Angebot." in page_of(owner, "de")


def test_what_comes_close_stands_apart_and_only_while_it_is_open(lonely, owner):
    offer = an_offer(in_="Berlin", remote_ok=True, title="Belege sortieren in Berlin")
    matched(lonely)
    page = page_of(owner)
    assert page.index("Perhaps this fits as well") < page.index("Belege sortieren in Berlin")
    assert "too far" in page
    Offer.objects.filter(pk=offer.pk).update(status=ListingStatus.PAUSED)
    assert "Belege sortieren in Berlin" not in page_of(owner)


def test_hints_go_as_soon_as_something_fits(lonely):
    assert matched(lonely).matching_hints["advice"] == [
        {"code": "nobody-yet", "values": {"slug": "finance/accounting"}}
    ]
    an_offer()
    assert matched(lonely).matching_hints == {}
    assert Need.objects.get().suggestions.exists()
