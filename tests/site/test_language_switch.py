"""The switch of the language stays on the page, with everything in its address."""

import re

import pytest
from django.urls import reverse

from tests.builders import PASSWORD, a_user, an_organisation

pytestmark = pytest.mark.django_db
NEXT = re.compile(r'class="languages".*?name="next" value="([^"]*)"', re.DOTALL)


def switch(client, answer, language: str):
    """Press the button of the frame, as it stands on this very page."""
    address = NEXT.search(answer.content.decode())[1].replace("&amp;", "&")
    values = {"language": language, "next": address}
    return client.post(reverse("set_language"), values, follow=True)


def is_in(answer, language: str) -> bool:
    return f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/", "/bedarfe/?q=Bücher&radius=50&format=mentoring&format=action-day", "/konto/login/?next=%2Fmein-konto%2F",
     "/suche/?q=%26%3Cb%3E", "/regionen/sachsen/", "/so-geht-es/"],
)  # fmt: skip
def test_the_page_and_its_query_stay(client, address):
    before = client.get(address)
    after = switch(client, before, "en")
    assert after.status_code == 200
    assert is_in(after, "en")
    assert after.wsgi_request.get_full_path() == before.wsgi_request.get_full_path()
    assert is_in(switch(client, after, "de"), "de")


def test_a_page_that_does_not_exist_says_so_in_the_other_language(client):
    after = switch(client, client.get("/gibt-es-nicht/?a=b"), "en")
    assert after.status_code == 404
    assert is_in(after, "en")


@pytest.mark.parametrize(
    ("name", "values"),
    [("account_login", {"login": "x"}), ("account_signup", {"email": "x"})],
)
def test_a_form_with_mistakes_leads_back_to_the_form(client, name, values):
    after = switch(client, client.post(reverse(name), values), "en")
    assert after.status_code == 200
    assert after.wsgi_request.path == reverse(name)
    assert is_in(after, "en")


def test_forms_of_the_signed_in_too(client):
    person = a_user()
    organisation = an_organisation(owner=person)
    client.force_login(person)
    for address in (
        reverse("profiles:organisation-edit", args=[organisation.slug]),
        reverse("profiles:account-name"),
        reverse("matching:need-create"),
    ):
        after = switch(client, client.post(address, {}), "en")
        assert after.status_code == 200
        assert after.wsgi_request.path == address
        assert is_in(after, "en")


def test_it_leads_to_no_other_site(client):
    values = {"language": "en", "next": "https://anderswo.example/"}
    assert client.post(reverse("set_language"), values).url == "/"


def test_signing_in_keeps_the_language(client):
    switch(client, client.get("/konto/login/"), "en")
    values = {"login": a_user().email, "password": PASSWORD}
    assert is_in(client.post(reverse("account_login"), values, follow=True), "en")
