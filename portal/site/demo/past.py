"""A believable past: what happened to an organisation or a listing, and how many days ago.

The domain functions stamp what they do with today's date, and tell people by mail. Here things
happened weeks ago and nobody is to be written to, so statuses, dates and history are set directly.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.utils import timezone

from portal.foundation import history
from portal.foundation.models import HistoryEntry
from profiles.models import User


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of an organisation or a listing."""

    name: str
    status: str
    happened_at: datetime
    by: User | None = None
    comment: str = ""


def day(days_from_now: int) -> date:
    """The calendar day that many days from today; negative ones lie behind us."""
    return timezone.localdate() + timedelta(days=days_from_now)


def moment(days_ago: int, key: str) -> datetime:
    """A time during office hours that many days ago, different for different keys, never to come."""
    office_hour = time(9 + len(key) % 8, 7 * len(key) % 60)
    then = datetime.combine(day(-days_ago), office_hour, timezone.get_current_timezone())
    return min(then, timezone.now())


def write(subject: Model, created_at: datetime, events: list[Event]) -> None:
    """Give `subject` its past: entries so far move to its creation, then come `events`."""
    history.of(subject).update(happened_at=created_at)
    before = subject.status
    for event in events:
        entry = history.record(
            subject,
            event.name,
            by=event.by,
            change=(before, event.status),
            comment=event.comment,
        )
        HistoryEntry.objects.filter(pk=entry.pk).update(happened_at=event.happened_at)
        before = event.status
