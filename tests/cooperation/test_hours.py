"""Hours and people: one side writes them down, the other confirms or says what was different."""

import re
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cooperation import appointments, hours, turns
from cooperation.hours import Work
from cooperation.models import Appointment, Cooperation, CooperationSide, Says, WorkLog
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_company,
    a_cooperation,
    a_membership,
    a_need,
    a_user,
    a_work_log,
    an_appointment,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db
SEEKING, OFFERING = CooperationSide.SEEKING, CooperationSide.OFFERING


def afresh(cooperation: Cooperation) -> Cooperation:
    """As the next page reads it: what asks for something is looked up once for each object."""
    return Cooperation.objects.get(pk=cooperation.pk)


@pytest.fixture
def sides():
    """(person of the Träger, person of the company, their running cooperation)."""
    sina, hakan = a_user("Sina Suchend"), a_user("Hakan Helfend")
    cooperation = a_cooperation(
        status="active",
        people=3,
        need=a_need(organisation=an_organisation("Jugendhaus Süd", owner=sina)),
        offer=an_offer(organisation=a_company("Kontor Nord", owner=hakan)),
    )
    return sina, hakan, cooperation


def some_work(**fields) -> Work:
    values = {"day": timezone.localdate(), "people": 2, "hours": Decimal("1.5"), "what": "Belege"}
    return Work(**values | fields)


def mails(template: str) -> list[str]:
    found = OutboxMail.objects.filter(key__startswith=f"{template}:").order_by("pk")
    return [mail.recipient for mail in found]


def test_one_side_writes_down_and_the_other_confirms(sides):
    sina, hakan, cooperation = sides
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    assert mails("hours_logged") == [sina.email]
    assert cooperation.work_logs.sums() == {
        "confirmed": 0, "unconfirmed": Decimal(3), "confirmed_people": 0, "unconfirmed_people": 2,
    }  # fmt: skip
    logged = hours.confirm(logged, by=sina, side=SEEKING, seen=some_work())
    assert (logged.confirmed_by, logged.total) == (sina, Decimal(3))
    assert cooperation.work_logs.sums()["confirmed"] == Decimal(3)
    events = [entry.event for entry in history.of(cooperation)]
    assert events == ["hours confirmed", "hours logged"]


def test_nobody_confirms_for_the_side_that_wrote_it_down(sides):
    sina, hakan, cooperation = sides
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    for by, side in ((hakan, OFFERING), (hakan, SEEKING), (a_user(), SEEKING), (sina, OFFERING)):
        with pytest.raises(Refused):
            hours.confirm(logged, by=by, side=side, seen=some_work())


def test_whoever_is_in_both_organisations_does_not_confirm_their_own_entry(sides):
    _sina, hakan, cooperation = sides
    a_membership(cooperation.seeking, hakan)
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    with pytest.raises(Refused):
        hours.confirm(logged, by=hakan, side=SEEKING, seen=some_work())


def test_only_what_was_on_the_page_is_confirmed(sides):
    sina, hakan, cooperation = sides
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    hours.correct(logged, some_work(people=20), by=hakan, side=OFFERING)
    with pytest.raises(Refused):
        hours.confirm(logged, by=sina, side=SEEKING, seen=some_work())


def test_the_other_side_says_what_was_different_and_it_is_mended(sides):
    sina, hakan, cooperation = sides
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    with pytest.raises(Refused):
        hours.dispute(logged, " ", by=sina, side=SEEKING)
    logged = hours.dispute(logged, "Es waren drei.", by=sina, side=SEEKING)
    assert mails("hours_disputed") == [hakan.email]
    assert "drei" not in OutboxMail.objects.filter(recipient=hakan.email).last().text
    assert [turn.side for turn in turns.turns_of_hours(afresh(cooperation))] == [
        cooperation.offering
    ]
    with pytest.raises(Refused):
        hours.correct(logged, some_work(), by=sina, side=SEEKING)
    logged = hours.correct(logged, some_work(people=3), by=hakan, side=OFFERING)
    assert not logged.is_disputed
    assert [turn.side for turn in turns.turns_of_hours(afresh(cooperation))] == [
        cooperation.seeking
    ]
    hours.confirm(logged, by=sina, side=SEEKING, seen=some_work(people=3))
    assert turns.turns_of_hours(afresh(cooperation)) == []


