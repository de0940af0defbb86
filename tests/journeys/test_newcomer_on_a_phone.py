"""From nothing to a first need on a telephone: how many pages, and how little to type."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from matching.models import Need
from profiles.models import Organisation
from tests.builders import PASSWORD
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
ADDRESS = "jana.feldweg@jugendhaus-feldweg.example"


def visible_questions(jana: Person) -> list[str]:
    """The names of what one is asked, without opening anything."""
    fields = jana.page.locator("main form :is(input, textarea, select):not([type=hidden])")
    return list(dict.fromkeys(
        field.get_attribute("name") for field in fields.all() if field.is_visible()
    ))  # fmt: skip


def test_a_newcomer_gets_to_the_first_need_in_few_steps(people):
    jana = people()
    pages = []
    jana.page.on("framenavigated", lambda frame: pages.append(frame.url))
    with translation.override("de"):
        jana.open("/konto/signup/")
        assert visible_questions(jana) == ["name", "email", "password1"]
        assert jana.reads(_("Next we send you a mail. You open its link, and you are in."))
        password = jana.page.locator('[name="password1"]')
        jana.fill(name="Jana Feldweg", email=ADDRESS, password1=PASSWORD)
        jana.page.get_by_role("button", name=_("Show the password")).click()
        assert password.get_attribute("type") == "text"
        jana.press(_("Create an account"))
        jana.open(jana.link_in_mail(ADDRESS, r"/konto/confirm-email/[\w:.-]+/"))
        jana.press(_("Yes, confirm this address"))

        assert jana.page.url.endswith("/schreibtisch/")
        assert jana.reads(_("Your address is confirmed. You are in."))
        assert jana.fits_the_screen()
        jana.follow(_("Register an organisation"))
        # One name, one kind, one description, one postcode; the person herself is filled in.
        assert visible_questions(jana) == [
            "name", "kind", "description", "site-postcode", "contact_name", "contact_email",
            "contact_phone", "contact_role",
        ]  # fmt: skip
        jana.fill(
            name="Jugendhaus Feldweg e. V.",
            description="Wir sind ein offenes Haus für Jugendliche im Leipziger Osten.",
            **{"site-postcode": "04315"},
        )
        jana.tick("kind", "provider")
        jana.press(_("Save profile"))
        assert Organisation.objects.get().contact_email == ADDRESS
        jana.press(_("Submit for review"))
        assert jana.reads(_("we are at it"))
        jana.page.get_by_role("list").get_by_role("link", name=_("Post a need")).click()
        jana.page.wait_for_url("**/bedarfe/neu/**")
    assert not Need.objects.exists()
    # Sign-up, look into the mailbox, the link, the desk, the form, the desk twice, the need.
    assert len(pages) <= 9, pages
