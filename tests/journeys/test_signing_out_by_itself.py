"""A session that ends: the page warns, one click is enough, and it says when it is over."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import translation
from django.utils.translation import gettext as _

from profiles import session_end
from tests.builders import a_user, an_organisation
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mia(browser, live_server, tmp_path):
    one = Person(browser, live_server.url, tmp_path)
    person = a_user("Mia Probst")
    an_organisation(owner=person)
    with translation.override("de"):
        one.sign_in(person.email)
        yield one
    one.context.close()


def session_of(one: Person) -> SessionStore:
    cookies = {cookie["name"]: cookie["value"] for cookie in one.context.cookies()}
    return SessionStore(cookies["sessionid"])


def set_left(one: Person, seconds: int) -> None:
    session = session_of(one)
    session[session_end.SESSION_KEY] = int(time.time()) + seconds
    session.save()


@pytest.fixture
def _no_renewal(monkeypatch):
    """Opening a page would make the session last again; here its end is to come."""
    monkeypatch.setattr(session_end, "_move", lambda request, left: None)


@pytest.mark.usefixtures("_no_renewal")
def test_the_page_warns_and_one_click_makes_it_last(mia):
    mia.open("/mein-konto/")
    assert not mia.reads(_("Are you still there?"))
    set_left(mia, 300)
    mia.open("/mein-konto/")
    notice = mia.page.get_by_role("alert").filter(has_text=_("Are you still there?"))
    notice.wait_for()
    assert mia.fits_the_screen()
    notice.get_by_role("button", name=_("Stay signed in")).click()
    mia.page.get_by_text(_("You stay signed in.")).wait_for()
    assert session_of(mia)[session_end.SESSION_KEY] > time.time() + 86_400


@pytest.mark.usefixtures("_no_renewal")
def test_another_window_that_made_it_last_takes_the_warning_away(mia):
    set_left(mia, 300)
    mia.open("/mein-konto/")
    mia.page.get_by_text(_("Are you still there?")).wait_for()
    set_left(mia, 9_000)
    mia.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    mia.page.get_by_text(_("Are you still there?")).wait_for(state="detached")


@pytest.mark.usefixtures("_no_renewal")
def test_when_it_is_over_the_page_says_so_and_keeps_what_was_typed(mia):
    set_left(mia, 300)
    mia.open("/mein-konto/name/")
    mia.fill(name="Mia Neu")
    set_left(mia, -1)
    mia.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    mia.page.get_by_text(_("You have been signed out")).wait_for()
    assert mia.page.locator('main [name="name"]').input_value() == "Mia Neu"
    mia.follow(_("Sign in again"))
    assert "next=/mein-konto/name/" in mia.page.url
