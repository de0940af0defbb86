"""Appointments: set, moved, cancelled, and what both sides say became of them.

Order inside, always: lock the cooperation, then the appointment; ask the machine, change, history,
mails; one transaction.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import wall_clock
from cooperation.acting import organisation_of_side, require_side
from cooperation.cooperations import locked as lock_cooperation
from cooperation.machine import step_for, take_step
from cooperation.models import FELL_THROUGH, Appointment, Cooperation, CooperationSide, Says
from cooperation.news import tell_other_side
from cooperation.reminders import ask_members, is_reminder_past
from portal.foundation.refusals import Refused
from profiles.models import User

SERIES_MAX = 30
FURTHEST = timedelta(days=731)


@dataclass(frozen=True)
class Plan:
    """What an appointment is to be; the times as the clocks in Germany show them."""

    title: str
    day: date
    starts: time
    ends: time
    place: str = ""
    note: str = ""

    def times(self, day: date | None = None) -> tuple[datetime, datetime]:
        """Begin and end on `day` (its own by default). Raises Refused for times that cannot be."""
        day = day or self.day
        today = timezone.localdate()
        if day < today:
            raise Refused(_("This time is over already."))
        if day > today + FURTHEST:
            raise Refused(_("Please plan no more than two years ahead."))
        starts_at, ends_at = wall_clock.moment(day, self.starts), wall_clock.moment(day, self.ends)
        if ends_at <= starts_at:
            raise Refused(_("The end has to be after the beginning, on the same day."))
        if starts_at <= timezone.now():
            raise Refused(_("This time is over already."))
        return starts_at, ends_at


@transaction.atomic
def propose(
    cooperation: Cooperation, plan: Plan, *, by: User, weekly_until: date | None = None
) -> list[Appointment]:
    """Set one appointment, or one each week until a day (included), at the same time by the clock.

    Raises Refused when a time cannot be, the series is too long, or an appointment stands already.
    """
    cooperation = lock_cooperation(cooperation)
    step_for(cooperation, "appointment set", by=by)
    days = [plan.day]
    if weekly_until:
        days = wall_clock.weekly(plan.day, weekly_until, at_most=SERIES_MAX)
    series = uuid.uuid4() if len(days) > 1 else None
    now = timezone.now()
    made = []
    for day in days:
        starts_at, ends_at = plan.times(day)
        made.append(
            Appointment(
                cooperation=cooperation,
                series=series,
                title=plan.title,
                starts_at=starts_at,
                ends_at=ends_at,
                place=plan.place,
                note=plan.note,
                created_by=by,
                changed_at=now,
                reminded_at=now if is_reminder_past(starts_at) else None,
            )
        )
    _require_new(cooperation, made)
    Appointment.objects.bulk_create(made)
    words = f"{describe(made[0])} (×{len(made)})" if series else describe(made[0])
    event = take_step(cooperation, "appointment set", by=by, comment=words)
    tell_other_side(
        cooperation, "appointment_set", event=event, appointment=made[0], count=len(made)
    )
    return made


@transaction.atomic
def change(appointment: Appointment, plan: Plan, *, by: User, sequence: int) -> Appointment:
    """Another time, place or note. The calendar entry stays the same one, with a higher sequence.

    `sequence` is the one that `by` has seen. Raises Refused when somebody else was faster.
    """
    cooperation, appointment = _locked(appointment)
    step_for(cooperation, "appointment changed", by=by)
    if appointment.sequence != sequence:
        raise Refused(
            _("Somebody has changed this appointment in the meantime. Please look at it again.")
        )
    if not appointment.may_be_changed:
        raise Refused(_("This appointment can no longer be changed."))
    starts_at, ends_at = plan.times()
    wanted = {
        "title": plan.title, "starts_at": starts_at, "ends_at": ends_at, "place": plan.place,
        "note": plan.note,
    }  # fmt: skip
    if all(getattr(appointment, name) == value for name, value in wanted.items()):
        return appointment
    if (appointment.starts_at, appointment.ends_at) != (starts_at, ends_at):
        # What was said about the old time says nothing about the new one.
        wanted |= {"seeking_says": "", "offering_says": "", "no_show_of": "", "asked_at": None}
        wanted["reminded_at"] = timezone.now() if is_reminder_past(starts_at) else None
    for name, value in wanted.items():
        setattr(appointment, name, value)
    _require_new(cooperation, [appointment])
    _save_changed(appointment, [*wanted])
    event = take_step(cooperation, "appointment changed", by=by, comment=describe(appointment))
    tell_other_side(cooperation, "appointment_changed", event=event, appointment=appointment)
    return appointment


@transaction.atomic
def cancel(
    appointment: Appointment, reason: str, *, by: User, and_following: bool = False
) -> list[Appointment]:
    """It does not take place; `and_following`: nor do the later ones of its series."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Please write in a sentence why: the other side reads it."))
    cooperation, appointment = _locked(appointment)
    step_for(cooperation, "appointment cancelled", by=by)
    if appointment.is_cancelled:
        raise Refused(_("This appointment is cancelled already."))
    if appointment.is_over:
        raise Refused(_("This appointment is over. Please say whether it took place."))
    gone = [appointment]
    if and_following and appointment.series:
        later = cooperation.appointments.standing().filter(
            series=appointment.series, starts_at__gt=appointment.starts_at
        )
        gone += later.order_by("starts_at").select_for_update(no_key=True)
    for one in gone:
        _note_cancelled(one, reason)
    event = take_step(
        cooperation,
        "appointment cancelled",
        by=by,
        comment=f"{', '.join(describe(one) for one in gone[:5])}\n{reason}",
    )
    tell_other_side(
        cooperation,
        "appointment_cancelled",
        event=event,
        appointment=appointment,
        count=len(gone),
    )
    return gone


