"""schema.org in public pages: true, complete, harmless, without anything personal."""

import json
import re

import pytest
from django.template.loader import render_to_string
from django.urls import include, path

from tests.builders import (
    a_company,
    a_membership,
    a_need,
    a_site,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
HOSTILE = '</script><script>alert(1)</script><!-- <b title="x">& \u2028 \\u003c/script>'
urlpatterns = [
    path("suche/", lambda _request: None),
    path("", include("portal.urls")),
]


def blocks(page: str) -> list[dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(block) for block in found]


def told_on(client, address: str) -> dict:
    (told,) = blocks(client.get(address, headers={"accept-language": "en"}).content.decode())
    assert told["@context"] == "https://schema.org"
    return told


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"kind": "provider"}, "NGO"), ({"kind": "public_body"}, "GovernmentOrganization"),
        ({"kind": "company", "legal_form": "GmbH & Co. KG"}, "Corporation"),
        ({"kind": "company", "legal_form": "Einzelunternehmen"}, "Organization"),
    ],
)  # fmt: skip
def test_an_organisation(client, fields, kind):
    found = an_organisation(
        "Haus Süd", website="https://sued.example/", logo="logos/a.webp", **fields
    )
    told = told_on(client, found.get_absolute_url())

    assert told["@type"] == kind
    assert (told["name"], told["url"]) == ("Haus Süd", "https://sued.example/")
    assert told["logo"].startswith(f"{SITE}/organisationen/haus-sued/logo/")
    assert told["address"] == {
        "@type": "PostalAddress", "postalCode": "04109", "addressLocality": "Leipzig",
        "addressCountry": "DE",
    }  # fmt: skip


def test_an_organisation_with_several_sites(client):
    found = an_organisation()
    a_site(found, in_="Köln")
    places = [
        where["addressLocality"] for where in told_on(client, found.get_absolute_url())["address"]
    ]
    assert places == ["Leipzig", "Köln"]


def test_a_need_is_what_its_organisation_seeks(client):
    need = a_need()
    told = told_on(client, need.get_absolute_url())

    assert (told["@type"], told["name"]) == ("NGO", need.organisation.name)
    sought = told["seeks"]
    assert (sought["@type"], sought["name"]) == ("Demand", need.title)
    assert sought["url"] == f"{SITE}{need.get_absolute_url()}"
    assert sought["validThrough"] == need.valid_until.isoformat()
    assert sought["itemOffered"]["serviceType"] == ["Advisory hour"]
    assert sought["areaServed"]["address"]["postalCode"] == "04109"


def test_an_offer(client):
    offer = an_offer()
    told = told_on(client, offer.get_absolute_url())

    assert told["@type"] == "Offer"
    assert told["itemOffered"] == {
        "@type": "Service", "name": offer.title, "serviceType": ["Advisory hour"],
        "category": ["Accounting"],
    }  # fmt: skip
    assert told["offeredBy"]["name"] == offer.organisation.name


def test_the_home_page_tells_how_to_search_once_there_is_a_search(client, settings):
    told = told_on(client, "/")
    assert (told["@type"], told["url"]) == ("WebSite", f"{SITE}/")

    settings.ROOT_URLCONF = __name__
    target = told_on(client, "/")["potentialAction"]["target"]
    assert target["urlTemplate"] == f"{SITE}/suche/?q={{search_term_string}}"


def test_a_breadcrumb_is_told_where_it_is_shown():
    trail = [{"label": "Regionen", "href": "/regionen/"}, {"label": HOSTILE}]
    (told,) = blocks(render_to_string("components/breadcrumb.html", {"trail": trail}))

    assert [step["position"] for step in told["itemListElement"]] == [1, 2]
    assert told["itemListElement"][0]["item"] == f"{SITE}/regionen/"
    assert told["itemListElement"][1]["name"] == HOSTILE


def test_hostile_text_stays_text(client):
    found = an_organisation(HOSTILE[:150], description=HOSTILE)
    need = a_need(organisation=found, title=HOSTILE[:120], description=HOSTILE)
    for address in (found.get_absolute_url(), need.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        (told,) = blocks(page)
        described = told.get("seeks", told)
        assert described["description"] == HOSTILE


def test_what_is_not_public_is_not_told_even_to_those_who_see_it(client):
    owner = a_user()
    draft = an_organisation(owner=owner, status="draft")
    approved = an_organisation(owner=owner)
    paused = a_need(organisation=approved, status="paused")
    client.force_login(owner)
    for entry in (draft, paused):
        assert blocks(client.get(entry.get_absolute_url()).content.decode()) == []


def test_nothing_personal_is_told(client):
    found = a_company(contact_name="Kim Kontakt", contact_phone="0341 12345")
    a_membership(found, a_user("Mia Mitglied"))
    found.sites.update(street="Hinterhof 7")
    offer = an_offer(organisation=found, created_by=found.memberships.get().user)
    for address in (found.get_absolute_url(), offer.get_absolute_url()):
        said = json.dumps(told_on(client, address), ensure_ascii=False)
        for secret in ("Kim Kontakt", "0341 12345", "Mia", "Hinterhof", "@beispiel"):
            assert secret not in said


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_neither_runs_nor_reports_the_data(browser, live_server):
    found = an_organisation("Haus </script><script>document.title='x'</script>")
    page = browser.new_context().new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_server.url}{found.get_absolute_url()}")

    assert said == []
    assert "Haus" in page.title()
    data = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(data)["name"] == found.name
