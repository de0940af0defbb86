"""Reminding of appointments, asking what became of them, and the answers."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cooperation import answer_links, appointments, reminders, turns, wall_clock
from cooperation.appointments import Plan, who_did_not_come
from cooperation.models import Appointment, Cooperation, CooperationSide, Says
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_membership,
    a_user,
    an_appointment,
)
from tests.cooperation.conftest import NOW

SEEKING, OFFERING = CooperationSide.SEEKING, CooperationSide.OFFERING


def afresh(cooperation: Cooperation) -> Cooperation:
    """As the next page reads it: what asks for something is looked up once for each object."""
    return Cooperation.objects.get(pk=cooperation.pk)


BERLIN = wall_clock.BERLIN


def a_plan(day: date = date(2027, 3, 17), **fields) -> Plan:
    values = {"title": "Erstes Treffen", "starts": time(14), "ends": time(15, 30)}
    return Plan(day=day, **values | fields)


def mails(template: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(key__startswith=f"{template}:").order_by("pk"))


# --- Reminding and asking -----------------------------------------------------------------------------


def test_both_sides_are_reminded_at_nine_on_the_day_before_and_only_once(clock, sides):
    sina, hakan, cooperation = sides
    appointments.propose(cooperation, a_plan(), by=hakan)
    clock.move_to(datetime(2027, 3, 16, 8, 59, tzinfo=BERLIN))
    assert reminders.remind() == 0
    clock.move_to(datetime(2027, 3, 16, 9, 0, tzinfo=BERLIN))
    assert reminders.remind() == 1
    assert reminders.remind() == 0
    assert {mail.recipient for mail in mails("appointment_tomorrow")} == {sina.email, hakan.email}


def test_a_reminder_comes_at_nine_by_the_clock_when_the_clocks_change_in_between(clock, sides):
    _sina, hakan, cooperation = sides
    plan = a_plan(date(2027, 3, 28), starts=time(10), ends=time(12))
    appointments.propose(cooperation, plan, by=hakan)
    clock.move_to(datetime(2027, 3, 27, 8, 59, tzinfo=BERLIN))
    assert reminders.remind() == 0
    clock.move_to(datetime(2027, 3, 27, 9, tzinfo=BERLIN))
    assert reminders.remind() == 1


def test_a_late_beat_still_reminds_before_it_begins_but_not_afterwards(clock, sides):
    _sina, hakan, cooperation = sides
    appointments.propose(cooperation, a_plan(), by=hakan)
    clock.move_to(datetime(2027, 3, 17, 8, tzinfo=BERLIN))
    assert reminders.remind() == 1
    Appointment.objects.update(reminded_at=None)
    clock.move_to(datetime(2027, 3, 17, 14, 1, tzinfo=BERLIN))
    assert reminders.remind() == 0


def test_what_is_cancelled_moved_away_or_set_at_short_notice_is_not_reminded_of(clock, sides):
    sina, hakan, cooperation = sides
    [gone] = appointments.propose(cooperation, a_plan(), by=hakan)
    appointments.cancel(gone, "Krank", by=hakan)
    [moved] = appointments.propose(cooperation, a_plan(title="Zweites"), by=hakan)
    appointments.change(
        moved, replace(a_plan(title="Zweites"), day=date(2027, 4, 1)), by=sina, sequence=0
    )
    clock.move_to(datetime(2027, 3, 16, 12, tzinfo=BERLIN))
    appointments.propose(cooperation, a_plan(title="Kurzfristig"), by=hakan)
    assert reminders.remind() == 0


def test_after_the_end_both_sides_are_asked_once(clock, sides):
    sina, hakan, cooperation = sides
    appointments.propose(cooperation, a_plan(), by=hakan)
    clock.move_to(datetime(2027, 3, 17, 15, 29, tzinfo=BERLIN))
    assert reminders.ask() == 0
    clock.move_to(datetime(2027, 3, 17, 15, 30, tzinfo=BERLIN))
    assert reminders.ask() == 1
    assert reminders.ask() == 0
    assert {mail.recipient for mail in mails("took_place")} == {sina.email, hakan.email}
    assert all("/stattgefunden/" in mail.text for mail in mails("took_place"))


def test_a_side_that_has_answered_is_not_asked(clock, sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    appointments.answer_took_place(one, Says.TOOK_PLACE, by=hakan, side=OFFERING)
    reminders.ask()
    assert [mail.recipient for mail in mails("took_place")] == [sina.email]


# --- What became of it ----------------------------------------------------------------------------------


def test_each_side_answers_for_itself_and_only_afterwards(sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    with pytest.raises(Refused):
        appointments.answer_took_place(one, Says.TOOK_PLACE, by=sina, side=OFFERING)
    with pytest.raises(Refused):
        appointments.answer_took_place(
            an_appointment(cooperation), Says.TOOK_PLACE, by=sina, side=SEEKING
        )
    appointments.answer_took_place(one, Says.TOOK_PLACE, by=sina, side=SEEKING)
    one = appointments.answer_took_place(one, Says.TOOK_PLACE, by=hakan, side=OFFERING)
    assert one.took_place
    assert not mails("took_place_again")


def test_when_it_fell_through_for_one_the_other_is_asked_kindly(sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    appointments.answer_took_place(one, Says.DID_NOT, by=hakan, side=OFFERING)
    [mail] = mails("took_place_again")
    assert mail.recipient == sina.email
    own = [turn for turn in turns.turns(afresh(cooperation)) if turn.side == cooperation.seeking]
    assert len(own) == 1
    one = appointments.answer_took_place(one, Says.DID_NOT, by=sina, side=SEEKING)
    assert len(mails("took_place_again")) == 1
    assert one.no_show_of == ""


@pytest.mark.parametrize(
    ("seeking", "offering", "absent"),
    [
        ("", "nobody_came", "seeking"),
        ("did_not", "nobody_came", "seeking"),
        ("could_not_come", "nobody_came", "seeking"),
        ("could_not_come", "did_not", "seeking"),
        ("nobody_came", "could_not_come", "offering"),
        ("took_place", "nobody_came", ""),  # they contradict: nobody is noted
        ("nobody_came", "nobody_came", ""),
        ("could_not_come", "could_not_come", ""),
        ("moved", "nobody_came", ""),
        ("took_place", "took_place", ""),
    ],
)
def test_nobody_is_noted_as_absent_against_their_own_word(seeking, offering, absent):
    assert who_did_not_come(seeking, offering) == absent


def test_a_moved_appointment_gets_its_new_time_and_forgets_the_answers(clock, sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    appointments.answer_took_place(one, Says.MOVED, by=hakan, side=OFFERING)
    one.refresh_from_db()
    one = appointments.change(one, a_plan(), by=sina, sequence=one.sequence)
    assert (one.seeking_says, one.offering_says, one.asked_at) == ("", "", None)
    assert one.sequence == 1


def test_what_both_have_attended_is_not_changed_any_more(sides):
    _sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1, seeking_says="took_place",
                         offering_says="took_place")  # fmt: skip
    with pytest.raises(Refused):
        appointments.change(one, a_plan(timezone.localdate() + timedelta(9)), by=hakan, sequence=0)


# --- The link in the mail ---------------------------------------------------------------------------------


def link_of(appointment, person, side=SEEKING) -> str:
    return answer_links.url_of(appointment, person, side).partition("//")[2].partition("/")[2]


def test_one_click_answers_without_signing_in_and_opening_changes_nothing(client, sides):
    sina, _hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    url = "/" + link_of(one, sina)
    response = client.get(url)
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    one.refresh_from_db()
    assert one.seeking_says == ""
    assert client.post(url, {"says": "took_place"}).status_code == 302
    one.refresh_from_db()
    assert one.seeking_says == "took_place"
    assert history.of(cooperation).first().by == sina
    assert client.post(url, {"says": "nonsense"}).status_code == 200


def test_the_button_works_for_somebody_who_has_no_cookie_yet(sides):
    sina, _hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    url = "/" + link_of(one, sina)
    client = Client(enforce_csrf_checks=True)
    assert client.post(url, {"says": "took_place"}).status_code == 403
    [token] = set(
        re.findall(r'csrfmiddlewaretoken" value="(\w+)"', client.get(url).content.decode())
    )
    answer = {"says": "took_place", "csrfmiddlewaretoken": token}
    assert client.post(url, answer).status_code == 302


def test_a_link_is_for_one_person_and_one_appointment(client, sides):
    sina, _hakan, cooperation = sides
    one, other = an_appointment(cooperation, in_days=-1), an_appointment(cooperation, in_days=-2)
    client.post("/" + link_of(one, sina), {"says": "took_place"})
    other.refresh_from_db()
    assert other.seeking_says == ""


@pytest.mark.parametrize("change", ["x", "longer", "another salt"])
def test_a_tampered_link_leads_nowhere(client, sides, change):
    sina, _hakan, cooperation = sides
    url = "/" + link_of(an_appointment(cooperation, in_days=-1), sina)
    forged = {
        "x": url[:-3] + ("a" if url[-3] != "a" else "b") + url[-2:],
        "longer": url[:-1] + "A/",
        "another salt": reverse("cooperation:took-place", args=[signing.dumps(["a", "b", "c"])]),
    }[change]
    assert client.get(forged).status_code == 404
    assert client.post(forged, {"says": "took_place"}).status_code == 404


def test_a_link_runs_out_after_thirty_days(client, sides):
    sina, _hakan, cooperation = sides
    with time_machine.travel(NOW, tick=False) as traveller:
        one = an_appointment(cooperation, in_days=-1)
        url = "/" + link_of(one, sina)
        traveller.shift(timedelta(days=30, seconds=-1))
        assert client.get(url).status_code == 200
        traveller.shift(timedelta(seconds=2))
        assert client.post(url, {"says": "took_place"}).status_code == 410
    one.refresh_from_db()
    assert one.seeking_says == ""


def test_whoever_has_left_answers_no_more(client, sides):
    sina, _hakan, cooperation = sides
    paul = a_user("Paul")
    membership = a_membership(cooperation.seeking, paul)
    one = an_appointment(cooperation, in_days=-1)
    url = "/" + link_of(one, paul)
    assert client.get(url).status_code == 200
    membership.delete()
    assert client.get(url).status_code == 404
    sina.is_active = False
    sina.save()
    assert client.get("/" + link_of(one, sina)).status_code == 404


def test_a_link_of_a_closed_cooperation_says_why_it_answers_no_more(client, sides):
    sina, _hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    type(cooperation).objects.update(status="closed")
    response = client.post("/" + link_of(one, sina), {"says": "took_place"})
    assert response.status_code == 409