def cancel_what_is_ahead(cooperation: Cooperation, reason: str = "") -> int:
    """The cooperation ends: nobody is to stand before a closed door. Returns how many.

    Called in the transaction that ends it, which tells both sides of the end.
    """
    ahead = list(
        cooperation.appointments.standing()
        .filter(starts_at__gt=timezone.now())
        .select_for_update(no_key=True)
    )
    for appointment in ahead:
        _note_cancelled(appointment, reason)
    return len(ahead)


@transaction.atomic
def answer_took_place(
    appointment: Appointment, says: Says, *, by: User, side: CooperationSide
) -> Appointment:
    """What `side` says became of it; it may say something else later, until hours are noted.

    When it fell through for one side, the other one is asked kindly.
    """
    cooperation, appointment = _locked(appointment)
    step_for(cooperation, "appointment answered", by=by)
    require_side(cooperation, side, by=by)
    if appointment.is_cancelled:
        raise Refused(_("This appointment was cancelled."))
    if not appointment.is_over:
        raise Refused(_("This appointment is not over yet."))
    if appointment.says(side) == says:
        return appointment
    if says != Says.TOOK_PLACE and appointment.work_logs.exists():
        raise Refused(_("Hours are written down for this appointment already."))
    note_answer(appointment, side, says)
    event = take_step(cooperation, "appointment answered", by=by, comment=describe(appointment))
    other = side.opposite
    if says in FELL_THROUGH and appointment.says(other) in {"", Says.TOOK_PLACE}:
        ask_members(
            appointment,
            organisation_of_side(cooperation, other),
            other,
            key=f"took_place_again:{event.pk}",
            fell_through=True,
        )
    return appointment


def note_answer(appointment: Appointment, side: CooperationSide, says: Says) -> None:
    """Store what `side` says. The caller has locked the row and asked the machine."""
    setattr(appointment, f"{side.value}_says", says)
    appointment.no_show_of = who_did_not_come(appointment.seeking_says, appointment.offering_says)
    appointment.save(update_fields=[f"{side.value}_says", "no_show_of"])


def who_did_not_come(seeking_says: str, offering_says: str) -> str:
    """The side that did not come, from both answers; "" for none, both, or when they contradict.

    Of oneself everybody is believed; of the other side, as long as it does not say otherwise.
    """
    missing = []
    for side, own, other in (
        (CooperationSide.SEEKING, seeking_says, offering_says),
        (CooperationSide.OFFERING, offering_says, seeking_says),
    ):
        named = other == Says.NOBODY_CAME and own in {"", Says.DID_NOT}
        if own == Says.COULD_NOT_COME or named:
            missing.append(side)
    return missing[0].value if len(missing) == 1 else ""


def describe(appointment: Appointment) -> str:
    """Day, time and title, as the history keeps them in every language."""
    local = appointment.starts_at.astimezone(wall_clock.BERLIN)
    return f"{local:%d.%m.%Y, %H:%M} · {appointment.title}"


def _locked(appointment: Appointment) -> tuple[Cooperation, Appointment]:
    cooperation = lock_cooperation(appointment.cooperation)
    found = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    found.cooperation = cooperation
    return cooperation, found


def _require_new(cooperation: Cooperation, wanted: list[Appointment]) -> None:
    """The cooperation is locked, so nobody can slip in between this question and the row."""
    standing = cooperation.appointments.standing().exclude(
        pk__in=[one.pk for one in wanted if one.pk]
    )
    taken = set(
        standing.filter(starts_at__in=[one.starts_at for one in wanted]).values_list(
            "starts_at", "title"
        )
    )
    for one in wanted:
        if (one.starts_at, one.title) in taken:
            raise Refused(_("This appointment stands already: %(one)s") % {"one": describe(one)})


def _note_cancelled(appointment: Appointment, reason: str) -> None:
    appointment.cancelled_at = timezone.now()
    appointment.cancel_reason = reason
    _save_changed(appointment, ["cancelled_at", "cancel_reason"])


def _save_changed(appointment: Appointment, fields: list[str]) -> None:
    appointment.sequence += 1
    appointment.changed_at = timezone.now()
    appointment.save(update_fields=[*fields, "sequence", "changed_at"])
