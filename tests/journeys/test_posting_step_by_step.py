"""Posting in a browser: live while writing, and the same without JavaScript."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import translation
from django.utils.translation import gettext as _

from matching.models import Need
from tests.builders import PASSWORD, a_user, an_offer, an_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Wer bringt mit uns Ordnung in die Buchhaltung?"
TEXT = "Drei Ordner voller Belege warten. Wer zeigt uns, wie man sie verbucht?"


@pytest.fixture
def olga(transactional_db):
    owner = a_user("Olga Leitung")
    an_organisation("Jugendhaus Feldweg", owner=owner)
    an_offer()
    return owner


@pytest.fixture
def german():
    with translation.override("de"):
        yield


def test_while_somebody_writes_what_fits_is_counted_and_said(people, olga, german):
    person = people()
    person.sign_in(olga.email)
    person.open("/bedarfe/neu/?vorlage=leer")
    preview, said = person.page.locator("#preview"), person.page.locator("#preview-said")
    assert not person.page.get_by_role("button", name=_("Refresh")).is_visible()

    person.fill(title=TITLE, description=TEXT)
    preview.locator(".preview-number").wait_for()

    number = preview.locator(".preview-number").inner_text()
    assert "1" in number
    assert said.inner_text() == number
    assert not Need.objects.exists()

    # Signed out meanwhile: writing on changes nothing, sending the form loses nothing.
    Session.objects.all().delete()
    person.fill(title=f"{TITLE} Bitte!")
    person.page.wait_for_timeout(900)
    assert preview.locator(".preview-number").inner_text() == number
    person.press(_("Go to the next step"))
    person.fill(login=olga.email, password=PASSWORD)
    person.press(_("Sign in"))
    assert person.reads(_("What you typed is still here"))
    assert person.page.locator('main [name="description"]').input_value() == TEXT
    person.press(_("Go to the next step"))
    assert Need.objects.get().title == f"{TITLE} Bitte!"


def test_without_javascript_every_step_works(people, olga, german):
    person = people(java_script_enabled=False)
    person.sign_in(olga.email)
    person.open("/bedarfe/neu/")
    person.follow(_("Start with an empty form"))
    person.fill(title=TITLE, description=TEXT)
    person.press(_("Refresh"))
    assert person.page.locator(".preview-number").is_visible()

    person.post_a_need(
        title=TITLE, description=TEXT, format="advisory-hour", target_group="staff",
        gives_back="Kuchen.",
    )  # fmt: skip
    assert person.reads(TITLE, TEXT, "Kuchen.")
    assert person.fits_the_screen()
    person.page.locator('a[href*="wie-und-fuer-wen"]').last.click()
    person.tick("format", "training")
    person.press(_("Save and back to the check"))
    person.press(_("Hand in the need"))

    need = Need.objects.get()
    assert (need.status, need.format) == ("submitted", "training")
    assert [c.slug for c in need.competencies.all()] == ["finance/accounting"]


def test_the_way_back_of_the_browser_makes_no_second_draft(people, olga, german):
    person = people()
    person.sign_in(olga.email)
    person.open("/bedarfe/neu/?vorlage=leer")
    person.fill(title=TITLE, description=TEXT)
    person.press(_("Go to the next step"))
    person.page.go_back()
    person.fill(title=f"{TITLE} Bald!")
    person.press(_("Go to the next step"))

    assert Need.objects.get().title == f"{TITLE} Bald!"
