"""Legal pages: the portal's own words until the Servicestelle writes its own, and what is missing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.urls import resolve, reverse

from cooperation.enquiries import ANSWER_DAYS
from cooperation.protection import KEPT_AFTER_THE_END
from matching.publishing import VALID_DAYS
from portal.foundation import history
from portal.foundation.outbox.retention import ROWS_KEPT, WORDS_KEPT
from portal.foundation.refusals import Refused
from portal.site.barriers import ANSWER_WITHIN, KEPT_AFTER_ANSWER
from portal.site.importing.runs import KEPT_FOR
from portal.site.legal import pages
from portal.site.models import LegalKind, LegalLanguage, LegalText
from profiles.places import ATTRIBUTION
from profiles.team import INVITATION_DAYS
from tests.builders import a_moderator, a_user, finished_legal_pages

pytestmark = pytest.mark.django_db
IMPRINT, PRIVACY = LegalKind.IMPRINT, LegalKind.PRIVACY
GERMAN, ENGLISH = LegalLanguage.GERMAN, LegalLanguage.ENGLISH
ADMIN = "/verwaltung/site/legaltext/"
EDIT = f"{ADMIN}edit/imprint/de/"


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator()
    client.force_login(person)
    return person


@pytest.mark.parametrize("kind", LegalKind)
@pytest.mark.parametrize("language", LegalLanguage)
def test_each_page_has_words_from_the_beginning(client, kind, language):
    client.cookies["django_language"] = language
    page = client.get(reverse(f"site:{kind}")).content.decode()
    assert "<mark>[" in page
    assert page.count("<h1>") == 1
    assert "Entwurf" in page or "draft" in page.lower()


@pytest.mark.parametrize(("kind", "language"), pages.ALL)
def test_every_link_inside_the_portal_leads_somewhere(kind, language):
    for address in re.findall(r"\]\((/[^)]*)\)", pages.text_of_release(kind, language)):
        resolve(address)


@pytest.mark.parametrize("kind", LegalKind)
def test_both_languages_miss_the_same_number_of_things(kind):
    german, english = (pages.page(kind, language) for language in LegalLanguage)
    assert len(german.missing) == len(english.missing)


def test_the_time_limits_in_the_texts_are_those_of_the_code():
    text = " ".join(pages.text_of_release(PRIVACY, GERMAN).split())
    for words in (
        f"der Text {WORDS_KEPT.days} Tage, Empfänger und Betreff ein Jahr",
        f"gelten {INVITATION_DAYS} Tage",
        f"importiert:** {KEPT_FOR.days} Tage",
        f"Barrieren:** {KEPT_AFTER_ANSWER.days} Tage",
        f"Ein Eintrag ist {VALID_DAYS} Tage öffentlich",
        "bis zu 14 Tage",
        "drei Monate nach dem Ende",
    ):
        assert words in text, words
    assert timedelta(days=365) == ROWS_KEPT
    assert 90 <= KEPT_AFTER_THE_END.days <= 92
    terms = " ".join(pages.text_of_release(LegalKind.TERMS, GERMAN).split())
    assert f"innerhalb von {ANSWER_DAYS} Tagen" in terms
    assert timedelta(weeks=2) == ANSWER_WITHIN
    assert "innerhalb von zwei Wochen" in pages.text_of_release(LegalKind.ACCESSIBILITY, GERMAN)


def test_saved_words_replace_the_portals_own_and_tell_since_when(client):
    by = a_moderator()
    pages.save(IMPRINT, GERMAN, "## Wir\n\nBeispielweg 1", seen=0, by=by)
    page = client.get(reverse("site:imprint")).content.decode()
    assert "Beispielweg 1" in page
    assert "<mark>" not in page
    assert str(by) not in page
    assert "Entwurf" not in page


def test_the_licences_of_the_data_stay_whatever_is_saved(client):
    pages.save(IMPRINT, GERMAN, "Nichts", seen=0, by=a_moderator())
    page = client.get(reverse("site:imprint")).content.decode()
    assert ATTRIBUTION.split("(")[0].strip() in page
    assert "Natural Earth" in page
    assert "Lucide" in page


def test_each_save_is_a_version_that_stays_and_the_history_knows_it():
    by = a_moderator()
    first = pages.save(IMPRINT, GERMAN, "Eins", note="Anschrift", seen=0, by=by)
    second = pages.save(IMPRINT, GERMAN, "Zwei", seen=1, by=by)
    assert [first.number, second.number] == [1, 2]
    assert LegalText.objects.get(number=1).text == "Eins\n"
    assert (history.of(first).get().by, history.of(first).get().comment) == (by, "Anschrift")
    assert pages.page(IMPRINT, GERMAN).text == "Zwei\n"
    assert pages.page(IMPRINT, ENGLISH).number == 0


def test_nobody_writes_over_what_somebody_else_has_saved_meanwhile():
    by = a_moderator()
    pages.save(IMPRINT, GERMAN, "Eins", seen=0, by=by)
    with pytest.raises(Refused):
        pages.save(IMPRINT, GERMAN, "Zwei", seen=0, by=by)
    with pytest.raises(Refused):
        pages.save(IMPRINT, GERMAN, "Eins\r\n", seen=1, by=by)
    with pytest.raises(Refused):
        pages.save(IMPRINT, GERMAN, " \n", seen=1, by=by)
    assert LegalText.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told():
    by = a_moderator()

    def save(words: str) -> str:
        try:
            pages.save(IMPRINT, GERMAN, words, seen=0, by=by)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(save, ["Eins", "Zwei"])) == ["refused", "saved"]


def test_a_moderator_looks_first_and_saves_then(client, moderator):
    values = {"text": "## Neu\n\n[[Telefon]]", "note": "", "seen": "0"}
    preview = client.post(EDIT, values | {"preview": "1"})
    assert preview.status_code == 200
    assert "<mark>[Telefon]</mark>" in preview.content.decode()
    assert not LegalText.objects.exists()
    assert client.post(EDIT, values | {"save": "1"}).status_code == 302
    assert LegalText.objects.get().saved_by == moderator
    assert "Telefon" in client.get(ADMIN).content.decode()
    version = client.get(f"{ADMIN}{LegalText.objects.get().pk}/change/").content.decode()
    assert "<mark>[Telefon]</mark>" in version


def test_whoever_was_overtaken_keeps_their_words(client, moderator):
    pages.save(IMPRINT, GERMAN, "Eins", seen=0, by=moderator)
    answer = client.post(EDIT, {"text": "Meine Worte", "note": "", "seen": "0"})
    assert answer.status_code == 422
    assert "Meine Worte" in answer.content.decode()
    assert pages.page(IMPRINT, GERMAN).text == "Eins\n"


@pytest.mark.parametrize("text", ["", "x" * 60_001])
def test_too_little_and_too_much_is_refused(client, moderator, text):
    assert client.post(EDIT, {"text": text, "note": "", "seen": "0"}).status_code == 422
    assert not LegalText.objects.exists()


@pytest.mark.parametrize("address", ["edit/imprint/fr/", "edit/nichts/de/"])
def test_pages_that_do_not_exist_cannot_be_edited(client, moderator, address):
    assert client.get(ADMIN + address).status_code == 404


def test_only_moderators_edit(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(a_user())
    assert client.post(EDIT, {"text": "Mein Impressum", "seen": "0"}).status_code in {302, 403}
    assert not LegalText.objects.exists()


def test_versions_are_not_changed_or_deleted(client, moderator):
    row = pages.save(IMPRINT, GERMAN, "Eins", seen=0, by=moderator)
    assert client.post(f"{ADMIN}{row.pk}/change/", {"text": "Anders"}).status_code == 403
    assert client.post(f"{ADMIN}{row.pk}/delete/").status_code == 403
    assert client.get(f"{ADMIN}add/").status_code == 403


def database_warnings() -> list[str]:
    found = checks.run_checks(tags=["database"], databases=["default"])
    return [message.msg for message in found if message.id == "site.W001"]


def test_production_is_warned_of_gaps_where_a_database_is_asked(settings):
    settings.DEBUG = False
    assert len(database_warnings()) == len(pages.ALL)
    assert "Telefonnummer" in database_warnings()[0]
    finished_legal_pages()
    assert database_warnings() == []


def test_migrating_warns_and_goes_on(settings, capsys):
    settings.DEBUG = False
    call_command("migrate", skip_checks=False, verbosity=0)
    assert "site.W001" in capsys.readouterr().err


def test_development_and_checks_without_a_database_are_left_alone(settings):
    settings.DEBUG = True
    assert database_warnings() == []
    settings.DEBUG = False
    found = checks.run_checks(include_deployment_checks=True)
    assert not [message for message in found if message.id == "site.W001"]


def test_a_legal_page_takes_few_queries(client, django_assert_max_num_queries):
    client.get(reverse("site:privacy"))
    with django_assert_max_num_queries(1):
        client.get(reverse("site:privacy"))
    with django_assert_max_num_queries(1):
        pages.all_pages()
