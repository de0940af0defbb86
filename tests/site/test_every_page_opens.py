"""Each page answers each role as agreed: with a page, a way to sign in, or “not found”."""

import pytest
from django.urls import reverse

from tests.builders import (
    a_company,
    a_moderator,
    a_need,
    a_suggestion,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db

PUBLIC = [
    "site:home", "site:about", "site:imprint", "site:privacy", "site:accessibility", "site:api",
    "site:terms", "site:plain", "site:barrier", "site:barrier-thanks",
    "site:search", "site:organisations", "site:needs", "site:offers", "site:regions",
    "account_login", "account_signup",
    "account_reset_password",
]  # fmt: skip
FOR_MEMBERS = [
    "site:desk", "profiles:account", "profiles:organisation-create", "matching:mine",
    "matching:suggestions", "cooperation:enquiries", "account_email", "account_change_password",
]  # fmt: skip


@pytest.fixture
def world():
    """A Träger and a company with a matching pair, an enquiry, a draft, and the people of both."""
    people = {
        "P": a_user("Paula Träger"), "C": a_user("Cem Unternehmen"), "U": a_user("Uli Neu"),
        "X": a_user("Xenia Fremd"), "M": a_moderator(),
    }  # fmt: skip
    provider = an_organisation("Jugendhaus Süd", owner=people["P"])
    company = a_company("Kontor Nord", owner=people["C"])
    an_organisation("Fremder Verein", owner=people["X"])
    need, offer = a_need(organisation=provider), an_offer(organisation=company)
    return {
        "people": people,
        "provider": provider,
        "company": company,
        "need": need,
        "offer": offer,
        "draft": a_need(organisation=provider, status="draft"),
        "suggestion": a_suggestion(need, offer),
        "enquiry": an_enquiry(need=need, offer=offer),
    }


def status_of(client, person, url: str) -> int:
    client.logout()
    if person:
        client.force_login(person)
    return client.get(url).status_code


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("role", [None, "P", "C", "U", "M"])
def test_public_pages_open_for_everybody(client, world, name, role):
    signed_in_elsewhere = role and name.startswith("account_") and name != "account_reset_password"
    expected = 302 if signed_in_elsewhere else 200
    assert status_of(client, world["people"].get(role), reverse(name)) == expected


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_pages_for_members_ask_strangers_to_sign_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith((reverse("account_login"), reverse("account_signup")))


@pytest.mark.parametrize("name", FOR_MEMBERS)
@pytest.mark.parametrize("role", ["P", "C", "X", "M"])
def test_pages_for_members_open(client, world, name, role):
    allowed = {200} if role != "M" else {200, 302}  # moderators without organisation: to the desk
    assert status_of(client, world["people"][role], reverse(name)) in allowed


def test_the_admin_is_for_moderators_only(client, world, settings):
    url = reverse("admin:index")
    settings.ADMIN_REQUIRES_MFA = False
    assert status_of(client, world["people"]["M"], url) == 200
    for role in ("P", "C", "U"):
        assert status_of(client, world["people"][role], url) in {302, 403, 404}


def test_the_admin_asks_moderators_for_a_second_factor(client, world, settings):
    settings.ADMIN_REQUIRES_MFA = True
    assert status_of(client, world["people"]["M"], reverse("admin:index")) == 302


def test_contact_data_are_nowhere_public(client, world):
    for url in (world["provider"].get_absolute_url(), world["need"].get_absolute_url(), "/"):
        page = client.get(url).content.decode()
        assert world["provider"].contact_email not in page
        assert world["provider"].contact_phone not in page


@pytest.mark.parametrize("query", ["?page=-1", "?page=x", "?kind=x", "?place=%F0%9F%98%80&radius=-5",
    "?q=" + "a" * 10_000, "?radius=99999999", "?competence=x&format=%27--"])  # fmt: skip
@pytest.mark.parametrize("name", ["site:organisations", "site:needs", "site:offers"])
def test_odd_query_parameters_never_break_a_list(client, name, query):
    assert client.get(reverse(name) + query).status_code in {200, 400}


def test_a_null_byte_in_the_address_is_a_bad_request(client):
    assert client.get("/bedarfe/?q=%00").status_code == 400
