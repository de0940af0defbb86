"""What people see when something goes wrong: which page, in which language, and nothing else."""

import re

import psycopg2
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connections
from django.test import Client
from django.urls import path, reverse

from portal import urls
from portal.foundation.errors import is_store_away
from tests.builders import a_user

HEADINGS = {
    ("de", 404): "Diese Seite gibt es nicht", ("en", 404): "This page does not exist",
}  # fmt: skip
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def broken(request):
    raise ValueError("geheim: 4711")


def overloaded(request):
    try:
        raise psycopg2.OperationalError("no answer from 10.0.0.7")
    except psycopg2.OperationalError as cause:
        raise OperationalError("no answer from 10.0.0.7") from cause


class Urls:
    urlpatterns = [*urls.urlpatterns, path("kaputt/", broken), path("weg/", overloaded)]
    handler500 = urls.handler500


@pytest.fixture
def calm(settings):
    """A browser to which Django answers as in production."""
    settings.ROOT_URLCONF = Urls
    return Client(raise_request_exception=False)


def heading(answer) -> str:
    return re.search(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)[1].strip()


def is_whole(answer, language: str) -> bool:
    page = answer.content.decode()
    return (
        page.startswith("<!doctype html>")
        and f'<html lang="{language}">' in page
        and page.count("<h1>") == 1
        and 'name="robots" content="noindex"' in page
        and "<script>" not in page
        and " style=" not in page
    )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.django_db
def test_what_is_not_there(client, language):
    answer = client.get("/gibt-es-nicht/", headers={"accept-language": language})
    assert answer.status_code == 404
    assert heading(answer) == HEADINGS[language, 404]
    assert is_whole(answer, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.django_db
def test_what_is_not_understood(client, language):
    answer = client.get("/bedarfe/?q=%00", headers={"accept-language": language})
    assert answer.status_code == 400
    assert is_whole(answer, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.django_db
def test_an_address_that_only_takes_forms_is_no_empty_page(client, language):
    client.force_login(a_user())
    answer = client.get(reverse("profiles:devices-end"), headers={"accept-language": language})
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert is_whole(answer, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.django_db
def test_what_is_not_allowed(client, language, settings):
    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(a_user(is_staff=True))
    answer = client.get("/verwaltung/", follow=True, headers={"accept-language": language})
    assert answer.status_code == 403
    assert is_whole(answer, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.django_db
def test_a_form_that_has_expired(language):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        reverse("account_login"), {"login": "x"}, headers={"accept-language": language}
    )
    assert answer.status_code == 403
    assert is_whole(answer, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.django_db
def test_too_many_attempts(client, settings, language):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    values = {"login": a_user().email, "password": "falsch-und-lang"}
    answers = [
        client.post(reverse("account_login"), values, headers={"accept-language": language})
        for _time in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert is_whole(answers[-1], language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_our_own_mistake_needs_neither_database_nor_session_and_tells_nothing(calm, language):
    answer = calm.get("/kaputt/", headers={"accept-language": language})
    assert answer.status_code == 500
    assert is_whole(answer, language)
    assert answer["Content-Language"] == language
    assert "4711" not in answer.content.decode()
    assert "ValueError" not in answer.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_database_that_is_away_is_a_503_with_the_time_to_come_again(calm, language):
    answer = calm.get("/weg/", headers={"accept-language": language})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert is_whole(answer, language)
    assert "10.0.0.7" not in answer.content.decode()


@pytest.fixture
def no_database(monkeypatch):
    """The very connection of the pages, at an address where nobody listens."""
    connection = connections["default"]
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    monkeypatch.setitem(connection.settings_dict, "ENGINE", connection.settings_dict["ENGINE"])
    yield
    connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/", "/bedarfe/", "/schreibtisch/", "/gibt-es-nicht/"])
def test_no_page_breaks_when_nobody_listens_at_the_database(client, no_database, address):
    calm = Client(raise_request_exception=False)
    calm.cookies["sessionid"] = "a" * 32
    answer = calm.get(address)
    assert answer.status_code == 503
    assert is_whole(answer, "de")
    assert "127.0.0.1" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_whether_the_process_lives_is_answered_without_a_database(client, no_database):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def said(kind, code):
    """As Django passes on what PostgreSQL answered with a code."""
    error = kind("x")
    error.__cause__ = type("Cause", (Exception,), {"pgcode": code})()
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("could not connect"), True),
        (InterfaceError("connection already closed"), True),
        (said(OperationalError, "57P01"), True),
        (said(OperationalError, "53300"), True),
        (said(ProgrammingError, "42P01"), True),
        (said(OperationalError, "57014"), False),
        (said(OperationalError, "40P01"), False),
        (said(ProgrammingError, "42601"), False),
        (ProgrammingError("x"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_only_what_did_not_answer_is_away(error, away):
    assert is_store_away(error) is away


@pytest.mark.parametrize("address", ["/kaputt/", "/weg/"])
def test_their_styles_and_pictures_are_there(calm, address, settings):
    from django.contrib.staticfiles import finders

    for asset in ASSETS.findall(calm.get(address).content.decode()):
        assert finders.find(asset.removeprefix("/static/")), asset
