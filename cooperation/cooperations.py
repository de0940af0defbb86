"""The cooperation's life, from the yes of both sides to its end: each verb is one function.

Order inside, always: lock the row, ask the machine, change, history, mails; one transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import waiting_list
from cooperation.machine import take_step
from cooperation.models import Cooperation, CooperationStatus, Enquiry
from cooperation.news import tell_other_side, tell_side
from portal.foundation.refusals import Refused
from profiles.models import User

FEEDBACK_TIME = timedelta(days=30)


def begin(enquiry: Enquiry) -> Cooperation:
    """What an accepted enquiry becomes; called in the transaction that accepts it."""
    if enquiry.need is not None:
        format_ = enquiry.need.format
    else:
        format_ = enquiry.offer.formats[0]
    cooperation = Cooperation(enquiry=enquiry, format=format_)
    take_step(cooperation, "begun", by=None)
    return cooperation


def locked(cooperation: Cooperation) -> Cooperation:
    """The row as it is now, kept from others until the transaction ends."""
    return (
        Cooperation.objects.select_for_update(of=("self",), no_key=True)
        .with_both_sides()
        .get(pk=cooperation.pk)
    )


@transaction.atomic
def note_agreed(cooperation: Cooperation) -> Cooperation:
    """Both sides have confirmed the same version: agreed, and started if nothing stands against it."""
    cooperation = locked(cooperation)
    if cooperation.status == CooperationStatus.PLANNING:
        take_step(cooperation, "agreed", by=None)
    return start_if_ready(cooperation)


@transaction.atomic
def start_if_ready(cooperation: Cooperation) -> Cooperation:
    """Start what is agreed as soon as everything is settled that has to be settled before."""
    from cooperation.prerequisites import missing  # its checks start cooperations themselves

    cooperation = locked(cooperation)
    if cooperation.status == CooperationStatus.CONFIRMED and not missing(cooperation):
        event = take_step(cooperation, "started", by=None)
        for side in (cooperation.seeking, cooperation.offering):
            tell_side(cooperation, side, "cooperation_started", event=event)
    return cooperation


@transaction.atomic
def pause(cooperation: Cooperation, reason: str, *, by: User | None) -> Cooperation:
    """A break. `by` None: the portal pauses it, because a safeguarding record has run out."""
    return _with_reason(cooperation, "paused", reason, by=by)


@transaction.atomic
def resume(cooperation: Cooperation, *, by: User) -> Cooperation:
    """It goes on. Raises Refused while something is missing that has to be settled before."""
    from cooperation.prerequisites import missing

    cooperation = locked(cooperation)
    if missing(cooperation):  # what exactly, the Träger reads on its own page
        raise Refused(_("Something has to be settled by the Träger before it can go on."))
    cooperation.reason = ""
    event = take_step(cooperation, "resumed", by=by, fields=["reason"])
    tell_other_side(cooperation, "cooperation_resumed", event=event)
    return cooperation


@transaction.atomic
def finish(cooperation: Cooperation, *, by: User) -> Cooperation:
    """The work is done. Both sides are asked what came of it."""
    from cooperation.appointments import cancel_what_is_ahead

    cooperation = locked(cooperation)
    event = take_step(cooperation, "finished", by=by)
    cancel_what_is_ahead(cooperation)
    for side in (cooperation.seeking, cooperation.offering):
        tell_side(cooperation, side, "cooperation_closing", event=event)
    return cooperation


@transaction.atomic
def end_early(cooperation: Cooperation, reason: str, *, by: User) -> Cooperation:
    """It ends before it was to end; what was done is still recorded and thanked for."""
    return _with_reason(cooperation, "ended early", reason, by=by)


@transaction.atomic
def call_off(cooperation: Cooperation, reason: str, *, by: User) -> Cooperation:
    """It does not come about. The capacity is free again, and the next in the list gets it."""
    cooperation = _with_reason(cooperation, "called off", reason, by=by)
    waiting_list.free(cooperation.enquiry)
    return cooperation


@transaction.atomic
def conclude(cooperation: Cooperation) -> Cooperation:
    """Everything is said: the cooperation is closed and stays readable for both sides."""
    cooperation = locked(cooperation)
    take_step(cooperation, "concluded", by=None)
    return cooperation


@transaction.atomic
def free_capacity(cooperation: Cooperation, *, by: User) -> Cooperation:
    """The company offers again what it had promised here.

    Not by itself at the end: a thing that was given is gone, and people may want a rest.
    """
    cooperation = locked(cooperation)
    if not cooperation.enquiry.holds:
        raise Refused(_("This capacity is free already."))
    take_step(cooperation, "capacity freed", by=by)
    waiting_list.free(cooperation.enquiry)
    return cooperation


def conclude_overdue() -> int:
    """Close what has waited FEEDBACK_TIME for feedback; the number of cooperations. Beat calls it."""
    overdue = Cooperation.objects.filter(
        status=CooperationStatus.CLOSING,
        status_since__lt=timezone.now() - FEEDBACK_TIME,
    )
    done = 0
    for cooperation in overdue:
        try:
            conclude(cooperation)
        except Refused:  # somebody else was faster
            continue
        done += 1
    return done


def _with_reason(
    cooperation: Cooperation, step: str, reason: str, *, by: User | None
) -> Cooperation:
    from cooperation.appointments import cancel_what_is_ahead

    reason = reason.strip()
    if not reason:
        raise Refused(_("Please write in a sentence why: the other side reads it."))
    cooperation = locked(cooperation)
    cooperation.reason = reason
    fields = ["reason"]
    if step == "ended early":
        cooperation.ended_early = True
        fields.append("ended_early")
    event = take_step(cooperation, step, by=by, comment=reason, fields=fields)
    if step != "paused":
        cancel_what_is_ahead(cooperation)
    news = {
        "paused": "cooperation_paused",
        "ended early": "cooperation_closing",
        "called off": "cooperation_called_off",
    }[step]
    tell_other_side(cooperation, news, event=event)
    return cooperation
