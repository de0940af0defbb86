"""The answer clock: nobody is left without an answer.

An answer is due on `answer_by`. Three days before, whoever owes it is reminded. On the day after, the
enquiry goes into the Servicestelle's queue, and the side that waits is told so. If two weeks of
looking after it do not help either, the enquiry ends kindly, so that nobody waits for ever.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import enquiries
from cooperation.machine import Party, parties_of, take_step
from cooperation.models import Enquiry
from cooperation.news import tell_side
from portal.foundation.refusals import Refused
from profiles.models import Organisation, User

REMIND_BEFORE = timedelta(days=3)
LOOKED_AFTER = timedelta(days=14)
EXTRA_DAYS = 7
# From so many answers on, a median says something, and says it about nobody in particular.
ANSWERS_FOR_MEDIAN = 5
ANSWERS_LOOKED_AT = 50


def watch() -> int:
    """Remind, escalate and end what is due; how many enquiries. May run at any time, and twice."""
    today = timezone.localdate()
    owing = Enquiry.objects.owing_an_answer()
    reminders = owing.filter(
        answer_by__lte=today + REMIND_BEFORE, answer_by__gte=today, reminded_on=None
    )
    overdue = owing.filter(answer_by__lt=today, escalated_at=None)
    forgotten = owing.filter(answer_by__lt=today, escalated_at__lt=timezone.now() - LOOKED_AFTER)
    suspended = Enquiry.objects.undecided().of_suspended()
    return (
        _each(reminders, _remind)
        + _each(overdue, _escalate)
        + _each(forgotten, lambda enquiry: enquiries.lapse(enquiry, "unanswered"))
        + _each(suspended, lambda enquiry: enquiries.lapse(enquiry, "ended"))
    )


@transaction.atomic
def extend(enquiry: Enquiry, *, by: User, days: int = EXTRA_DAYS) -> Enquiry:
    """More time for the answer: the side that owes it once, the Servicestelle as often as it helps.

    Raises Refused at the second time.
    """
    enquiry = enquiries.locked(enquiry)
    if Party.SERVICEDESK not in parties_of(enquiry, by):
        if enquiry.extended_at is not None:
            raise Refused(
                _("You have taken more time once already. Please answer, even if briefly.")
            )
        enquiry.extended_at = timezone.now()
    first_day = max(enquiry.answer_by, timezone.localdate())
    enquiry.answer_by = first_day + timedelta(days=days)
    enquiry.reminded_on = enquiry.escalated_at = None
    fields = ["answer_by", "reminded_on", "escalated_at", "extended_at"]
    event = take_step(enquiry, "extended", by=by, fields=fields)
    tell_side(enquiry, _waiting_side(enquiry), "enquiry_extended", event=event)
    return enquiry


@transaction.atomic
def log_call(enquiry: Enquiry, note: str, *, by: User) -> None:
    """The Servicestelle has telephoned: who said what stands in the history, for both sides to see."""
    if not note.strip():
        raise Refused(_("Please note in a sentence what came of the call."))
    take_step(enquiries.locked(enquiry), "called", by=by, comment=note)


def median_hours(organisation: Organisation) -> float | None:
    """Hours in which `organisation` gives a first answer, as the median of the newest fifty.

    None before ANSWERS_FOR_MEDIAN answers. What the Servicestelle answered on its behalf does not
    count.
    """
    received = Enquiry.objects.received_by(organisation).exclude(answered_at=None)
    answered = (
        received.exclude(answered_by__is_staff=True)
        .order_by("-answered_at")
        .values_list(F("answered_at") - F("opened_at"), flat=True)[:ANSWERS_LOOKED_AT]
    )
    hours = sorted(took.total_seconds() / 3600 for took in answered)
    if len(hours) < ANSWERS_FOR_MEDIAN:
        return None
    middle = len(hours) // 2
    return hours[middle] if len(hours) % 2 else (hours[middle - 1] + hours[middle]) / 2


def _waiting_side(enquiry: Enquiry) -> Organisation:
    return enquiry.sender if enquiry.is_open else enquiry.receiver


def _each(found: QuerySet[Enquiry], act: Callable[[Enquiry], object]) -> int:
    done = 0
    for enquiry in list(found):
        try:
            act(enquiry)
        except Refused:  # somebody was faster: nothing is due any more
            continue
        done += 1
    return done


@transaction.atomic
def _remind(enquiry: Enquiry) -> None:
    enquiry = enquiries.locked(enquiry)
    if enquiry.reminded_on is not None:
        raise Refused("reminded already")
    enquiry.reminded_on = timezone.localdate()
    event = take_step(enquiry, "reminded", by=None, fields=["reminded_on"])
    tell_side(enquiry, enquiry.owes_the_answer, "enquiry_reminder", event=event)


@transaction.atomic
def _escalate(enquiry: Enquiry) -> None:
    enquiry = enquiries.locked(enquiry)
    if enquiry.escalated_at is not None or not _is_over(enquiry.answer_by):
        raise Refused("escalated already")
    enquiry.escalated_at = timezone.now()
    event = take_step(enquiry, "escalated", by=None, fields=["escalated_at"])
    tell_side(enquiry, enquiry.owes_the_answer, "enquiry_overdue", event=event)
    if enquiry.is_open:
        tell_side(enquiry, enquiry.sender, "enquiry_looked_after", event=event)


def _is_over(day: date) -> bool:
    return day < timezone.localdate()
