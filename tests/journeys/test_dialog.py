"""What cannot be undone is asked again: in a window, and unfolded in place where no script runs."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from matching.models import Need
from tests.builders import a_need, a_user, an_organisation

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner():
    owner = a_user("Olga Leitung")
    a_need(organisation=an_organisation(owner=owner), status="draft")
    return owner


def delete_button(person):
    return person.page.locator("details.dialog > summary", has_text=_("Delete"))


def test_whoever_hesitates_keeps_what_there_is(people, owner):
    olga = people()
    with translation.override("de"):
        olga.sign_in(owner.email)
        olga.open(Need.objects.get().get_absolute_url())
        box = olga.page.locator("dialog:modal")
        for way_out in ("key", "button"):
            delete_button(olga).click()
            assert box.count() == 1
            # The way out has the focus: nobody deletes by pressing Enter twice.
            assert "dialog-keep" in olga.page.evaluate("document.activeElement.className")
            assert olga.fits_the_screen()
            if way_out == "key":
                olga.page.keyboard.press("Escape")
            else:
                box.locator(".dialog-keep").click()
            olga.page.locator("details.dialog[open]").wait_for(state="detached")
            assert olga.page.evaluate("document.activeElement.tagName") == "SUMMARY"
        delete_button(olga).click()
        olga.press(_("Yes, delete"), within="dialog:modal")
    assert not Need.objects.exists()


def test_without_javascript_it_unfolds_and_works(people, owner):
    olga = people(java_script_enabled=False)
    with translation.override("de"):
        olga.sign_in(owner.email)
        olga.open(Need.objects.get().get_absolute_url())
        button = olga.page.get_by_role("button", name=_("Yes, delete"))
        assert not button.is_visible()
        delete_button(olga).click()
        assert button.is_visible()
        assert not olga.page.locator(".dialog-keep").is_visible()
        button.click()
        olga.page.wait_for_load_state()
    assert not Need.objects.exists()
