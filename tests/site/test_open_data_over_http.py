"""How the open data answer: caches, other origins, haste, and whatever makes no sense."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.models import Need
from tests.builders import a_company, a_need, a_site, a_user, an_offer, an_organisation
from tests.evil import EVIL

pytestmark = pytest.mark.django_db

LISTS = ("organisations", "needs", "offers")
ADDRESSES = [f"/api/v1/{path}/" for path in (*LISTS, "competencies")] + ["/api/openapi.json"]
PARAMETERS = (
    "kind", "competence", "format", "target_group", "organisation", "land", "plz", "place",
    "radius", "updated_since", "cursor", "limit", "page", "nonsense",
)  # fmt: skip


@pytest.fixture(autouse=True)
def entry():
    return a_need()


def problem(response, status: int) -> dict:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    # By language, and by packing where there is enough to pack; never by who asks.
    assert set(response["Vary"].split(", ")) - {"Accept-Encoding"} == {"Accept-Language"}
    assert not response.cookies
    told = response.json()
    assert told["status"] == status
    assert told["detail"].endswith((".", "!"))
    return told


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_are_for_everybody_and_know_nobody(client, address):
    client.force_login(a_user())
    client.cookies["django_language"] = "en"
    response = client.get(address, headers={"origin": "https://elsewhere.example"})

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert response["Cache-Control"] == "public, max-age=300"
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not response.cookies
    assert response["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_session_is_looked_up(client, address):
    client.force_login(a_user())
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert not [query for query in captured if "session" in query["sql"]]


def test_other_pages_stay_closed_to_other_origins(client, entry):
    for address in ("/", "/api/", entry.get_absolute_url()):
        assert "Access-Control-Allow-Origin" not in client.get(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_answer_is_not_sent_again(client, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_changed_entry_is_sent_again(client, entry):
    tag = client.get("/api/v1/needs/")["ETag"]
    Need.objects.filter(pk=entry.pk).update(title="Ganz anders")

    assert client.get("/api/v1/needs/", headers={"if-none-match": tag}).status_code == 200


def test_one_entry_knows_when_it_changed(client, entry):
    address = f"/api/v1/needs/{entry.public_id}/"
    changed = client.get(address)["Last-Modified"]

    assert client.get(address, headers={"if-modified-since": changed}).status_code == 304
    before = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert client.get(address, headers={"if-modified-since": before}).status_code == 200


def test_a_list_claims_no_date(client):
    """An entry that left would make it older than what somebody has."""
    assert "Last-Modified" not in client.get("/api/v1/needs/")


def test_an_ended_entry_is_gone_for_those_who_know_it(client, entry):
    address = f"/api/v1/needs/{entry.public_id}/"
    tag = client.get(address)["ETag"]
    Need.objects.update(status="closed")

    problem(client.get(address, headers={"if-none-match": tag}), 404)


def test_head_is_answered_without_content(client):
    response = client.head("/api/v1/needs/")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)("/api/v1/needs/")
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD"


def test_who_is_in_a_hurry_is_told_when_to_come_back(client, settings):
    settings.OPEN_DATA_RATE = "3/min"
    client.defaults["REMOTE_ADDR"] = "203.0.113.3"
    statuses = [client.get("/api/v1/needs/").status_code for _time in range(3)]
    response = client.get("/api/v1/needs/", headers={"accept-language": "en"})

    assert statuses == [200, 200, 200]
    told = problem(response, 429)
    assert 0 < int(response["Retry-After"]) <= 60
    assert response["Retry-After"] in told["detail"]
    assert client.get("/api/v1/needs/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_household_has_one_limit(client, settings):
    settings.OPEN_DATA_RATE = "1/min"
    assert client.get("/api/v1/needs/", REMOTE_ADDR="2001:db8::1").status_code == 200
    assert client.get("/api/v1/needs/", REMOTE_ADDR="2001:db8::2").status_code == 429
    assert client.get("/api/v1/needs/", REMOTE_ADDR="2001:db8:1::2").status_code == 200


def test_a_forged_header_gives_no_new_limit(client, settings):
    settings.OPEN_DATA_RATE = "1/min"
    client.defaults["REMOTE_ADDR"] = "203.0.113.4"
    assert client.get("/api/v1/needs/", headers={"x-forwarded-for": "1.1.1.1"}).status_code == 200
    assert client.get("/api/v1/needs/", headers={"x-forwarded-for": "1.1.1.2"}).status_code == 429


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("radius=99999999&place=Leipzig", "radius"), ("radius=-5&place=Leipzig", "radius"),
        ("radius=20", "radius"), ("place=Nirgendwo-am-See", "place"), ("plz=x", "plz"),
        ("plz=0", "plz"), ("land=XX", "land"), ("competence=nix", "competence"),
        ("format=dance", "format"), ("target_group=cats", "target_group"),
        ("updated_since=yesterday", "updated_since"), ("organisation=7", "organisation"),
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=-1", "limit"), ("limit=٣", "limit"),
        ("cursor=7", "cursor"), ("page=2", "page"), ("compentence=finance", "compentence"),
    ],
)  # fmt: skip
def test_a_bad_parameter_is_named(client, query, name):
    told = problem(client.get(f"/api/v1/needs/?{query}"), 400)
    assert [wrong["parameter"] for wrong in told["errors"]] == [name]
    assert name in told["detail"]


def test_several_bad_parameters_are_all_named(client):
    told = problem(client.get("/api/v1/needs/?land=XX&plz=x"), 400)
    assert {wrong["parameter"] for wrong in told["errors"]} == {"land", "plz"}


def test_no_error_gives_back_a_flood(client):
    response = client.get("/api/v1/needs/", {"land": "x" * 10_000, "y" * 10_000: "1"})
    assert len(response.content) < 2_000


@pytest.mark.parametrize(
    "address",
    ["/api/v1/", "/api/v1/nothing/", "/api/v1/needs/7/", "/api/v1/organisations/%F0%9F%98%80/",
     "/api/v1/needs/00000000-0000-0000-0000-000000000000/"],
)  # fmt: skip
def test_what_does_not_exist_is_a_problem_with_a_sentence(client, address):
    problem(client.get(address), 404)


def test_a_null_byte_is_a_problem_with_a_sentence(client):
    problem(client.get("/api/v1/needs/?place=%00"), 400)


MOMENTS = [
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30", "2026-W10",
    "0001-01-01", "2026-10-25T02:30:00", "99999-01-01T00:00:00Z", "2026-01-01T00:00:00+99:99",
]  # fmt: skip
NUMBERS = ["NaN", "Infinity", "-Infinity", "1e400", "0", "0.0000000001", "1e-400", "٣", "１２"]


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("path", [*LISTS, "competencies"])
def test_odd_values_are_answered_or_refused(client, path, name):
    for value in [
        *(v[:20_000] for v in EVIL),
        *MOMENTS,
        *NUMBERS,
        "x" * 10_000,
        "%",
        "_",
        "\\",
        "(",
        "[]",
    ]:
        for more in ({}, {"place": "Leipzig"}):
            status = client.get(f"/api/v1/{path}/", more | {name: value}).status_code
            assert status in {200, 400}, (name, value[:40])


def test_odd_names_are_refused(client):
    for name in EVIL:
        if name:
            assert client.get("/api/v1/needs/", {name: "1"}).status_code == 400, name[:40]


def test_many_values_of_one_name_are_answered_or_refused(client):
    many = "&".join(["format=mentoring"] * 2_000)
    assert client.get(f"/api/v1/needs/?{many}").status_code in {200, 400}


def test_a_page_asks_the_database_as_often_for_fifty_as_for_two(client):
    def add(number: int) -> None:
        for _row in range(number):
            a_site(an_organisation(), in_="Köln")
            a_need(competencies=("finance/accounting", "legal/contracts"))
            an_offer(organisation=a_company())

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/{path}/?place=Leipzig&limit=100").status_code == 200
        assert not [query for query in captured if " OFFSET " in query["sql"]]
        assert not [query for query in captured if "COUNT(" in query["sql"]]
        return len(captured)

    add(2)
    few = [queries(path) for path in LISTS]
    add(48)
    assert [queries(path) for path in LISTS] == few == [5, 2, 2]


def test_an_entry_needs_no_more_queries_than_a_page(client, entry):
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/api/v1/needs/{entry.public_id}/")
    assert len(captured) == 2


def test_valid_until_yesterday_is_gone_without_any_task(client, entry):
    Need.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert client.get("/api/v1/needs/").json()["results"] == []
