"""“Why not?”: a need and an offer side by side in the Servicestelle's admin."""

import pytest
from django.urls import reverse

from matching import dismissals
from matching.models import ListingStatus
from tests.builders import a_moderator, a_need, a_user, an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    client.force_login(a_moderator())

    def page(need, offer):
        address = reverse("admin:matching_need_compare", args=[need.pk])
        answer = client.get(address, {"offer": offer.pk}, headers={"accept-language": "en"})
        assert answer.status_code == 200
        return answer.context["answer"]

    return page


def test_a_pair_that_fits_says_what_speaks_for_it(ask):
    answer = ask(a_need(), an_offer())
    assert answer.is_suggested
    assert answer.fits
    found = answer.comparison
    whole = (found.topic + found.concepts + found.meaning) * found.circumstances
    assert found.match.score == pytest.approx(whole, abs=1e-5)


def test_everything_that_keeps_a_pair_apart_is_said_with_its_numbers(ask):
    need = a_need(radius_km=5)
    offer = an_offer(in_="Berlin", status=ListingStatus.PAUSED, languages=["en"])
    dismissals.dismiss(need, offer, "need", by=a_user(), reason="topic")
    said = " ".join(ask(need, offer).against)
    for words in ("not published", "set the pair aside", "too far by 1", "no common language"):
        assert words in said


def test_a_weak_fit_is_said_although_nothing_forbids_it(ask):
    answer = ask(a_need(), an_offer(title="Klavier zu verschenken", description="Abholung im Hof."))
    assert not answer.is_suggested
    assert "too far apart" in answer.against[-1]


def test_it_works_from_the_offers_side_and_asks_again_for_what_is_unknown(client):
    client.force_login(a_moderator())
    offer = an_offer()
    address = reverse("admin:matching_offer_compare", args=[offer.pk])
    assert client.get(address).status_code == 200
    for unknown in ("987654", "x", "²"):
        page = client.get(address, {"need": unknown})
        assert page.status_code == 200
        assert page.context["answer"] is None
        assert page.context["is_unknown"]


def test_the_other_side_is_found_by_its_words(client):
    client.force_login(a_moderator())
    need, _another = a_need(title="Wer streicht mit uns den Zaun?"), a_need(title="Mathe üben")
    address = reverse("admin:matching_offer_compare", args=[an_offer().pk])
    page = client.get(address, {"q": "Zaun"})
    assert page.context["found"] == [need]
    assert f"?need={need.pk}" in page.content.decode()
    assert client.get(address, {"q": "Zeppelin"}).context["found"] == []


def test_nobody_else_may_ask(client):
    address = reverse("admin:matching_need_compare", args=[a_need().pk])
    assert client.get(address).status_code == 302
    client.force_login(a_user())
    assert client.get(address).status_code in (302, 403)
