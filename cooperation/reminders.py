"""Mails about appointments that nobody presses a button for: the day before, and when it is over."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cooperation import answer_links
from cooperation.models import Appointment, CooperationSide
from cooperation.wall_clock import BERLIN, morning_before
from portal.foundation.outbox import queue
from profiles.models import Organisation, User

REMIND_AT_HOUR = 9
# Whatever ended longer ago is not asked about by mail any more; the pages still ask.
ASK_WITHIN = timedelta(days=14)
AT_ONCE = 200


def is_reminder_past(starts_at: datetime) -> bool:
    """Whether the reminder's time is over: then the mail about the appointment itself is enough."""
    return morning_before(starts_at, hour=REMIND_AT_HOUR) <= timezone.now()


def remind() -> int:
    """Remind both sides of appointments of the next day, from nine o'clock on; how many. For beat."""
    now = timezone.now().astimezone(BERLIN)
    days = 2 if now.hour >= REMIND_AT_HOUR else 1
    until = datetime.combine(now.date() + timedelta(days=days), time(0), tzinfo=BERLIN)
    due = Appointment.objects.to_remind_of(until=until.astimezone(UTC))
    return _claim_each(due, "reminded_at", _remind_of)


def ask() -> int:
    """Ask both sides whether what is over took place; how many appointments. For beat."""
    due = Appointment.objects.to_ask_about(since=timezone.now() - ASK_WITHIN)
    return _claim_each(due, "asked_at", _ask_about)


def ask_members(
    appointment: Appointment,
    organisation: Organisation,
    side: CooperationSide,
    *,
    key: str,
    fell_through: bool = False,
) -> None:
    """Mail the question to everybody of one side, each with a link of their own.

    `fell_through`: the other side says that it did not take place.
    """
    for member in _members_of(organisation):
        queue(
            "took_place",
            key=f"{key}:{member.pk}",
            to=member,
            context=_context(appointment, organisation)
            | {
                "answer_url": answer_links.url_of(appointment, member, side),
                "fell_through": fell_through,
            },
        )


def _claim_each(
    due: QuerySet[Appointment], marker: str, tell: Callable[[Appointment], None]
) -> int:
    """Mark and tell row by row; whatever another process has just marked is left to it."""
    return sum(_claim(due, pk, marker, tell) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _claim(
    due: QuerySet[Appointment], pk: int, marker: str, tell: Callable[[Appointment], None]
) -> bool:
    found = (
        due.filter(pk=pk)
        .with_both_sides()
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .first()
    )
    if found is None:
        return False
    setattr(found, marker, timezone.now())
    found.save(update_fields=[marker])
    tell(found)
    return True


def _remind_of(appointment: Appointment) -> None:
    for _side, organisation in _sides_of(appointment):
        for member in _members_of(organisation):
            queue(
                "appointment_tomorrow",
                key=f"appointment_tomorrow:{appointment.public_id}:{appointment.sequence}:{member.pk}",
                to=member,
                context=_context(appointment, organisation),
            )


def _ask_about(appointment: Appointment) -> None:
    for side, organisation in _sides_of(appointment):
        if not appointment.says(side):
            key = f"took_place:{appointment.public_id}:{appointment.sequence}"
            ask_members(appointment, organisation, side, key=key)


def _sides_of(appointment: Appointment) -> tuple[tuple[CooperationSide, Organisation], ...]:
    cooperation = appointment.cooperation
    return (
        (CooperationSide.SEEKING, cooperation.seeking),
        (CooperationSide.OFFERING, cooperation.offering),
    )


def _members_of(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(memberships__organisation=organisation)


def _context(appointment: Appointment, organisation: Organisation) -> dict[str, object]:
    cooperation = appointment.cooperation
    return {
        "appointment": appointment,
        "cooperation": cooperation,
        "enquiry": cooperation.enquiry,
        "organisation": organisation,
        "other": cooperation.enquiry.other_side_of(organisation),
    }
