"""Appointments: setting, moving, cancelling, on a night of two hours, and their pages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cooperation import appointments, cooperations, turns, wall_clock
from cooperation.appointments import Plan
from cooperation.models import Appointment, Cooperation
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_company,
    a_cooperation,
    a_user,
    an_appointment,
    an_offer,
)
from tests.cooperation.conftest import NOW


def afresh(cooperation: Cooperation) -> Cooperation:
    """As the next page reads it: what asks for something is looked up once for each object."""
    return Cooperation.objects.get(pk=cooperation.pk)


BERLIN = wall_clock.BERLIN


def a_plan(day: date = date(2027, 3, 17), **fields) -> Plan:
    values = {"title": "Erstes Treffen", "starts": time(14), "ends": time(15, 30)}
    return Plan(day=day, **values | fields)


def local(at: datetime) -> str:
    return f"{at.astimezone(BERLIN):%d.%m. %H:%M}"


def mails(template: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(key__startswith=f"{template}:").order_by("pk"))


# --- Setting, moving, cancelling ------------------------------------------------------------------


def test_an_appointment_stands_at_once_and_the_other_side_is_told(clock, sides):
    sina, hakan, cooperation = sides
    [made] = appointments.propose(cooperation, a_plan(place="Hof links"), by=hakan)
    assert local(made.starts_at) == "17.03. 14:00"
    assert (made.sequence, made.created_by, made.series) == (0, hakan, None)
    [mail] = mails("appointment_set")
    assert mail.recipient == sina.email
    assert "14:00" in mail.text
    assert "Hof links" not in mail.text  # what people write stays in the portal
    assert "Erstes Treffen" not in mail.text + mail.subject
    assert history.of(cooperation).first().event == "appointment set"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["planning", "closing", "closed", "called_off"])
def test_appointments_are_set_only_while_there_is_something_to_do(clock, status):
    hakan = a_user()
    cooperation = a_cooperation(status=status, offer=an_offer(organisation=a_company(owner=hakan)))
    with pytest.raises(Refused):
        appointments.propose(cooperation, a_plan(), by=hakan)
    assert not Appointment.objects.exists()


def test_strangers_set_nothing(clock, sides):
    _sina, _hakan, cooperation = sides
    with pytest.raises(Refused):
        appointments.propose(cooperation, a_plan(), by=a_user())


@pytest.mark.parametrize(
    "plan",
    [
        a_plan(ends=time(14)),
        a_plan(ends=time(13)),
        a_plan(date(2027, 3, 9)),
        a_plan(date(2027, 3, 10), starts=time(11), ends=time(13)),  # began an hour ago
        a_plan(date(2030, 1, 1)),
        a_plan(date(1, 1, 1), starts=time(0), ends=time(0, 1)),
        a_plan(date(9999, 12, 31), starts=time(23), ends=time(23, 59)),
    ],
)
def test_times_that_cannot_be_are_refused(clock, sides, plan):
    _sina, hakan, cooperation = sides
    with pytest.raises(Refused):
        appointments.propose(cooperation, plan, by=hakan)


def test_a_second_press_of_the_button_sets_nothing_twice(clock, sides):
    _sina, hakan, cooperation = sides
    appointments.propose(cooperation, a_plan(), by=hakan)
    with pytest.raises(Refused, match=r"17\.03\.2027"):
        appointments.propose(cooperation, a_plan(), by=hakan)
    assert Appointment.objects.count() == 1


def test_a_change_keeps_the_appointment_and_raises_its_sequence(clock, sides):
    sina, hakan, cooperation = sides
    [made] = appointments.propose(cooperation, a_plan(), by=hakan)
    clock.shift(3600)
    changed = appointments.change(made, a_plan(starts=time(15), ends=time(16)), by=sina, sequence=0)
    assert (changed.pk, changed.public_id, changed.sequence) == (made.pk, made.public_id, 1)
    assert changed.changed_at == NOW + timedelta(hours=1)
    [mail] = mails("appointment_changed")
    assert mail.recipient == hakan.email


def test_saving_without_a_change_tells_nobody(clock, sides):
    _sina, hakan, cooperation = sides
    [made] = appointments.propose(cooperation, a_plan(), by=hakan)
    assert appointments.change(made, a_plan(), by=hakan, sequence=0).sequence == 0
    assert not mails("appointment_changed")


def test_nobody_overwrites_what_somebody_else_has_just_changed(clock, sides):
    sina, hakan, cooperation = sides
    [made] = appointments.propose(cooperation, a_plan(), by=hakan)
    appointments.change(made, a_plan(place="Hof"), by=sina, sequence=0)
    with pytest.raises(Refused):
        appointments.change(made, a_plan(place="Dach"), by=hakan, sequence=0)
    made.refresh_from_db()
    assert made.place == "Hof"


def test_cancelling_needs_a_reason_and_happens_once(clock, sides):
    sina, hakan, cooperation = sides
    [made] = appointments.propose(cooperation, a_plan(), by=hakan)
    with pytest.raises(Refused):
        appointments.cancel(made, "  ", by=sina)
    appointments.cancel(made, "Der Raum ist belegt.", by=sina)
    made.refresh_from_db()
    assert (made.is_cancelled, made.sequence) == (True, 1)
    with pytest.raises(Refused):
        appointments.cancel(made, "Noch einmal", by=sina)
    [mail] = mails("appointment_cancelled")
    assert mail.recipient == hakan.email
    assert "Raum" not in mail.text


def test_the_later_ones_of_a_series_can_go_with_it(clock, sides):
    sina, hakan, cooperation = sides
    made = appointments.propose(cooperation, a_plan(), by=hakan, weekly_until=date(2027, 4, 7))
    [other] = appointments.propose(cooperation, a_plan(date(2027, 4, 1)), by=hakan)
    gone = appointments.cancel(made[1], "Ferien", by=sina, and_following=True)
    assert gone == made[1:]
    assert list(Appointment.objects.standing().order_by("pk")) == [made[0], other]
    assert len(mails("appointment_cancelled")) == 1


def test_when_the_cooperation_ends_what_is_ahead_is_cancelled(clock, sides):
    _sina, hakan, cooperation = sides
    past = an_appointment(cooperation, in_days=-3)
    [ahead] = appointments.propose(cooperation, a_plan(), by=hakan)
    cooperations.end_early(cooperation, "Umzug", by=hakan)
    for one in (past, ahead):
        one.refresh_from_db()
    assert (past.is_cancelled, ahead.is_cancelled, ahead.sequence) == (False, True, 1)


def test_the_database_refuses_an_end_before_the_beginning(sides):
    with pytest.raises(IntegrityError):
        an_appointment(sides[2], ends_at=timezone.now())


# --- Two nights a year ------------------------------------------------------------------------------


def test_an_hour_that_does_not_exist_is_refused_with_a_sentence(clock, sides):
    _sina, hakan, cooperation = sides
    plan = a_plan(date(2027, 3, 28), starts=time(2, 30), ends=time(4))
    with pytest.raises(Refused, match="02:30"):
        appointments.propose(cooperation, plan, by=hakan)


def test_of_an_hour_that_exists_twice_the_first_is_taken_and_said(clock, sides):
    _sina, hakan, cooperation = sides
    plan = a_plan(date(2027, 10, 31), starts=time(2, 30), ends=time(4))
    [made] = appointments.propose(cooperation, plan, by=hakan)
    assert made.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert made.duration == timedelta(hours=2, minutes=30)  # one hour longer than the clocks say
    assert wall_clock.remark_about([made.starts_at])
    assert not wall_clock.remark_about([made.ends_at])


@given(
    first=st.dates(date(2027, 1, 1), date(2031, 12, 31)),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    weeks=st.integers(0, 29),
)
def test_a_series_keeps_its_time_by_the_clock(first, at, weeks):
    days = wall_clock.weekly(first, first + timedelta(weeks=weeks, days=3), at_most=30)
    assert len(days) == weeks + 1
    for day in days:
        try:
            found = wall_clock.moment(day, at)
        except Refused:
            assert (day.month, day.weekday(), at.hour) == (3, 6, 2)
            continue
        shown = found.astimezone(BERLIN)
        assert (shown.date(), shown.time(), shown.fold) == (day, at.replace(fold=0), 0)


def test_a_series_across_both_changes_of_the_clock(clock, sides):
    _sina, hakan, cooperation = sides
    made = appointments.propose(
        cooperation, a_plan(date(2027, 3, 24)), by=hakan, weekly_until=date(2027, 4, 7)
    )
    assert [local(one.starts_at) for one in made] == [
        "24.03. 14:00",
        "31.03. 14:00",
        "07.04. 14:00",
    ]
    assert {one.starts_at.hour for one in made} == {13, 12}  # UTC
    assert len({one.public_id for one in made}) == 3
    assert len({one.series for one in made}) == 1
    assert len(mails("appointment_set")) == 1


@pytest.mark.parametrize("until", [date(2027, 3, 16), date(2027, 10, 13)])
def test_a_series_has_between_one_and_thirty_appointments(clock, sides, until):
    _sina, hakan, cooperation = sides
    with pytest.raises(Refused):
        appointments.propose(cooperation, a_plan(), by=hakan, weekly_until=until)
    made = appointments.propose(cooperation, a_plan(), by=hakan, weekly_until=date(2027, 10, 12))
    assert len(made) == 30


# --- Pages ---------------------------------------------------------------------------------------------------


def test_setting_changing_and_cancelling_on_the_pages(client, sides):
    _sina, hakan, cooperation = sides
    client.force_login(hakan)
    day = timezone.localdate() + timedelta(days=10)
    answers = {
        "title": "Erstes Treffen", "day": day.isoformat(), "starts": "14:00", "ends": "15:30",
        "place": "https://video.example/raum", "weekly_until": "",
    }  # fmt: skip
    url = reverse("cooperation:appointment-propose", args=[cooperation.public_id])
    assert client.get(url).status_code == 200
    assert client.post(url, answers | {"starts": "16:00"}).status_code == 400
    assert client.post(url, answers).status_code == 302
    one = cooperation.appointments.get()
    page = client.get(one.get_absolute_url()).content.decode()
    assert "https://video.example/raum" in page
    assert 'href="https://video.example' not in page  # shown as text
    url = reverse("cooperation:appointment-change", args=[cooperation.public_id, one.public_id])
    assert 'value="14:00"' in client.get(url).content.decode()
    client.post(url, answers | {"starts": "13:00", "sequence": "0"})
    one.refresh_from_db()
    assert (local(one.starts_at)[-5:], one.sequence) == ("13:00", 1)
    url = reverse("cooperation:appointment-cancel", args=[cooperation.public_id, one.public_id])
    assert client.post(url, {"reason": ""}).status_code == 400
    assert client.post(url, {"reason": "Krank"}).status_code == 302
    assert "Krank" in client.get(one.get_absolute_url()).content.decode()


def test_the_night_of_two_hours_is_said_on_the_page(client, clock, sides):
    _sina, hakan, cooperation = sides
    client.force_login(hakan)
    url = reverse("cooperation:appointment-propose", args=[cooperation.public_id])
    answers = {"title": "Nacht", "day": "2027-10-31", "starts": "02:30", "ends": "05:00"}
    response = client.post(url, answers, follow=True)
    assert [str(m.level_tag) for m in response.context["messages"]] == ["success", "info"]
    response = client.post(url, answers | {"day": "2027-03-28"})
    assert response.status_code == 400


@pytest.mark.parametrize("query", ["", "?past=1", "?page=x", "?past=1&page=99"])
def test_the_list_asks_the_database_as_often_for_fifty_as_for_two(client, sides, query):
    sina, _hakan, cooperation = sides
    client.force_login(sina)
    url = reverse("cooperation:appointments", args=[cooperation.public_id]) + query

    def queries_with(count: int) -> int:
        Appointment.objects.all().delete()
        for number in range(count):
            an_appointment(cooperation, in_days=number + 1)
            an_appointment(cooperation, in_days=-number - 1)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    assert queries_with(2) == queries_with(50) <= 28


def test_the_first_appointment_is_asked_for_once_it_runs(sides):
    _sina, _hakan, cooperation = sides
    assert len(turns.turns(afresh(cooperation))) == 2
    an_appointment(cooperation)
    assert turns.turns(afresh(cooperation)) == []


def test_the_desk_asks_with_buttons(client, sides):
    sina, _hakan, cooperation = sides
    one = an_appointment(cooperation, in_days=-1)
    client.force_login(sina)
    url = reverse("cooperation:appointment-answer", args=[cooperation.public_id, one.public_id])
    assert url in client.get(reverse("site:desk")).content.decode()
    client.post(url, {"says": "took_place"})
    assert url not in client.get(reverse("site:desk")).content.decode()
