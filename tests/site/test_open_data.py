"""The open data tell what everybody may read on the pages, and nothing else."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import Membership
from tests.builders import (
    a_company,
    a_competence,
    a_membership,
    a_need,
    a_site,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db

LISTS = ("organisations", "needs", "offers")


def read(client, path: str, **query) -> dict:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def titles(client, path: str, **query) -> set[str]:
    return {row.get("title") or row["name"] for row in read(client, path, **query)["results"]}


def test_an_organisation_tells_its_public_part(client):
    found = an_organisation(
        "Jugendhaus Süd", website="https://sued.example/", fields_of_work=["youth_work"]
    )
    found.standing_competencies.add(a_competence("finance/accounting"))

    (told,) = read(client, "organisations/")["results"]

    assert told == read(client, f"organisations/{found.public_id}/")
    assert told["id"] == str(found.public_id)
    assert told["url"] == f"http://localhost:8000/organisationen/{found.slug}/"
    assert told["sites"] == [
        {"label": "", "postcode": "04109", "place": "Leipzig", "land": "SN", "is_main": True}
    ]
    assert told["competencies"] == ["finance/accounting"]


def test_a_need_and_an_offer_tell_their_public_part(client):
    need, offer = a_need(alternative_formats=["mentoring"]), an_offer(capacity=3, capacity_taken=1)

    (told,) = read(client, "needs/")["results"]
    assert told == read(client, f"needs/{need.public_id}/")
    assert told["formats"] == ["advisory-hour", "mentoring"]
    assert told["target_groups"] == ["staff"]
    assert told["organisation"]["id"] == str(need.organisation.public_id)

    (told,) = read(client, "offers/")["results"]
    assert told == read(client, f"offers/{offer.public_id}/")
    assert (told["capacity"], told["capacity_left"]) == (3, 2)


def test_contact_data_names_of_people_and_counting_numbers_are_not_told(client):
    organisation = an_organisation("Jugendhaus Süd", register_number="VR 4711", vat_id="DE1")
    organisation.sites.update(street="Hinterhof 7")
    membership = a_membership(organisation, a_user("Mia Mitglied"))
    a_need(organisation=organisation, created_by=membership.user, posted_by_agent="Mittlerin")
    an_offer(organisation=a_company(contact_name="Kim Kontakt"))

    said = "".join(client.get(f"/api/v1/{path}/").content.decode() for path in LISTS)

    for secret in (
        "Kim Kontakt", "kontakt@", "0341 12345", "Mia", "VR 4711", "DE1", "Hinterhof",
        "Mittlerin", "contact_name", "contact_email", "created_by", '"pk"', "changed_xid",
    ):  # fmt: skip
        assert secret not in said, secret
    assert Membership.objects.count() == 1
    ids = [row["id"] for path in LISTS for row in read(client, f"{path}/")["results"]]
    assert all(len(public_id) == 36 for public_id in ids)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "suspended"])
def test_an_organisation_that_is_not_approved_does_not_exist(client, status):
    hidden = an_organisation(status=status)
    a_need(organisation=hidden)
    an_offer(organisation=a_company(status=status))

    assert [read(client, f"{path}/")["results"] for path in LISTS] == [[], [], []]
    assert client.get(f"/api/v1/organisations/{hidden.public_id}/").status_code == 404


@pytest.mark.parametrize(
    "status", ["draft", "submitted", "returned", "paused", "fulfilled", "closed", "expired"]
)
def test_a_listing_that_is_not_open_does_not_exist(client, status):
    hidden = a_need(status=status)

    assert read(client, "needs/")["results"] == []
    assert client.get(f"/api/v1/needs/{hidden.public_id}/").status_code == 404


def test_a_listing_is_told_until_its_last_day(client):
    a_need(title="heute noch", valid_until=timezone.localdate())
    a_need(title="vorbei", valid_until=timezone.localdate() - timedelta(days=1))

    assert titles(client, "needs/") == {"heute noch"}


def test_members_and_moderators_read_no_more_than_strangers(client):
    own = an_organisation(owner=a_user("Paula"), status="draft")
    a_need(organisation=own, status="draft")
    client.force_login(own.memberships.get().user)

    assert read(client, "organisations/")["results"] == []
    assert read(client, "needs/")["results"] == []


def test_pages_follow_each_other_without_gap_or_repetition(client):
    wanted = {str(a_need(title=f"Bedarf {number}").public_id) for number in range(7)}
    page = read(client, "needs/", limit=3)
    seen, pages = [row["id"] for row in page["results"]], 1
    gone = a_need(title="kommt dazwischen")
    gone.delete()
    while page["next"]:
        assert page["next"].startswith("http://localhost:8000/api/v1/needs/?")
        page = client.get(page["next"].removeprefix("http://localhost:8000")).json()
        seen += [row["id"] for row in page["results"]]
        pages += 1

    assert (len(seen), set(seen), pages) == (7, wanted, 3)


def test_a_page_keeps_its_filters(client):
    for number in range(3):
        a_need(title=f"in Leipzig {number}")
        a_need(title=f"in Köln {number}", in_="Köln")
    page = read(client, "needs/", limit=2, plz="50")
    rest = client.get(page["next"].removeprefix("http://localhost:8000")).json()

    assert all("Köln" in row["title"] for row in page["results"] + rest["results"])
    assert len(page["results"] + rest["results"]) == 3


def test_each_answer_names_its_licence(client, settings):
    settings.OPEN_DATA_LICENCE = "CC BY 4.0"
    assert read(client, "needs/")["licence"] == "CC BY 4.0"


def test_organisations_are_narrowed(client):
    near = an_organisation("Leipziger Haus")
    a_site(near, in_="Berlin")
    far = a_company("Kölner Kontor", in_="Köln")
    far.standing_competencies.add(a_competence("finance/accounting"))
    a_competence("legal/contracts")

    assert titles(client, "organisations/", kind="company") == {"Kölner Kontor"}
    assert titles(client, "organisations/", kind=["company", "provider"]) == {near.name, far.name}
    assert titles(client, "organisations/", competence="finance") == {far.name}
    assert titles(client, "organisations/", competence="finance/accounting") == {far.name}
    assert titles(client, "organisations/", competence="legal") == set()
    assert titles(client, "organisations/", land="BE") == {near.name}
    assert titles(client, "organisations/", land="NW") == {far.name}
    assert titles(client, "organisations/", plz="04") == {near.name}
    assert titles(client, "organisations/", place="06108", radius=50) == {near.name}
    assert titles(client, "organisations/", place="06108", radius=5) == set()


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("Halle", {"postcode": "06108", "place": "Halle (Saale)", "land": "ST"}),
        ("06110 Halle", {"postcode": "06110", "place": "Halle (Saale)", "land": "ST"}),
        ("Leipz", {"postcode": "04103", "place": "Leipzig", "land": "SN"}),
    ],
)
def test_the_answer_says_which_place_was_understood(client, asked, understood):
    """Several towns are called Halle: whoever copies the data could not tell which was meant."""
    an_organisation("Haus A", in_="Halle"), an_organisation("Haus B", in_="Halle")
    told = read(client, "organisations/", place=asked, radius=400, limit=1)
    assert told["around"] == understood
    assert client.get(told["next"]).json()["around"] == understood
    assert "around" not in read(client, "organisations/")


def test_a_place_that_is_not_known_is_refused_by_name(client):
    response = client.get("/api/v1/needs/", {"place": "Nirgendwo"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "place"


def test_listings_are_narrowed(client):
    a_need(title="A", format="training", target_group="children")
    need = a_need(
        title="B", alternative_formats=["mentoring"], in_="Köln",
        competencies=("legal/contracts",),
    )  # fmt: skip
    an_offer(title="C", formats=["training"], target_groups=["children"])
    an_offer(title="D", formats=["mentoring", "space"], target_groups=[])

    assert titles(client, "needs/", format=["mentoring", "training"]) == {"A", "B"}
    assert titles(client, "needs/", format="mentoring") == {"B"}
    assert titles(client, "needs/", target_group="children") == {"A"}
    assert titles(client, "needs/", competence="legal") == {"B"}
    assert titles(client, "needs/", land="NW") == {"B"}
    assert titles(client, "needs/", plz="50667") == {"B"}
    assert titles(client, "needs/", place="Leipzig") == {"A"}
    assert titles(client, "needs/", organisation=str(need.organisation.public_id)) == {"B"}
    assert titles(client, "offers/", format="space") == {"D"}
    assert titles(client, "offers/", target_group="children") == {"C", "D"}
    assert titles(client, "offers/", target_group="staff") == {"D"}


def test_only_what_changed_since_is_told(client):
    a_need(title="neu")
    now = timezone.now()

    assert titles(client, "needs/", updated_since=(now - timedelta(hours=1)).isoformat()) == {"neu"}
    assert titles(client, "needs/", updated_since=(now + timedelta(hours=1)).isoformat()) == set()


def test_the_taxonomy_is_told_with_groups(client):
    a_competence("finance/accounting")
    told = {row["slug"]: row["group"] for row in read(client, "competencies/")["results"]}
    assert told["finance"] is None
    assert told["finance/accounting"] == "finance"


def test_the_page_for_people_opens_in_both_languages(client, settings):
    settings.OPEN_DATA_LICENCE = "CC BY 4.0 <b>"
    german = client.get(reverse("site:api"), headers={"accept-language": "de"}).content.decode()
    english = client.get(reverse("site:api"), headers={"accept-language": "en"}).content.decode()

    assert "CC BY 4.0 &lt;b&gt;" in german
    assert "CC BY 4.0 &lt;b&gt;" in english
    assert "Needs around Leipzig" in english
    assert "<code>capacity_left</code>" in english
    assert "<code>radius=40</code>" in english


def test_the_examples_of_the_page_work(client):
    """Each parameter with its example is answered, so that nobody copies an error."""
    from portal.site.api.description import _parameters

    for parameter in _parameters():
        value = str(an_organisation().public_id) if parameter["example"] == "…" else None
        path = "organisations" if parameter["name"] == "kind" else "needs"
        more = {"place": "Leipzig"} if parameter["name"] == "radius" else {}
        a_competence("finance/accounting")
        read(client, f"{path}/", **more | {parameter["name"]: value or parameter["example"]})


def test_the_description_is_valid_openapi(client, settings):
    from openapi_spec_validator import validate

    settings.OPEN_DATA_LICENCE = "CC BY 4.0"
    document = client.get("/api/openapi.json").json()

    validate(document)
    assert document["openapi"].startswith("3.")
    assert document["info"]["license"]["name"] == "CC BY 4.0"
    assert len(document["paths"]) == 7
    said = json.dumps(document)
    assert "contact_email" not in said


def test_the_description_knows_every_field_and_parameter(client):
    from portal.site.api.filters import NeedFilter

    a_need()
    document = client.get("/api/openapi.json").json()
    listed = document["paths"]["/needs/"]["get"]
    names = {parameter["name"] for parameter in listed["parameters"]}
    assert names == {*NeedFilter.base_filters, "cursor", "limit"}
    assert all(parameter["description"] for parameter in listed["parameters"])
    (told,) = read(client, "needs/")["results"]
    assert set(document["components"]["schemas"]["Need"]["properties"]) == set(told)
