"""Tables to take away: what is public, in a form that German spreadsheets open without harm."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.foundation.spreadsheets import safe
from tests.builders import a_company, a_moderator, a_need, an_offer, an_organisation

pytestmark = pytest.mark.django_db
NASTY = ["=cmd|' /C calc'!A1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"]


def rows_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def column(rows: list[list[str]], number: int) -> list[str]:
    return [row[number] for row in rows[1:]]


def test_everybody_takes_away_approved_organisations_without_contacts(client):
    an_organisation("Jugendhaus Süd")
    an_organisation("Noch nicht frei", status="submitted")
    response = client.get("/export/organisationen.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    rows = rows_of(response)
    assert column(rows, 0) == ["Jugendhaus Süd"]
    assert "04109" in rows[1]
    assert not any("kontakt@" in cell or "0341 12345" in cell for cell in rows[1])


@pytest.mark.parametrize(("address", "add"), [("bedarfe", a_need), ("angebote", an_offer)])
def test_only_open_listings_are_exported(client, address, add):
    add(title='Offen; mit "Zeichen"\nund Zeile')
    add(title="Entwurf", status="draft")
    add(title="Vorbei", valid_until=timezone.localdate() - timedelta(days=1))
    rows = rows_of(client.get(f"/export/{address}.csv"))
    assert column(rows, 1) == ['Offen; mit "Zeichen"\nund Zeile']
    assert all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_is_taken_for_a_formula(client, text):
    assert safe(text) == "'" + text
    a_need(title=text)
    assert column(rows_of(client.get("/export/bedarfe.csv")), 1) == ["'" + text]


def test_a_search_is_exported_as_it_is_found(client):
    a_need(title="Website bauen")
    a_need(title="Zaun streichen")
    found = rows_of(client.get("/export/suche/needs/?q=Zaun"))
    assert column(found, 1) == ["Zaun streichen"]
    assert "/export/suche/needs/?q=Zaun" in client.get("/bedarfe/?q=Zaun").content.decode()


def test_a_search_through_everything_names_the_kind_of_each_hit(client):
    a_need(title="Zaun streichen", organisation=an_organisation("Jugendhaus Süd"))
    an_offer(title="Zaunbau", organisation=a_company("Kontor Nord"))
    rows = rows_of(client.get("/export/suche/search/"))
    assert {"Jugendhaus Süd", "Kontor Nord", "Zaun streichen", "Zaunbau"} == set(column(rows, 1))
    assert all(row[0] and row[5] == "04109 Leipzig" for row in rows[1:])


def test_an_unknown_list_and_odd_values_break_nothing(client):
    assert client.get("/export/suche/etwas/").status_code == 404
    assert client.get("/export/suche/search/?q=" + "a" * 5000 + "&page=x").status_code == 200
    assert client.post("/export/bedarfe.csv").status_code == 405


@pytest.mark.parametrize("address", ["/export/suche/search/", "/export/organisationen.csv"])
def test_more_rows_take_no_more_queries(client, django_assert_max_num_queries, address):
    def add():
        a_need(), an_offer()

    add(), add()
    rows_of(client.get(address))
    with django_assert_max_num_queries(45) as few:
        rows_of(client.get(address))
        before = len(few)
    for _number in range(20):
        add()
    rows_of(client.get(address))
    with django_assert_max_num_queries(before):
        assert len(rows_of(client.get(address))) > 20


@pytest.mark.parametrize("model", ["profiles/organisation", "matching/need", "matching/offer"])
def test_moderators_export_what_they_selected(client, settings, model):
    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(a_moderator())
    chosen = {
        "profiles/organisation": lambda: an_organisation("Gewählt", status="submitted"),
        "matching/need": lambda: a_need(title="Gewählt", status="submitted"),
        "matching/offer": lambda: an_offer(title="Gewählt", status="submitted"),
    }[model]()
    an_organisation("Nicht gewählt", status="submitted")
    address = reverse(f"admin:{model.replace('/', '_')}_changelist")
    answer = client.post(
        address + "?status=all", {"action": "export_selected", "_selected_action": [chosen.pk]}
    )
    rows = rows_of(answer)
    assert len(rows) == 2
    assert "Gewählt" in rows[1]
