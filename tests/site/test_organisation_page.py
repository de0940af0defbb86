"""An organisation's page, its card in the search, its row in exports: what everybody reads of it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import (
    a_company,
    a_competence,
    a_need,
    a_site,
    a_verification,
    an_offer,
    an_organisation,
)
from tests.site.test_structured_data import blocks

pytestmark = pytest.mark.django_db
FACTS = {
    "legal_form": "e. V.", "legal_name": "Jugendhaus Süd Leipzig e. V.", "region": "Leipziger Süden",
    "recognised_under_75": True, "recognised_on": "2020-05-03", "recognised_by": "Jugendamt",
    "tax_notice": "exemption", "tax_notice_on": "2025-02-01", "umbrella": "paritaet",
    "umbrella_name": "Kreisverband", "fields_of_work": ["youth_work"],
}  # fmt: skip
HOSTILE = "<script>alert(1)</script>"


def page_of(client, organisation) -> str:
    response = client.get(organisation.get_absolute_url(), headers={"accept-language": "en"})
    return response.content.decode()


@pytest.fixture
def provider():
    return an_organisation("Jugendhaus Süd", **FACTS)


def test_a_traeger_says_what_it_is(client, provider):
    page = page_of(client, provider)
    for said in (
        "e. V.", "Jugendhaus Süd Leipzig e. V.", "Leipziger Süden", "Jugendamt", "2020",
        "Exemption notice", "2025", "Der Paritätische, Kreisverband", "Youth work",
    ):  # fmt: skip
        assert said in page, said


def test_a_company_says_what_it_can_do_and_when(client):
    company = a_company("Kontor Nord", industry="Handel", size="10-49", region="Leipzig")
    company.standing.create(
        competence=a_competence("finance/tax"), level="professional", conditions="nur dienstags"
    )
    page = page_of(client, company)
    for said in ("Handel", "10 to 49 people", "it is our profession", "nur dienstags"):
        assert said in page, said


def test_it_shows_what_is_open_and_nothing_else(client, provider):
    a_need(organisation=provider, title="Wir suchen Farbe")
    a_need(organisation=provider, title="Noch ein Entwurf", status="draft")
    a_need(organisation=provider, title="Nur eine Pause", status="paused")
    page = page_of(client, provider)
    assert "Wir suchen Farbe" in page
    assert "Noch ein Entwurf" not in page
    assert "Nur eine Pause" not in page
    assert f"?organisation={provider.slug}" not in page
    for _need in range(5):
        a_need(organisation=provider)
    assert f"?organisation={provider.slug}" in page_of(client, provider)


def test_each_site_has_a_way_to_the_map(client, provider):
    a_site(provider, in_="Köln")
    page = page_of(client, provider)
    for postcode in ("04109", "50667"):
        address = f"{reverse('site:organisations')}?place={postcode}&radius=20&map=1"
        assert address.replace("&", "&amp;") + "#map" in page
        assert client.get(address).status_code == 200


def test_the_contact_person_is_not_shown_but_how_one_gets_to_know_them(client, provider):
    page = page_of(client, provider)
    assert "when both sides have agreed" in page
    for secret in (provider.contact_name, provider.contact_email, provider.contact_phone):
        assert secret not in page


def test_markup_in_any_field_stays_text(client):
    found = an_organisation(
        legal_form=HOSTILE, legal_name=HOSTILE, region=HOSTILE, recognised_under_75=True,
        recognised_by=HOSTILE, umbrella="other", umbrella_name=HOSTILE, industry=HOSTILE,
    )  # fmt: skip
    found.standing.create(competence=a_competence(), conditions=HOSTILE)
    assert HOSTILE not in page_of(client, found)


def test_the_page_asks_as_often_for_much_as_for_little(client, provider):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, provider)
        return len(captured)

    def add(number: int) -> None:
        for _row in range(number):
            a_need(organisation=provider)
            a_site(provider, is_main=False)
            provider.standing.create(
                competence=a_competence(f"it/thing-{provider.standing.count()}")
            )

    a_verification(provider, "visit")
    add(2)
    few = queries()
    a_verification(provider, "contact")
    add(20)
    assert queries() == few <= 12


def test_search_engines_read_what_is_true(client, provider):
    a_verification(provider)
    (told,) = blocks(page_of(client, provider))
    assert told["legalName"] == "Jugendhaus Süd Leipzig e. V."
    assert told["areaServed"] == "Leipziger Süden"
    assert told["memberOf"]["name"] == "Der Paritätische, Kreisverband"
    (bare,) = blocks(page_of(client, an_organisation()))
    assert {"legalName", "areaServed", "memberOf", "knowsAbout", "numberOfEmployees"}.isdisjoint(
        bare
    )


@pytest.mark.parametrize(
    ("size", "people"),
    [("10-49", {"minValue": 10, "maxValue": 49}), ("250+", {"minValue": 250})],
)
def test_the_size_of_a_company_is_a_range(client, size, people):
    company = a_company(size=size)
    company.standing.create(competence=a_competence("finance/tax"))
    (told,) = blocks(page_of(client, company))
    assert told["numberOfEmployees"] == {"@type": "QuantitativeValue"} | people
    assert len(told["knowsAbout"]) == 1


def test_cards_carry_a_badge_without_a_query_each(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("site:organisations"))
        return len(captured)

    yesterday = timezone.localdate() - timedelta(days=1)
    a_verification(an_organisation("Geprüft"))
    a_verification(an_organisation("Abgelaufen"), checked_on=yesterday, valid_until=yesterday)
    queries()
    few = queries()
    page = client.get(reverse("site:organisations")).content.decode()
    assert page.count("#shield-check") == 1
    for _organisation in range(15):
        a_verification(an_organisation())
    client.get(reverse("site:organisations"))
    assert queries() == few


def test_open_data_tell_the_new_fields_and_no_staff(client, provider):
    provider.standing.create(competence=a_competence("finance/tax"), conditions="nur dienstags")
    a_verification(provider, note="nur für uns")
    address = reverse("site:api-organisation", args=[provider.public_id])
    text = client.get(address).content.decode()
    told = json.loads(text)
    assert told["standing"] == [
        {"competency": "finance/tax", "level": "", "conditions": "nur dienstags"}
    ]
    assert [badge["kind"] for badge in told["verifications"]] == ["visit"]
    assert set(told["verifications"][0]) == {"kind", "checked_on", "valid_until"}
    assert (told["recognised_on"], told["tax_notice"]) == ("2020-05-03", "exemption")
    assert "nur für uns" not in text
    assert "fingerprint" not in text


def test_the_table_tells_them_too(client, provider):
    provider.standing.create(competence=a_competence("finance/tax"), conditions="nur dienstags")
    a_verification(provider)
    text = b"".join(client.get(reverse("site:export-organisations")).streaming_content).decode()
    for said in ("Jugendhaus Süd Leipzig", "nur dienstags", "Leipziger Süden", "Kreisverband"):
        assert said in text, said


def test_what_an_offer_is_is_shown_with_its_company(client):
    offer = an_offer(title="Ein Nachmittag Buchhaltung")
    assert "Ein Nachmittag Buchhaltung" in page_of(client, offer.organisation)
