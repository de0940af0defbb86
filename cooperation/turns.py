"""Whose turn it is in a cooperation, and what comes next: the pages and the desk say it at any moment.

Each part of the life contributes a function to SOURCES; a new part is one line here.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.acting import organisation_of_side
from cooperation.models import (
    FELL_THROUGH,
    Appointment,
    Cooperation,
    CooperationSide,
    CooperationStatus,
    Enquiry,
)
from profiles.models import Organisation

DOING = {
    CooperationStatus.CONFIRMED, CooperationStatus.ACTIVE, CooperationStatus.PAUSED,
    CooperationStatus.CLOSING,
}  # fmt: skip
OPEN_AT_MOST = 20


class Turn(NamedTuple):
    """One thing that `side` should do next, as a sentence with a verb; `due` if there is a day."""

    side: Organisation
    sentence: str
    url: str
    due: date | None = None


def turns_of_enquiry(enquiry: Enquiry) -> list[Turn]:
    """Who owes the answer."""
    side = enquiry.owes_the_answer
    if side is None:
        return []
    if enquiry.place_kept_until and side == enquiry.seeking and not enquiry.is_open:
        sentence = _("A place is free: say whether you still want it")
        return [Turn(side, sentence, enquiry.get_absolute_url(), enquiry.place_kept_until.date())]
    return [Turn(side, _("Answer the enquiry"), enquiry.get_absolute_url(), enquiry.answer_by)]


def turns_of_status(cooperation: Cooperation) -> list[Turn]:
    """What the state alone asks for."""
    if cooperation.status == CooperationStatus.PAUSED:
        url = reverse("cooperation:cooperation", args=[cooperation.public_id])
        both = (cooperation.seeking, cooperation.offering)
        return [Turn(side, _("Go on with it, or bring it to an end"), url) for side in both]
    return []


def turns_of_appointments(cooperation: Cooperation) -> list[Turn]:
    """Set the first one; say what became of one; set a new time; write its hours down."""
    if cooperation.status not in DOING:
        return []
    url = reverse("cooperation:appointments", args=[cooperation.public_id])
    found = list(cooperation.appointments.standing().to_be_settled()[:OPEN_AT_MOST])
    for appointment in found:
        appointment.cooperation = cooperation
    turns = [
        _answer_turn(cooperation, side, found, url)
        for side in CooperationSide
        if any(not one.says(side) for one in found)
    ]
    turns += [
        Turn(side, _("Set the new time for “%(title)s”") % {"title": one.title}, _change_url(one))
        for one in found
        if one.was_moved and cooperation.status != CooperationStatus.CLOSING
        for side in (cooperation.seeking, cooperation.offering)
    ]
    turns += [
        Turn(
            cooperation.offering,
            _("Write down the hours of “%(title)s”") % {"title": one.title},
            reverse("cooperation:appointment-hours", args=[cooperation.public_id, one.public_id]),
        )
        for one in found
        if one.took_place
    ]
    is_active = cooperation.status == CooperationStatus.ACTIVE
    if is_active and not found and not cooperation.appointments.exists():
        propose = reverse("cooperation:appointment-propose", args=[cooperation.public_id])
        sentence = _("Propose the first appointment")
        both = (cooperation.seeking, cooperation.offering)
        turns += [Turn(side, sentence, propose) for side in both]
    return turns


def turns_of_hours(cooperation: Cooperation) -> list[Turn]:
    """Confirm what the other side wrote down; mend what it remembers differently."""
    if cooperation.status not in DOING:
        return []
    url = reverse("cooperation:hours", args=[cooperation.public_id])
    confirm = dict.fromkeys(CooperationSide, 0)
    mend = dict.fromkeys(CooperationSide, 0)
    for name, disputed_at in cooperation.work_logs.unconfirmed().values_list("side", "disputed_at"):
        side = CooperationSide(name)
        if disputed_at:
            mend[side] += 1
        else:
            confirm[side.opposite] += 1
    turns = []
    for side in CooperationSide:
        who = organisation_of_side(cooperation, side)
        if confirm[side]:
            sentence = ngettext(
                "Confirm the hours that were written down",
                "Confirm %(count)d entries of hours",
                confirm[side],
            )
            turns.append(Turn(who, sentence % {"count": confirm[side]}, url))
        if mend[side]:
            turns.append(Turn(who, _("Look at the hours again: the other side differs"), url))
    return turns


def _answer_turn(
    cooperation: Cooperation, side: CooperationSide, found: list[Appointment], url: str
) -> Turn:
    asked = [one for one in found if not one.says(side)]
    if len(asked) > 1:
        sentence = _("Say whether your appointments took place")
        return Turn(organisation_of_side(cooperation, side), sentence, url)
    one = asked[0]
    sentence = _("Did “%(title)s” take place?")
    if one.says(side.opposite) in FELL_THROUGH:
        sentence = _("“%(title)s” fell through for the other side. For you, too?")
    return Turn(
        organisation_of_side(cooperation, side),
        sentence % {"title": one.title},
        one.get_absolute_url(),
    )


def _change_url(appointment: Appointment) -> str:
    return reverse(
        "cooperation:appointment-change",
        args=[appointment.cooperation.public_id, appointment.public_id],
    )


SOURCES: tuple[Callable[[Cooperation], list[Turn]], ...] = (
    turns_of_status,
    turns_of_appointments,
    turns_of_hours,
)


def turns(cooperation: Cooperation) -> list[Turn]:
    """Everything that somebody should do next, what has a day first."""
    found = [turn for source in SOURCES for turn in source(cooperation)]
    return sorted(found, key=lambda turn: (turn.due is None, turn.due or date.max))
