"""Calendar files: what RFC 5545 asks for, read back by two libraries and by our own strict eye."""

import io
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
import vobject
from dateutil import tz
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cooperation import appointments, calendar, calendar_feeds, cooperations
from cooperation.appointments import Plan
from cooperation.models import Appointment, Cooperation, Enquiry
from cooperation.wall_clock import BERLIN, is_ambiguous
from matching.models import Need
from profiles.models import Organisation
from tests.builders import (
    a_company,
    a_cooperation,
    a_membership,
    a_need,
    a_user,
    an_appointment,
    an_offer,
    an_organisation,
)

NOW = datetime(2027, 3, 10, 11, tzinfo=UTC)
TRICKY = "Café, Büro; »Süd« \\ 100 %\nZeile zwei: " + "äöüß" * 30


@pytest.fixture
def sides(db):
    """(person of the Träger, person of the company, their running cooperation)."""
    sina, hakan = a_user("Sina Suchend"), a_user("Hakan Helfend")
    cooperation = a_cooperation(
        status="active",
        need=a_need(organisation=an_organisation("Jugendhaus Süd", owner=sina)),
        offer=an_offer(organisation=a_company("Kontor, Nord", owner=hakan)),
    )
    return sina, hakan, cooperation


def an_unsaved_appointment(**fields) -> Appointment:
    enquiry = Enquiry(
        seeking=Organisation(name="Jugendhaus Süd"),
        offering=Organisation(name="Kontor, Nord"),
        need=Need(title="Buchhaltung"),
    )
    values = {
        "title": "Treffen", "created_at": NOW, "changed_at": NOW,
        "starts_at": NOW, "ends_at": NOW + timedelta(hours=1),
    }  # fmt: skip
    return Appointment(cooperation=Cooperation(enquiry=enquiry), **values | fields)


def lines_of(content: bytes) -> list[str]:
    """The unfolded content lines, after a strict look at the bytes (RFC 5545, 3.1)."""
    assert content.endswith(b"\r\n")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    physical = content.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in physical)
    for line in physical:
        line.decode()  # no character is cut in two
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def check_strictly(content: bytes) -> None:
    """What RFC 5545 and RFC 5546 ask of a published calendar."""
    lines = lines_of(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    for once in ("VERSION:2.0", "METHOD:PUBLISH"):
        assert lines.count(once) == 1
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    stack, events, event = [], [], []
    for line in lines:
        assert re.match(r"^[A-Z-]+[;:]", line), line
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line)
        if line.startswith("BEGIN:"):
            stack.append(line[6:])
            event = []
        elif line.startswith("END:"):
            assert stack.pop() == line[4:]
            if line == "END:VEVENT":
                events.append(event)
        else:
            event.append(re.split("[;:]", line)[0])
    assert not stack
    for names in events:
        for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "ORGANIZER",
                     "SUMMARY", "LAST-MODIFIED"):  # fmt: skip
            assert names.count(once) == 1, once
        assert "ATTENDEE" not in names  # RFC 5546, 3.2.1: none in what is published
    assert lines.count("TZID:Europe/Berlin") == 1
    stamps = [line for line in lines if re.match("(DTSTAMP|LAST-MODIFIED|CREATED):", line)]
    assert all(re.fullmatch(r"[A-Z-]+:\d{8}T\d{6}Z", line) for line in stamps)


def events_of(content: bytes) -> dict[str, dict]:
    return {str(e["uid"]): e for e in Calendar.from_ical(content).walk("VEVENT")}


