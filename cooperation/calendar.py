"""Appointments as iCalendar (RFC 5545, published as RFC 5546 says).

Every appointment keeps its UID for ever; a change raises SEQUENCE, and what is cancelled stays in the
calendar as CANCELLED, so that subscribers learn of it. ORGANIZER is the portal itself: nobody's own
address leaves it, and METHOD:PUBLISH allows no ATTENDEE.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
    vText,
    vUri,
)

from cooperation.models import Appointment
from cooperation.wall_clock import BERLIN

REFRESH = timedelta(hours=1)
# Line ends beyond "\n" break programs that read a file line by line; the rest RFC 5545 forbids.
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def calendar_of(appointments: Iterable[Appointment], *, name: str) -> bytes:
    """A calendar file with `appointments` (fetched with both sides), called `name`."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{_host()}//Portal//DE")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _one_line(name))
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("x-wr-timezone", BERLIN.key)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_berlin())
    now = timezone.now()
    for appointment in appointments:
        calendar.add_component(_event(appointment, now))
    return calendar.to_ical()


def uid_of(appointment: Appointment) -> str:
    """The name under which calendars know the appointment, also after every change."""
    return f"{appointment.public_id}@{_host()}"


def _event(appointment: Appointment, now: datetime) -> Event:
    cooperation = appointment.cooperation
    url = settings.SITE_URL + appointment.get_absolute_url()
    title = appointment.title
    if appointment.is_cancelled:
        # Several calendars hide or ignore the status; the words are read everywhere.
        title = _("Cancelled: %(title)s") % {"title": title}
    lines = [
        _("%(seeking)s and %(offering)s")
        % {"seeking": cooperation.seeking.name, "offering": cooperation.offering.name},
        str(cooperation),
        appointment.note,
        url,
    ]
    event = Event()
    event.add("uid", uid_of(appointment))
    event.add("dtstamp", now)
    event.add("created", appointment.created_at)
    event.add("last-modified", appointment.changed_at)
    event.add("sequence", appointment.sequence)
    event.add("dtstart", appointment.starts_at.astimezone(BERLIN))
    event.add("dtend", appointment.ends_at.astimezone(BERLIN))
    event.add("summary", _one_line(title))
    event.add("description", _plain("\n".join(line for line in lines if line)))
    if appointment.place:
        event.add("location", _one_line(appointment.place))
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if appointment.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    event.add("organizer", _organizer())
    event.add("url", vUri(url))
    return event


def _plain(text: str) -> str:
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def _one_line(text: str) -> str:
    return _plain(text).replace("\n", " ")


def _organizer() -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = vText(settings.SERVICEDESK_NAME)
    return organizer


def _berlin() -> Timezone:
    """Central European Time with the rule in force since 1996; test_calendar compares it."""
    zone = Timezone()
    zone.add("tzid", BERLIN.key)
    for part, name, month, hour, offsets in (
        (TimezoneDaylight(), "CEST", 3, 2, (1, 2)),
        (TimezoneStandard(), "CET", 10, 3, (2, 1)),
    ):
        part.add("tzname", name)
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 -- local by definition
        part.add("rrule", vRecur({"freq": "yearly", "bymonth": month, "byday": "-1su"}))
        part.add("tzoffsetfrom", timedelta(hours=offsets[0]))
        part.add("tzoffsetto", timedelta(hours=offsets[1]))
        zone.add_component(part)
    return zone


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
