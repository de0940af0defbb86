"""Hours and people: written down by one side, confirmed by the other.

Order inside, always: lock the cooperation, then the row; ask the machine, change, history, mails;
one transaction.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cooperation.acting import require_side
from cooperation.appointments import note_answer
from cooperation.cooperations import locked as lock_cooperation
from cooperation.machine import step_for, take_step
from cooperation.models import Appointment, Cooperation, CooperationSide, Says, WorkLog
from cooperation.models.hours import HOURS_MAX, QUARTER
from cooperation.news import tell_other_side
from cooperation.wall_clock import BERLIN
from matching.models.listing import PEOPLE_MAX
from portal.foundation.refusals import Refused
from profiles.models import User

EARLIEST = timedelta(days=366)


@dataclass(frozen=True)
class Work:
    """What was done: `people` people, `hours` hours each."""

    day: date
    people: int
    hours: Decimal
    what: str


def suggested_for(appointment: Appointment) -> Work:
    """What the form is filled with for an appointment: its day, its length, the agreed people."""
    return Work(
        day=appointment.starts_at.astimezone(BERLIN).date(),
        people=appointment.cooperation.enquiry.people,
        hours=length_in_quarters(appointment),
        what=appointment.title,
    )


def length_in_quarters(appointment: Appointment) -> Decimal:
    """How long it lasted, in hours, to the next quarter; at least one."""
    hours = Decimal(round(appointment.duration.total_seconds() / 900)) / 4
    return min(max(hours, QUARTER), HOURS_MAX)


@transaction.atomic
def log(
    cooperation: Cooperation,
    work: Work,
    *,
    by: User,
    side: CooperationSide,
    appointment: Appointment | None = None,
) -> WorkLog:
    """Write down what was done, for an appointment or without one. The other side is told."""
    cooperation = lock_cooperation(cooperation)
    step_for(cooperation, "hours logged", by=by)
    require_side(cooperation, side, by=by)
    _require_possible(work)
    if appointment is not None:
        appointment = _locked_appointment(cooperation, appointment)
        _note_took_place(appointment, side)
    logged = WorkLog.objects.create(
        cooperation=cooperation,
        appointment=appointment,
        day=work.day,
        people=work.people,
        hours=work.hours,
        what=work.what,
        side=side,
        logged_by=by,
    )
    event = take_step(cooperation, "hours logged", by=by, comment=describe(logged))
    tell_other_side(cooperation, "hours_logged", event=event)
    return logged


@transaction.atomic
def correct(logged: WorkLog, work: Work, *, by: User, side: CooperationSide) -> WorkLog:
    """The side that wrote it down mends it; what the other side said against it is settled then."""
    logged = _locked(logged, "hours corrected", by=by, side=side)
    _require_own(logged, side)
    _require_possible(work)
    logged.day, logged.people, logged.hours, logged.what = (
        work.day, work.people, work.hours, work.what,
    )  # fmt: skip
    logged.disputed_at, logged.disputed_words = None, ""
    logged.save(
        update_fields=["day", "people", "hours", "what", "disputed_at", "disputed_words"]
    )  # fmt: skip
    event = take_step(logged.cooperation, "hours corrected", by=by, comment=describe(logged))
    tell_other_side(logged.cooperation, "hours_logged", event=event)
    return logged


@transaction.atomic
def confirm(logged: WorkLog, *, by: User, side: CooperationSide, seen: Work) -> WorkLog:
    """The other side agrees with what it has `seen`. Raises Refused when it was mended meanwhile."""
    logged = _locked(logged, "hours confirmed", by=by, side=side)
    _require_other(logged, side, by=by)
    if work_of(logged) != seen:
        raise Refused(_("This entry was corrected in the meantime. Please look at it again."))
    if logged.appointment_id:
        appointment = Appointment.objects.select_for_update(no_key=True).get(
            pk=logged.appointment_id
        )
        _note_took_place(appointment, side)
    logged.confirmed_by, logged.confirmed_at = by, timezone.now()
    logged.disputed_at, logged.disputed_words = None, ""
    logged.save(update_fields=["confirmed_by", "confirmed_at", "disputed_at", "disputed_words"])
    take_step(logged.cooperation, "hours confirmed", by=by, comment=describe(logged))
    return logged


@transaction.atomic
def dispute(logged: WorkLog, words: str, *, by: User, side: CooperationSide) -> WorkLog:
    """The other side remembers it differently and says how; the first side can mend it."""
    words = words.strip()
    if not words:
        raise Refused(_("Please write in a sentence what was different."))
    logged = _locked(logged, "hours disputed", by=by, side=side)
    _require_other(logged, side, by=by)
    logged.disputed_at, logged.disputed_words = timezone.now(), words
    logged.save(update_fields=["disputed_at", "disputed_words"])
    event = take_step(
        logged.cooperation, "hours disputed", by=by, comment=f"{describe(logged)}\n{words}"
    )
    tell_other_side(logged.cooperation, "hours_disputed", event=event)
    return logged


@transaction.atomic
def take_back(logged: WorkLog, *, by: User, side: CooperationSide) -> None:
    """The side that wrote it down takes it back, as long as it is not confirmed."""
    logged = _locked(logged, "hours taken back", by=by, side=side)
    _require_own(logged, side)
    take_step(logged.cooperation, "hours taken back", by=by, comment=describe(logged))
    logged.delete()


def work_of(logged: WorkLog) -> Work:
    """What an entry says."""
    return Work(day=logged.day, people=logged.people, hours=logged.hours, what=logged.what)


def describe(logged: WorkLog) -> str:
    """Day, people × hours and what was done, as the history keeps them in every language."""
    day = f"{logged.day:%d.%m.%Y}"
    return f"{day} · {logged.people} × {logged.hours.normalize():f} h · {logged.what}"


def _locked(logged: WorkLog, step: str, *, by: User, side: CooperationSide) -> WorkLog:
    cooperation = lock_cooperation(logged.cooperation)
    step_for(cooperation, step, by=by)
    require_side(cooperation, side, by=by)
    found = WorkLog.objects.select_for_update(no_key=True).filter(pk=logged.pk).first()
    if found is None:
        raise Refused(_("This entry was taken back."))
    if found.is_confirmed:
        raise Refused(_("This entry is confirmed by both sides and stays as it is."))
    found.cooperation = cooperation
    return found


def _locked_appointment(cooperation: Cooperation, appointment: Appointment) -> Appointment:
    found = cooperation.appointments.select_for_update(no_key=True).get(pk=appointment.pk)
    if found.is_cancelled:
        raise Refused(_("This appointment was cancelled."))
    if not found.is_over:
        raise Refused(_("This appointment is not over yet."))
    # The cooperation is locked: nobody can write between this question and the new row.
    if found.work_logs.exists():
        raise Refused(_("Hours are written down for this appointment already."))
    return found


def _note_took_place(appointment: Appointment, side: CooperationSide) -> None:
    """Whoever writes down or confirms hours has answered the question, too."""
    if appointment.says(side) != Says.TOOK_PLACE:
        note_answer(appointment, side, Says.TOOK_PLACE)


def _require_own(logged: WorkLog, side: CooperationSide) -> None:
    if logged.side != side:
        raise Refused(_("Only the side that wrote it down can change this entry."))


def _require_other(logged: WorkLog, side: CooperationSide, *, by: User) -> None:
    if logged.side == side or logged.logged_by_id == by.pk:
        raise Refused(_("The other side confirms what you have written down."))


def _require_possible(work: Work) -> None:
    today = timezone.localdate()
    if work.day > today:
        raise Refused(_("This day is still to come. Please write hours down afterwards."))
    if work.day < today - EARLIEST:
        raise Refused(
            _("Please write down only what was done after %(day)s.")
            % {"day": date_format(today - EARLIEST)}
        )
    if not QUARTER <= work.hours <= HOURS_MAX or work.hours % QUARTER:
        raise Refused(_("Hours go in quarters, from 0.25 to 24 for each person and day."))
    if not 1 <= work.people <= PEOPLE_MAX:
        raise Refused(_("Please give the number of people who helped, at least one."))