@given(
    title=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=120),
    note=st.text(
        st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\n\r"),
        max_size=1000,
    ),
    place=st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=300),
)
def test_every_text_survives_and_every_line_is_short_enough(title, note, place):
    one = an_unsaved_appointment(title=title, note=note, place=place)
    content = calendar.calendar_of([one], name=title)
    check_strictly(content)
    [event] = events_of(content).values()
    assert event["summary"] == title
    assert event.get("location", "") == place
    assert note.replace("\r\n", "\n").replace("\r", "\n") in event["description"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_what_calendars_cannot_hold_is_left_out(text):
    one = an_unsaved_appointment(title=text, note=text, place=text)
    content = calendar.calendar_of([one], name=text)
    check_strictly(content)
    vobject.readOne(content.decode())


@pytest.mark.parametrize("library", ["icalendar", "vobject"])
def test_two_libraries_read_the_same(library):
    one = an_unsaved_appointment(title=TRICKY.replace("\n", " "), note=TRICKY, place="Hof, links")
    content = calendar.calendar_of([one], name="Alle")
    if library == "icalendar":
        [event] = events_of(content).values()
        read = (str(event["summary"]), str(event["location"]), str(event["description"]),
                event.decoded("dtstart"), str(event["uid"]))  # fmt: skip
    else:
        event = vobject.readOne(content.decode()).vevent
        read = (event.summary.value, event.location.value, event.description.value,
                event.dtstart.value, event.uid.value)  # fmt: skip
    summary, location, description, start, uid = read
    assert summary == TRICKY.replace("\n", " ")
    assert location == "Hof, links"
    assert TRICKY in description
    assert start == NOW
    assert uid == f"{one.public_id}@localhost"


def test_the_rule_of_the_clocks_is_that_of_the_time_zone_database():
    content = calendar.calendar_of([an_unsaved_appointment()], name="x")
    start, end = content.index(b"BEGIN:VTIMEZONE"), content.index(b"END:VTIMEZONE")
    text = content[start:end].decode() + "END:VTIMEZONE\r\n"
    ours = tz.tzical(io.StringIO(text)).get("Europe/Berlin")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year < 2040:
        shown = at.astimezone(BERLIN)
        if not is_ambiguous(at):
            assert ours.utcoffset(shown.replace(tzinfo=None)) == shown.utcoffset(), at
        at += timedelta(hours=7)


@pytest.mark.parametrize(
    ("starts_at", "shown"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "20270328T013000"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "20270328T033000"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "20271031T023000"),  # the first of the two
        (datetime(2027, 10, 31, 2, 30, tzinfo=UTC), "20271031T033000"),
    ],
)
def test_in_the_nights_of_the_change_the_clocks_time_is_written(starts_at, shown):
    one = an_unsaved_appointment(starts_at=starts_at, ends_at=starts_at + timedelta(hours=6))
    content = calendar.calendar_of([one], name="x")
    assert f"DTSTART;TZID=Europe/Berlin:{shown}" in lines_of(content)
    [event] = events_of(content).values()
    # Python calls times of this night unequal across zones, whatever they are.
    assert event.decoded("dtstart").astimezone(UTC) == starts_at


def test_changes_and_cancellations_keep_the_uid_and_raise_the_sequence(client, sides):
    sina, hakan, cooperation = sides
    url = reverse("cooperation:cooperation-calendar", args=[cooperation.public_id])
    seen = []

    def look() -> None:
        content = client.get(url).content
        check_strictly(content)
        [(uid, event)] = events_of(content).items()
        seen.append((uid, event["sequence"], str(event["status"]), event.decoded("last-modified")))

    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(sina)
        plan = Plan("Treffen", date(2027, 3, 17), time(14), time(15))
        [one] = appointments.propose(cooperation, plan, by=hakan)
        look()
        clock.shift(60)
        plan = Plan("Treffen", date(2027, 3, 18), time(14), time(15))
        one = appointments.change(one, plan, by=sina, sequence=0)
        look()
        clock.shift(60)
        appointments.cancel(one, "Krank", by=hakan)
        look()
    uids, sequences, states, moments = zip(*seen, strict=True)
    assert set(uids) == {f"{one.public_id}@localhost"}
    assert sequences == (0, 1, 2)
    assert states == ("CONFIRMED", "CONFIRMED", "CANCELLED")
    assert list(moments) == [NOW, NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)]