def test_what_both_have_confirmed_stays_as_it_is(sides):
    sina, hakan, cooperation = sides
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    hours.confirm(logged, by=sina, side=SEEKING, seen=some_work())
    for act in (
        lambda: hours.correct(logged, some_work(), by=hakan, side=OFFERING),
        lambda: hours.take_back(logged, by=hakan, side=OFFERING),
        lambda: hours.dispute(logged, "Doch nicht", by=sina, side=SEEKING),
        lambda: hours.confirm(logged, by=sina, side=SEEKING, seen=some_work()),
    ):
        with pytest.raises(Refused):
            act()


def test_an_entry_can_be_taken_back_by_its_own_side(sides):
    sina, hakan, cooperation = sides
    logged = hours.log(cooperation, some_work(), by=hakan, side=OFFERING)
    with pytest.raises(Refused):
        hours.take_back(logged, by=sina, side=SEEKING)
    hours.take_back(logged, by=hakan, side=OFFERING)
    assert not WorkLog.objects.exists()
    with pytest.raises(Refused):
        hours.confirm(logged, by=sina, side=SEEKING, seen=some_work())


@pytest.mark.parametrize(
    ("status", "possible"),
    [("planning", False), ("confirmed", True), ("active", True), ("paused", True),
     ("closing", True), ("closed", False), ("called_off", False)],
)  # fmt: skip
def test_hours_are_written_down_from_the_agreement_until_the_closing(sides, status, possible):
    _sina, hakan, cooperation = sides
    type(cooperation).objects.update(status=status)
    if possible:
        assert hours.log(cooperation, some_work(), by=hakan, side=OFFERING).pk
    else:
        with pytest.raises(Refused):
            hours.log(cooperation, some_work(), by=hakan, side=OFFERING)


