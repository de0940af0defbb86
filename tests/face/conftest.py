"""A live portal with a small world in it, and a browser for each role."""

import time

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.test import Client

from tests.face import opinions
from tests.passkeys import a_passkey
from tests.world import its_people, its_things


@pytest.fixture(scope="session")
def second_opinions():
    """axe-core and the Nu HTML checker are there."""
    opinions.install()


@pytest.fixture
def people(db):
    call_command("load_taxonomy", verbosity=0)
    people = its_people()
    for person in people.values():
        a_passkey(person)
    return people


@pytest.fixture
def things(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ADMIN_REQUIRES_MFA = False
    return its_things(people)


@pytest.fixture
def browser_of(browser, live_server, people):
    """A browser context in which one of the world's people is signed in."""
    opened = []

    def context_of(role: str, **habits):
        usual = {"locale": "de-DE", "viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(
            base_url=live_server.url, reduced_motion="reduce", **usual | habits
        )
        opened.append(context)
        if role in people:
            name = site_settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": session_of(people[role]), "url": live_server.url}
            context.add_cookies([cookie])
        return context

    yield context_of
    for context in opened:
        context.close()


def session_of(person) -> str:
    """The key of a session in which `person` has just given their password."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": person.email}
    ]
    session.save()
    return session.session_key
