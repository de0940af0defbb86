"""Somebody searches, follows the search by mail, and ends the mails with one click."""

import re
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from matching import publishing
from portal.site.models import SavedSearch
from portal.site.tasks import tell_saved_searches
from tests.builders import a_company, a_moderator, a_need, a_user, an_offer
from tests.journeys.person import Person, text_of

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

NEWS = "Wer sortiert mit uns die Belege?"
OFF = r"/suchen-abbestellen/[\w:.-]+/"


@pytest.fixture
def entries():
    call_command("load_taxonomy", verbosity=0)
    a_need(title="Ordnung in der Kasse")
    a_need(title="Jahresabschluss zu zweit", format="training")
    a_need(title="Zaun streichen", description="Farbe ist da.", competencies=("facility/repairs",))
    an_offer(organisation=a_company("Kanzlei Birkenhain"), title="Ein Abend Buchhaltung")


def search_with_synonym_and_slip(person: Person) -> None:
    person.open("/suche/")
    person.fill(q="Buchführung")
    person.press(pgettext("button", "Search"))
    assert person.reads(_("also:"), "Buchhaltung", "Ordnung in der Kasse", "Ein Abend Buchhaltung")
    assert not person.reads("Zaun streichen")
    person.open("/suche/?q=Kanzlie+Birkenhain")
    slip = _("Nobody wrote “%(typed)s”. We searched for “%(instead)s”.")
    assert person.reads(slip % {"typed": "Kanzlie", "instead": "Kanzlei"}, "Kanzlei Birkenhain")


def hits(person: Person) -> int:
    return person.page.locator("#list .cards > li").count()


def pick_a_facet_and_remove_it(person: Person) -> None:
    person.open("/suche/?q=Buchhaltung")
    assert hits(person) == 3
    folded = person.page.locator("details.filters-all:not([open]) > summary")
    if folded.count():  # by the script, on a phone
        folded.click()
    person.page.locator("summary", has_text=_("Kind of entry")).click()
    option = person.page.locator("label", has=person.page.locator('[name="kind"][value="need"]'))
    count = int(option.locator(".count").inner_text())
    option.click()
    person.press(_("Show results"))
    assert hits(person) == count == 2
    with person.page.expect_navigation():
        person.page.locator("#list .chips a", has_text=_("Need")).click()
    assert hits(person) == 3


def save_the_search(person: Person, frequency: str) -> None:
    person.open("/bedarfe/?q=Buchhaltung")
    person.page.get_by_label(_("How often may we write?")).select_option(frequency)
    person.press(_("Save this search"))
    assert person.reads(_("Your search is saved."))
    chosen = person.page.get_by_label(_("How often may we write?")).input_value()
    assert chosen == SavedSearch.objects.get().frequency == frequency


def publish_news() -> None:
    need = a_need(title=NEWS, status="submitted")
    publishing.publish(need, by=a_moderator())
    # As if its time had come; beat puts this task into the queue every five minutes.
    SavedSearch.objects.update(due_at=timezone.now())
    tell_saved_searches.delay()


def test_a_search_is_followed_by_mail_until_one_click_ends_it(people, entries, live_server):
    person, mail_program = a_user("Mia Probst"), people()
    mia = people()
    with translation.override("de"):
        mia.sign_in(person.email)
        search_with_synonym_and_slip(mia)
        pick_a_facet_and_remove_it(mia)
        for frequency in ("immediately", "daily", "weekly"):
            save_the_search(mia, frequency)
        assert mia.fits_the_screen()

        publish_news()
        letter = mia.mail(person.email, NEWS)
        link = re.search(r"http\S+(/bedarfe/[\w-]+/)", text_of(letter))
        mia.open(link[1])
        assert mia.reads(NEWS)

        in_body = re.search(OFF, text_of(letter))[0]
        mail_program.open(in_body)
        assert mail_program.reads(_("Do you want no more mails about your saved searches?"))
        assert SavedSearch.objects.get().frequency == "weekly"

        in_head = urlsplit(letter["List-Unsubscribe"].strip(" <>")).path
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
        with urlopen(Request(live_server.url + in_head, body)) as answer:  # noqa: S310
            assert answer.status == 200
        assert SavedSearch.objects.get().frequency == "off"
        mail_program.press(_("Unsubscribe"))
        assert mail_program.reads(
            _("You get no more mails about your saved searches. The searches themselves are kept.")
        )


def test_suggestions_appear_while_typing_and_are_chosen_by_keyboard(people, entries):
    kim = people(viewport={"width": 1280, "height": 800})
    with translation.override("de"):
        for address in ("/", "/suche/"):
            kim.open(address)
            field = kim.page.get_by_role("combobox", name=_("What are you looking for?"))
            field.press_sequentially("Buchhal", delay=20)
            offered = kim.page.get_by_role("option", name="Buchhaltung", exact=True)
            offered.wait_for()
            assert field.get_attribute("aria-expanded") == "true"
            field.press("ArrowDown")
            assert offered.get_attribute("aria-selected") == "true"
            assert field.get_attribute("aria-activedescendant") == offered.get_attribute("id")
            field.press("Escape")
            assert not offered.is_visible()
            assert field.input_value() == "Buchhal"
            field.press("ArrowDown")
            with kim.page.expect_navigation():
                field.press("Enter")
            assert "q=Buchhaltung" in kim.page.url
            assert hits(kim) == 3


def test_a_suggestion_is_chosen_with_the_finger_and_what_was_typed_stays_possible(people, entries):
    kim = people(has_touch=True)
    with translation.override("de"):
        kim.open("/suche/")
        field = kim.page.get_by_role("combobox", name=_("What are you looking for?"))
        field.press_sequentially("Kanzl", delay=20)
        offered = kim.page.get_by_role("option", name="Kanzlei Birkenhain")
        offered.wait_for()
        assert kim.fits_the_screen()
        with kim.page.expect_navigation():
            offered.tap()
        assert field.input_value() == "Kanzlei Birkenhain"
        field.fill("")
        field.press_sequentially("Buchhal", delay=20)
        kim.page.get_by_role("option").first.wait_for()
        with kim.page.expect_navigation():
            field.press("Enter")
        assert "q=Buchhal&" in kim.page.url


def test_the_same_search_works_without_javascript(people, entries):
    person = a_user("Ole Ohne")
    ole = people(java_script_enabled=False)
    with translation.override("de"):
        ole.sign_in(person.email)
        search_with_synonym_and_slip(ole)
        pick_a_facet_and_remove_it(ole)
        save_the_search(ole, "weekly")
