"""A moderator imports a large, untidy file: real admin, real browser, real worker, public search."""

import csv
import io
import re

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext as _

from portal.site.models import ImportRun
from profiles.models import Organisation
from tests.builders import PASSWORD, a_moderator, an_organisation

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

GOOD, LONG = 1200, "Wir sind für Kinder, Jugendliche und Familien da – mit Müh und Spaß. " * 55
NAME = "Übungswerk Großmöhlau"


def untidy_file() -> bytes:
    """About 5 MB in Windows-1252: good lines, and between them everything that goes wrong."""
    headings = ["Name", "Art", "Beschreibung", "PLZ", "Ort", "E-Mail", "Telefon", "Notiz"]
    rows = [
        [f"{NAME} {number}", "Träger", LONG, "4109" if number % 100 == 0 else "04109", "Leipzig",
         f"a@uebung{number}.example", f"+49 341 {number}", "intern"]
        for number in range(GOOD)
    ]  # fmt: skip
    good = rows[0]
    bad = [
        [f"{NAME} 7", *good[1:]],  # twice
        ["=cmd|' /C calc'!A1", *good[1:]],
        ["Ohne Ort", "Träger", "x", "00000", *good[4:]],
        ["Ohne Art", "Raumschiff", "x", *good[3:]],
        ["KÃ¶nigs Haus", *good[1:]],
        ["Jugendhaus Südstern gGmbH", "Träger", "Neu", "04109", "Leipzig", "", "", ""],
    ]
    into = io.StringIO()
    writer = csv.writer(into, delimiter=";")
    writer.writerows([headings, *rows, *bad])
    return into.getvalue().encode("cp1252")


@pytest.fixture
def page(browser, live_server, worker, settings):
    settings.SITE_URL = live_server.url
    settings.ADMIN_REQUIRES_MFA = False
    context = browser.new_context(
        base_url=live_server.url, locale="de-DE", java_script_enabled=False,
        viewport={"width": 1280, "height": 900},
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(120_000)
    yield page
    context.close()


def sign_in(page, email: str) -> None:
    page.goto("/konto/login/?next=/verwaltung/import/")
    page.locator('main [name="login"]').fill(email)
    page.locator('main [name="password"]').fill(PASSWORD)
    page.get_by_role("button", name=_("Sign in"), exact=True).first.click()
    page.wait_for_url("**/verwaltung/import/")


def test_a_large_untidy_file_is_looked_at_confirmed_and_found(page, tmp_path):
    call_command("load_taxonomy", verbosity=0)
    here = an_organisation("Jugendhaus Südstern")
    file = tmp_path / "liste.csv"
    file.write_bytes(untidy_file())
    assert 4_500_000 < file.stat().st_size < 6_000_000

    with translation.override("de"):
        sign_in(page, a_moderator(language="de").email)
        page.locator('[name="kind"][value="organisations"]').check()
        page.locator('[name="file"]').set_input_files(file)
        page.get_by_role("button", name=_("Read the file and show what is in it")).click()

        # The page renews itself, without JavaScript, until the worker is done.
        store = page.get_by_role("button", name=_("Store these entries"))
        store.wait_for()
        text = page.locator("#content").inner_text()
        assert "Windows-1252" in text
        assert "Notiz" in text
        assert Organisation.objects.count() == 1
        counts = dict(re.findall(r"show=(\w*)\"[^>]*>[^<]*<strong>(\d+)", page.content()))
        assert counts == {"": "1206", "new": "1200", "duplicate": "1", "faulty": "5"}

        page.goto(f"{page.url.partition('?')[0]}?show=faulty")
        faulty = page.locator("ol.lines").inner_text()
        for line in range(GOOD + 2, GOOD + 7):
            assert str(line) in faulty
        assert "KÃ¶nigs" in faulty
        assert "„PLZ“" in faulty or "Postleitzahl" in faulty

        page.goto(f"{page.url.partition('?')[0]}?show=duplicate")
        assert "Jugendhaus Südstern, 04109 Leipzig" in page.locator("ol.lines").inner_text()
        page.locator(f'input[value="update:{here.pk}"]').check()
        page.get_by_role("button", name=_("Keep the choices of this page")).click()

        page.locator('[name="status"][value="approved"]').check()
        page.get_by_role("button", name=_("Store these entries")).click()
        page.get_by_role("heading", name=_("What was stored")).wait_for()

        assert Organisation.objects.approved().count() == GOOD + 1
        here.refresh_from_db()
        assert here.description == "Neu"
        assert ImportRun.objects.get().state == "done"
        page.goto(f"/organisationen/?q={NAME}+777")
        assert f"{NAME} 777" in page.locator("main").inner_text()
        assert "Müh und Spaß" in page.locator("main").inner_text()