def test_when_a_cooperation_is_called_off_calendars_learn_of_it(sides):
    sina, hakan, cooperation = sides
    an_appointment(cooperation)
    cooperations.end_early(cooperation, "Umzug", by=hakan)
    [event] = events_of(calendar_feeds.calendar_for(sina)).values()
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_a_file_names_no_person_and_no_address_of_theirs(client, sides):
    sina, hakan, cooperation = sides
    one = an_appointment(cooperation, created_by=hakan)
    client.force_login(sina)
    url = reverse("cooperation:appointment-calendar", args=[cooperation.public_id, one.public_id])
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert "attachment" in response["Content-Disposition"]
    text = response.content.decode().replace("\r\n ", "")
    for private in (sina.email, hakan.email, hakan.name, sina.name,
                    cooperation.seeking.contact_email):  # fmt: skip
        assert private not in text
    assert "mailto:portal@servicestelle.example" in text


# --- The calendar to subscribe to ------------------------------------------------------------------


def path_of(user) -> str:
    """The path of a new secret address."""
    url = calendar_feeds.url_of(calendar_feeds.renew(user))
    return "/" + url.partition("//")[2].partition("/")[2]


def test_a_subscription_shows_the_appointments_of_all_own_organisations(client, sides):
    sina, _hakan, cooperation = sides
    second = an_organisation("Zweites Haus")
    a_membership(second, sina)
    own = [
        an_appointment(cooperation),
        an_appointment(a_cooperation(status="active", need=a_need(organisation=second))),
        an_appointment(cooperation, in_days=-30),
    ]
    an_appointment(cooperation, in_days=-200)
    an_appointment()  # somebody else's
    response = client.get(path_of(sina))
    check_strictly(response.content)
    assert set(events_of(response.content)) == {f"{one.public_id}@localhost" for one in own}
    assert "noindex" in response["X-Robots-Tag"]


def test_a_renewed_address_answers_no_more(client, sides):
    sina, hakan, _cooperation = sides
    old = path_of(sina)
    hers, his = path_of(sina), path_of(hakan)
    assert old != hers != his
    assert client.get(old).status_code == 404
    assert client.get(hers).status_code == client.get(his).status_code == 200
    calendar_feeds.end(sina)
    assert client.get(hers).status_code == 404
    assert path_of(sina) not in {old, hers}


def test_a_forged_address_answers_nothing(client, sides):
    sina, hakan, _cooperation = sides
    hers, his = path_of(sina), path_of(hakan)
    swapped = f"/kalender/{sina.public_id.hex}-1~{his.partition('~')[2]}"
    for forged in (swapped, hers.replace(".ics", "A.ics"), hers.replace("-1~", "-2~")):
        assert client.get(forged).status_code == 404
    assert client.post(hers).status_code == 405


def test_who_is_switched_off_has_no_calendar(client, sides):
    sina, _hakan, _cooperation = sides
    url = path_of(sina)
    sina.is_active = False
    sina.save()
    assert client.get(url).status_code == 404


def test_who_leaves_sees_no_more_appointments(client, sides):
    _sina, _hakan, cooperation = sides
    paul = a_user()
    membership = a_membership(cooperation.seeking, paul)
    an_appointment(cooperation)
    url = path_of(paul)
    assert len(events_of(client.get(url).content)) == 1
    membership.delete()
    assert len(events_of(client.get(url).content)) == 0


def test_the_address_is_made_renewed_and_ended_on_a_page_of_ones_own(client, sides):
    sina, _hakan, _cooperation = sides
    client.force_login(sina)
    url = reverse("cooperation:my-calendar")
    assert client.get(url).context["url"] == ""
    client.post(url, {"renew": "1"})
    first = client.get(url).context["url"]
    client.post(url, {"renew": "1"})
    second = client.get(url).context["url"]
    assert first != second
    client.post(url, {"end": "1"})
    assert client.get(url).context["url"] == ""


def test_a_subscription_asks_the_database_as_often_for_fifty_as_for_two(
    sides, django_assert_num_queries
):
    sina, _hakan, cooperation = sides
    for count in (2, 48):
        for number in range(count):
            an_appointment(cooperation, in_days=number + 1 + count / 100)
        with django_assert_num_queries(1):
            calendar_feeds.calendar_for(sina)
