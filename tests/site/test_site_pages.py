"""Home, how it works, easy read: true figures, every way in, and the frame around all pages."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from cooperation.answer_clock import LOOKED_AFTER, REMIND_BEFORE
from cooperation.enquiries import ANSWER_DAYS
from matching.publishing import VALID_DAYS
from tests.builders import a_user

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]


def opened(client, address: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    return client.get(address).content.decode()


def test_home_offers_both_ways_in_and_says_who_pays(client, settings):
    settings.SERVICEDESK_FUNDER = "Gefördert vom Ministerium für Beispiele"
    page = opened(client, "/")
    main, footer = page.split("site-footer")
    for name in ("matching:need-create", "matching:offer-create", "site:needs", "site:offers"):
        assert f'href="{reverse(name)}"' in main
    assert "Companies and youth welfare, hand in hand." in main
    assert "Gefördert vom Ministerium für Beispiele" in main
    assert "Gefördert vom Ministerium für Beispiele" in footer


def test_without_a_funder_nobody_is_thanked(client, settings):
    settings.SERVICEDESK_FUNDER = ""
    assert "funder" not in opened(client, "/")


@pytest.mark.parametrize("signed_in", [True, False])
def test_every_page_leads_to_the_legal_pages_and_easy_read(client, signed_in):
    if signed_in:
        client.force_login(a_user())
    page = client.get(
        reverse("profiles:account" if signed_in else "account_login")
    ).content.decode()
    for name in ("imprint", "privacy", "terms", "accessibility", "plain", "barrier", "about"):
        assert f'href="{reverse(f"site:{name}")}' in page, name


def test_the_figures_of_the_examples_are_those_of_the_code(client):
    page = opened(client, reverse("site:about"))
    assert f"At most {ANSWER_DAYS} days" in page
    assert f"public for {VALID_DAYS} days" in page
    assert "They have ten days, we remind them after seven." in page
    assert timedelta(days=10 - 7) == REMIND_BEFORE == timedelta(days=3)
    assert ANSWER_DAYS == 10
    assert timedelta(weeks=2) == LOOKED_AFTER


def test_both_sides_are_called_to_act_and_can_be_linked_to(client):
    page = opened(client, reverse("site:about"))
    home = opened(client, "/")
    for anchor, name in (("traeger", "need"), ("unternehmen", "offer")):
        assert f'<section id="{anchor}">' in page
        assert f'href="{reverse(f"matching:{name}-create")}"' in page
        assert f'href="{reverse("site:about")}#{anchor}"' in home


@pytest.mark.parametrize("language", LANGUAGES)
def test_easy_read_keeps_its_rules(client, language):
    """Short sentences, one a line, no digits spelt out, a picture beside each part."""
    page = opened(client, reverse("site:plain"), language)
    main = page.split("<main")[1].split("</main>")[0]
    parts = main.split('<section class="plain-part">')[1:]
    assert len(parts) == 6
    assert all(part.lstrip().startswith("<img") and 'alt=""' in part for part in parts)
    lines = [
        re.sub(r"<[^>]+>", "", line).strip()
        for paragraph in re.findall(r"<p>(.*?)</p>", "".join(parts), re.DOTALL)
        for line in paragraph.split("<br>")
    ]
    assert len(lines) > 25
    for line in filter(None, lines):
        assert len(line.split()) <= 12, line
        assert not re.search(r"\. \S", line), line
        assert not re.search(r"z\. ?B\.|e\.g\.|usw\.|etc\.", line), line
    assert f"{ANSWER_DAYS} " in main


@pytest.mark.parametrize("name", ["home", "about", "plain", "barrier", "imprint", "accessibility"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_come_in_order(client, name, language):
    page = opened(client, reverse(f"site:{name}"), language)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
