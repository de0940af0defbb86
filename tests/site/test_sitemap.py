"""What programs that visit are told: sitemap, robots.txt, security.txt, the one address of a page."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.site.sitemaps import Entries, sections
from tests.builders import a_company, a_need, a_user, an_offer, an_organisation

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


def locations(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 -- our own answer
    return [element.text for element in root.iter() if element.tag.endswith("}loc")]


def whole_sitemap(client) -> list[str]:
    pieces = locations(client, "/sitemap.xml")
    return [page for piece in pieces for page in locations(client, piece.removeprefix(SITE))]


def test_everything_public_is_in_it_and_nothing_else(client):
    organisation, company = an_organisation(), a_company()
    need, offer = a_need(organisation=organisation), an_offer(organisation=company)
    an_organisation(status="submitted")
    a_need(organisation=organisation, status="paused")
    an_offer(organisation=company, status="draft")

    found = whole_sitemap(client)

    entries = [organisation, company, need, offer]
    assert {f"{SITE}{entry.get_absolute_url()}" for entry in entries} < set(found)
    assert len(found) == len(set(found)) == 12 + len(entries)


def test_each_address_in_it_opens_and_names_itself_as_the_one(client):
    a_need()
    an_offer()
    for address in whole_sitemap(client):
        response = client.get(address.removeprefix(SITE))
        assert response.status_code == 200
        assert f'<link rel="canonical" href="{address}">' in response.content.decode()


def test_entries_tell_when_they_changed(client):
    a_need()
    today = f"{datetime.now(UTC):%Y-}"
    assert f"<lastmod>{today}" in client.get("/sitemap-bedarfe.xml").content.decode()
    assert f"<lastmod>{today}" in client.get("/sitemap.xml").content.decode()


def test_the_host_of_the_request_is_not_believed(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://portal.example"
    a_need()
    for address in ("/sitemap.xml", "/sitemap-bedarfe.xml", "/sitemap-seiten.xml"):
        said = client.get(address, headers={"host": "evil.example"}).content.decode()
        assert "evil.example" not in said
        assert "<loc>https://portal.example/" in said


def test_many_entries_come_in_pieces(client, monkeypatch):
    monkeypatch.setattr(Entries, "limit", 2)
    for _number in range(5):
        a_need()

    pieces = [piece for piece in locations(client, "/sitemap.xml") if "bedarfe" in piece]
    assert pieces == [f"{SITE}/sitemap-bedarfe.xml{more}" for more in ("", "?p=2", "?p=3")]
    assert sum(len(locations(client, piece.removeprefix(SITE))) for piece in pieces) == 5


@pytest.mark.parametrize("address", [
    "/sitemap-nichts.xml", "/sitemap-bedarfe.xml?p=7", "/sitemap-bedarfe.xml?p=-1",
    "/sitemap-bedarfe.xml?p=x", "/sitemap-bedarfe.xml?p=" + "9" * 5000,
])  # fmt: skip
def test_pieces_that_do_not_exist_are_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("section", ["", *sections()])
def test_a_piece_asks_the_database_as_often_for_fifty_as_for_two(client, section):
    address = f"/sitemap-{section}.xml" if section else "/sitemap.xml"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def add(number: int) -> None:
        for _row in range(number):
            a_need()
            an_offer()

    add(2)
    few = queries()
    add(48)
    assert queries() == few <= (6 if not section else 2)


@pytest.mark.parametrize("address", [
    "/sitemap.xml", "/sitemap-bedarfe.xml", "/robots.txt", "/.well-known/security.txt",
])  # fmt: skip
def test_the_same_for_everybody(client, address):
    client.force_login(a_user())
    response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_robots_are_led_to_the_sitemap_and_away_from_what_is_not_for_them(client):
    said = client.get("/robots.txt")
    lines = said.content.decode().splitlines()
    assert said["Content-Type"].startswith("text/plain")
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    refused = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    for name in ("admin:index", "account_login", "site:desk", "matching:mine", "profiles:account",
                 "matching:suggestions", "cooperation:enquiries"):  # fmt: skip
        assert any(reverse(name).startswith(path) for path in refused), name
    assert reverse("profiles:invitation", args=["x"]).startswith(tuple(refused))
    a_need()
    for address in whole_sitemap(client):
        assert not address.removeprefix(SITE).startswith(tuple(refused)), address


def test_whoever_finds_a_weakness_knows_whom_to_tell(client, settings):
    settings.SERVICEDESK_EMAIL = "hilfe@servicestelle.example"
    said = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:hilfe@servicestelle.example\n" in said
    expires = datetime.fromisoformat(re.search(r"Expires: (\S+)", said)[1])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?q=hilfe", ""), ("?page=2", "?page=2"), ("?page=1", ""), ("?page=x&q=1", "")],
)
def test_a_filtered_list_names_the_whole_one(client, query, expected):
    page = client.get(f"/bedarfe/{query}").content.decode()
    assert f'<link rel="canonical" href="{SITE}/bedarfe/{expected}">' in page


def test_pages_behind_the_sign_in_name_no_address(client):
    client.force_login(a_user())
    assert 'rel="canonical"' not in client.get("/schreibtisch/", follow=True).content.decode()
    assert 'rel="canonical"' not in client.get("/gibt-es-nicht/").content.decode()
