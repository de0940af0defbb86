"""My desk: what waits for me, what waits for others, across all of my organisations."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import Cooperation
from profiles import team
from tests.builders import (
    a_company,
    a_cooperation,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    a_work_log,
    an_appointment,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db
DESK = "/schreibtisch/"


@pytest.fixture
def person(client):
    person = a_user("Mia Probst")
    client.force_login(person)
    return person


@pytest.fixture
def own(person):
    return an_organisation("Jugendhaus Süd", owner=person)


def sentences(response, which: str) -> list[tuple[str, str]]:
    return [(item.title, item.own) for item in response.context[which]]


def test_my_turn_and_the_turn_of_others_are_told_apart(client, own):
    asked = a_need(organisation=own, title="Wir wurden gefragt")
    an_enquiry(need=asked)
    asking = a_need(organisation=own, title="Wir haben gefragt")
    an_enquiry(need=asking, opened_from="need")
    page = client.get(DESK)
    assert sentences(page, "yours") == [("Wir wurden gefragt", "Jugendhaus Süd")]
    assert sentences(page, "others") == [("Wir haben gefragt", "Jugendhaus Süd")]


def test_it_looks_across_all_organisations_and_can_be_narrowed(client, own, person):
    other = a_company("Kontor Nord")
    a_membership(other, person)
    an_enquiry(need=a_need(organisation=own, title="Für Süd"))
    offer = an_offer(organisation=other, title="Von Nord")
    an_enquiry(need=a_need(title="Für Fremde"), offer=offer, opened_from="need")
    assert len(client.get(DESK).context["yours"]) == 2
    page = client.get(DESK, {"organisation": other.slug})
    assert [item.own for item in page.context["yours"]] == ["Kontor Nord"]
    assert client.get(DESK, {"kind": "listing"}).context["yours"] == []
    nonsense = client.get(DESK, {"organisation": "gibt-es-nicht", "kind": "quatsch"})
    assert len(nonsense.context["yours"]) == 2


def test_what_waits_in_a_cooperation_stands_there_too(client, own):
    a_cooperation(need=a_need(organisation=own, title="Zu Ende"), status="closing")
    a_cooperation(need=a_need(organisation=own, title="Vorbei"), status="closed")
    page = client.get(DESK)
    assert [item.title for item in page.context["yours"]] == ["Zu Ende"]
    assert [str(c) for c in page.context["running"]] == ["Zu Ende"]


def test_owners_find_who_would_like_to_join_and_members_do_not(client, own):
    team.ask_to_join(own, "Ich bin neu im Haus.", by=a_user("Nina Neugier"))
    page = client.get(DESK)
    assert sentences(page, "yours") == [("Nina Neugier", "Jugendhaus Süd")]
    assert page.context["yours"][0].url == reverse("profiles:team", args=[own.slug])
    own.memberships.update(role="member")
    assert client.get(DESK).context["yours"] == []


def test_who_has_asked_to_join_reads_that_it_is_on_its_way(client, person):
    team.ask_to_join(an_organisation("Haus Nord"), "", by=person)
    assert "Haus Nord" in client.get(DESK).content.decode()


def test_the_servicestelle_is_led_to_what_waits_and_not_asked_for_its_organisation(client):
    client.force_login(a_moderator())
    page = client.get(DESK).content.decode()
    assert reverse("admin:index") in page
    assert reverse("profiles:organisation-create") not in page


def test_strangers_things_are_not_there(client, own):
    an_enquiry()
    a_cooperation(status="closing")
    page = client.get(DESK)
    assert page.context["yours"] == page.context["others"] == page.context["running"] == []


@pytest.mark.parametrize("status", ["planning", "active", "closing"])
def test_the_number_of_queries_does_not_grow(client, own, status, django_assert_max_num_queries):
    a_cooperation(need=a_need(organisation=own), status=status)
    client.get(DESK)
    with django_assert_max_num_queries(40) as first:
        client.get(DESK)
    for _number in range(8):
        a_cooperation(need=a_need(organisation=own), status=status)
        an_enquiry(need=a_need(organisation=own))
    with django_assert_max_num_queries(len(first.captured_queries) + 1):
        client.get(DESK)


def test_the_list_of_cooperations_holds_those_that_have_ended_too(client, own):
    a_cooperation(need=a_need(organisation=own, title="Vorbei"), status="closed")
    a_cooperation(need=a_need(title="Von Fremden"), status="closed")
    page = client.get(reverse("cooperation:cooperations"))
    assert [str(c) for c in page.context["page_obj"]] == ["Vorbei"]
    assert Cooperation.objects.count() == 2


def test_appointments_and_hours_ask_without_more_queries(client, own):
    def more(count: int) -> int:
        for _number in range(count):
            running = a_cooperation(need=a_need(organisation=own), status="active")
            an_appointment(running, in_days=-1)
            an_appointment(running, in_days=-2, seeking_says="took_place", offering_says="moved")
            a_work_log(running)
            a_cooperation(need=a_need(organisation=own), status="active")
        client.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(DESK)
        assert any(item.says_url for item in page.context["yours"])
        return len(captured)

    assert more(2) == more(20)


def test_the_servicestelle_sees_how_much_waits_of_what(client):
    an_organisation(status="submitted")
    client.force_login(a_moderator())
    page = client.get(DESK).content.decode()
    assert re.search(r"<strong>1</strong>\s*Organisationen", page)
    assert "Bedarfe</a>" not in page.split("<main")[1]  # none of these waits


def test_when_nothing_waits_the_servicestelle_is_told_so(client):
    client.force_login(a_moderator())
    assert "Nichts wartet. Alles ist entschieden." in client.get(DESK).content.decode()