@pytest.mark.parametrize(
    "wrong",
    [{"hours": Decimal("0")}, {"hours": Decimal("24.25")}, {"hours": Decimal("1.1")},
     {"people": 0}, {"people": 1000}],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_the_function_and_by_the_database(sides, wrong):
    _sina, hakan, cooperation = sides
    with pytest.raises(Refused):
        hours.log(cooperation, some_work(**wrong), by=hakan, side=OFFERING)
    with pytest.raises(IntegrityError):
        a_work_log(cooperation, **wrong)


@pytest.mark.parametrize("days", [1, -400])
def test_days_to_come_and_days_long_gone_are_refused(sides, days):
    _sina, hakan, cooperation = sides
    work = some_work(day=timezone.localdate() + timedelta(days=days))
    with pytest.raises(Refused):
        hours.log(cooperation, work, by=hakan, side=OFFERING)


# --- Hours of an appointment -----------------------------------------------------------------------


@given(minutes=st.integers(1, 24 * 60))
def test_what_is_suggested_for_an_appointment_can_always_be_stored(minutes):
    start = datetime(2027, 3, 17, 13, tzinfo=UTC)
    one = Appointment(title="T", starts_at=start, ends_at=start + timedelta(minutes=minutes))
    suggested = hours.length_in_quarters(one)
    assert Decimal("0.25") <= suggested <= 24
    assert suggested % Decimal("0.25") == 0
    assert abs(suggested * 60 - minutes) <= 15


def test_an_appointments_hours_are_suggested_and_counted_once(sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    suggested = hours.suggested_for(one)
    assert (suggested.people, suggested.hours) == (3, Decimal("1.5"))
    hours.log(cooperation, suggested, by=hakan, side=OFFERING, appointment=one)
    with pytest.raises(Refused):
        hours.log(cooperation, suggested, by=sina, side=SEEKING, appointment=one)
    with pytest.raises(IntegrityError):
        a_work_log(cooperation, appointment=one)


def test_writing_down_and_confirming_answers_that_it_took_place(sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1, seeking_says="did_not")
    work = hours.suggested_for(one)
    logged = hours.log(cooperation, work, by=hakan, side=OFFERING, appointment=one)
    one.refresh_from_db()
    assert (one.seeking_says, one.offering_says) == ("did_not", "took_place")
    hours.confirm(logged, by=sina, side=SEEKING, seen=work)
    one.refresh_from_db()
    assert one.took_place
    with pytest.raises(Refused):
        appointments.answer_took_place(one, Says.DID_NOT, by=sina, side=SEEKING)


@pytest.mark.parametrize("state", [{"in_days": 2}, {"in_days": -1, "cancelled": True}])
def test_no_hours_for_what_is_to_come_or_was_cancelled(sides, state):
    _sina, hakan, cooperation = sides
    cancelled = {"cancelled_at": timezone.now()} if state.get("cancelled") else {}
    one = an_appointment(cooperation, in_days=state["in_days"], **cancelled)
    with pytest.raises(Refused):
        hours.log(cooperation, some_work(), by=hakan, side=OFFERING, appointment=one)


def test_hours_belong_to_appointments_of_the_same_cooperation(sides):
    _sina, hakan, cooperation = sides
    with pytest.raises(Appointment.DoesNotExist):
        hours.log(
            cooperation, some_work(), by=hakan, side=OFFERING,
            appointment=an_appointment(in_days=-1),
        )  # fmt: skip


def test_both_took_part_so_the_company_is_asked_for_the_hours(sides):
    _sina, _hakan, cooperation = sides
    one = an_appointment(
        cooperation, in_days=-1, seeking_says="took_place", offering_says="took_place"
    )
    assert [turn.side for turn in turns.turns(afresh(cooperation))] == [cooperation.offering]
    a_work_log(cooperation, appointment=one)
    assert [turn.side for turn in turns.turns(afresh(cooperation))] == [cooperation.seeking]


@pytest.mark.django_db(transaction=True)
def test_when_both_sides_press_at_once_it_is_counted_once(sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    results = []

    def press(by, side):
        try:
            work = hours.suggested_for(one)
            hours.log(cooperation, work, by=by, side=side, appointment=one)
            results.append("logged")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    both = [
        threading.Thread(target=press, args=who) for who in ((sina, SEEKING), (hakan, OFFERING))
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(results) == ["logged", "refused"]


# --- Pages ------------------------------------------------------------------------------------------


def test_from_the_appointment_to_confirmed_hours_on_the_pages(client, sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    client.force_login(hakan)
    url = reverse("cooperation:appointment-hours", args=[cooperation.public_id, one.public_id])
    assert 'value="1.5"' in client.get(url).content.decode()
    answers = {"day": one.starts_at.date().isoformat(), "people": "3", "hours": "2,5",
               "what": "Belege, »geordnet« & gezählt"}  # fmt: skip
    assert client.post(url, answers | {"hours": "2.3"}).status_code == 400
    assert client.post(url, answers).status_code == 302
    logged = WorkLog.objects.get()
    assert logged.hours == Decimal("2.5")

    client.force_login(sina)
    page = client.get(logged.get_absolute_url())
    form = dict(hidden_fields(page.content.decode()))
    url = reverse("cooperation:hours-confirm", args=[cooperation.public_id, logged.public_id])
    client.post(url, form | {"people": "4"})
    logged.refresh_from_db()
    assert not logged.is_confirmed
    client.post(url, form)
    logged.refresh_from_db()
    assert logged.confirmed_by == sina


def hidden_fields(page: str) -> list[tuple[str, str]]:
    found = re.findall(
        r'<input type="hidden" name="(day|people|hours|what)" value="([^"]*)">', page
    )
    return [(name, unescape(value)) for name, value in found]


def test_disputing_without_words_shows_the_form_again(client, sides):
    sina, _hakan, cooperation = sides
    logged = a_work_log(cooperation)
    client.force_login(sina)
    url = reverse("cooperation:hours-dispute", args=[cooperation.public_id, logged.public_id])
    assert client.post(url, {"words": ""}).status_code == 400
    client.post(url, {"words": "Nur zwei Stunden."})
    logged.refresh_from_db()
    assert logged.disputed_words == "Nur zwei Stunden."


def test_the_list_asks_the_database_as_often_for_fifty_as_for_two(client, sides):
    sina, hakan, cooperation = sides
    client.force_login(sina)
    url = reverse("cooperation:hours", args=[cooperation.public_id])

    def queries_with(count: int) -> int:
        WorkLog.objects.all().delete()
        Appointment.objects.all().delete()
        for _number in range(count):
            a_work_log(cooperation, logged_by=hakan)
            a_work_log(cooperation, side="seeking", logged_by=sina,
                       appointment=an_appointment(cooperation, in_days=-1 - _number))  # fmt: skip
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    assert queries_with(2) == queries_with(50) <= 28
