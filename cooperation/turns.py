"""Whose turn it is in a cooperation, and what comes next: the pages and the desk say it at any moment.

Each part of the life contributes a function to SOURCES; a new part is one line here.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation import closing, protection
from cooperation.acting import organisation_of_side
from cooperation.machine import AT_WORK
from cooperation.models import (
    FELL_THROUGH,
    Appointment,
    Cooperation,
    CooperationSide,
    CooperationStatus,
    Enquiry,
)
from cooperation.querysets import what_asks
from profiles.models import Organisation

DOING = {
    CooperationStatus.CONFIRMED, CooperationStatus.ACTIVE, CooperationStatus.PAUSED,
    CooperationStatus.CLOSING,
}  # fmt: skip


class Turn(NamedTuple):
    """One thing that `side` should do next, as a sentence with a verb; `due` if there is a day.

    `theirs` is the same as the other side reads it, with the name of `side`.
    `says_url`: the question whether an appointment took place can be answered there with one press.
    """

    side: Organisation
    sentence: str
    theirs: str
    url: str
    due: date | None = None
    says_url: str = ""


def _turn(  # noqa: PLR0913 -- a turn is what it is
    side: Organisation,
    sentence: str,
    theirs: str,
    url: str,
    due: date | None = None,
    *,
    says_url: str = "",
) -> Turn:
    return Turn(side, sentence, theirs % {"name": side.name}, url, due, says_url)


def turns_of_enquiry(enquiry: Enquiry) -> list[Turn]:
    """Who owes the answer."""
    side = enquiry.owes_the_answer
    if side is None:
        return []
    if enquiry.place_kept_until and side == enquiry.seeking and not enquiry.is_open:
        sentence = _("A place is free: say whether you still want it")
        theirs = _("%(name)s decides whether to take the free place")
        due = enquiry.place_kept_until.date()
        return [_turn(side, sentence, theirs, enquiry.get_absolute_url(), due)]
    theirs = _("%(name)s answers the enquiry")
    url = enquiry.get_absolute_url()
    return [_turn(side, _("Answer the enquiry"), theirs, url, enquiry.answer_by)]


def turns_of_status(cooperation: Cooperation) -> list[Turn]:
    """What the state alone asks for."""
    if cooperation.status == CooperationStatus.PAUSED:
        url = reverse("cooperation:cooperation", args=[cooperation.public_id])
        both = (cooperation.seeking, cooperation.offering)
        sentence = _("Go on with it, or bring it to an end")
        theirs = _("%(name)s goes on with it, or brings it to an end")
        return [_turn(side, sentence, theirs, url) for side in both]
    return []


def turns_of_agreement(cooperation: Cooperation) -> list[Turn]:
    """Who should write the agreement, or confirm the version that waits.

    The Träger begins, because it knows the place, the people and what they need; the company may
    just as well, and then the turn is its own.
    """
    if cooperation.status not in AT_WORK:
        return []
    url = reverse("cooperation:agreement", args=[cooperation.public_id])
    rows = sorted(cooperation.agreement_versions.all(), key=lambda row: row.number or 0)
    proposed = [row for row in rows if row.number]
    if proposed and not proposed[-1].in_force_since:
        sides = {"seeking": cooperation.seeking, "offering": cooperation.offering}
        sentence = _("Confirm the agreement")
        theirs = _("%(name)s confirms the agreement")
        return [_turn(who, sentence, theirs, url) for side, who in sides.items()
                if not proposed[-1].is_confirmed_by(side)]  # fmt: skip
    drafts = {row.side for row in rows if row.number is None}
    if not drafts and (proposed or cooperation.status != CooperationStatus.PLANNING):
        return []
    writer = cooperation.offering if drafts == {"offering"} else cooperation.seeking
    sentence = _("Finish and propose the agreement") if drafts else _("Propose the agreement")
    return [_turn(writer, sentence, _("%(name)s proposes the agreement"), url)]


def turns_of_appointments(cooperation: Cooperation) -> list[Turn]:
    """Set the first one; say what became of one; set a new time; write its hours down."""
    if cooperation.status not in DOING:
        return []
    url = reverse("cooperation:appointments", args=[cooperation.public_id])
    prefetch_related_objects([cooperation], *what_asks())  # nothing is asked twice
    found = cooperation.unsettled
    turns = [
        _answer_turn(cooperation, side, found, url)
        for side in CooperationSide
        if any(not one.says(side) for one in found)
    ]
    turns += [
        _turn(
            side,
            _("Set the new time for “%(title)s”") % {"title": one.title},
            _("%(name)s sets a new time for what was moved"),
            _change_url(one),
        )
        for one in found
        if one.was_moved and cooperation.status != CooperationStatus.CLOSING
        for side in (cooperation.seeking, cooperation.offering)
    ]
    turns += [
        _turn(
            cooperation.offering,
            _("Write down the hours of “%(title)s”") % {"title": one.title},
            _("%(name)s writes down the hours"),
            reverse("cooperation:appointment-hours", args=[cooperation.public_id, one.public_id]),
        )
        for one in found
        if one.took_place
    ]
    is_active = cooperation.status == CooperationStatus.ACTIVE
    if is_active and not cooperation.any_appointment:
        propose = reverse("cooperation:appointment-propose", args=[cooperation.public_id])
        sentence = _("Propose the first appointment")
        both = (cooperation.seeking, cooperation.offering)
        theirs = _("%(name)s proposes the first appointment")
        turns += [_turn(side, sentence, theirs, propose) for side in both]
    return turns


def turns_of_hours(cooperation: Cooperation) -> list[Turn]:
    """Confirm what the other side wrote down; mend what it remembers differently."""
    if cooperation.status not in DOING:
        return []
    url = reverse("cooperation:hours", args=[cooperation.public_id])
    confirm = dict.fromkeys(CooperationSide, 0)
    mend = dict.fromkeys(CooperationSide, 0)
    prefetch_related_objects([cooperation], *what_asks())
    for logged in cooperation.unconfirmed_logs:
        side = CooperationSide(logged.side)
        if logged.is_disputed:
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
            theirs = _("%(name)s confirms the hours")
            turns.append(_turn(who, sentence % {"count": confirm[side]}, theirs, url))
        if mend[side]:
            sentence = _("Look at the hours again: the other side differs")
            turns.append(_turn(who, sentence, _("%(name)s looks at the hours again"), url))
    return turns


def _answer_turn(
    cooperation: Cooperation, side: CooperationSide, found: list[Appointment], url: str
) -> Turn:
    asked = [one for one in found if not one.says(side)]
    theirs = _("%(name)s says whether it took place")
    if len(asked) > 1:
        sentence = _("Say whether your appointments took place")
        return _turn(organisation_of_side(cooperation, side), sentence, theirs, url)
    one = asked[0]
    sentence = _("Did “%(title)s” take place?")
    if one.says(side.opposite) in FELL_THROUGH:
        sentence = _("“%(title)s” fell through for the other side. For you, too?")
    return _turn(
        organisation_of_side(cooperation, side),
        sentence % {"title": one.title},
        theirs,
        one.get_absolute_url(),
        says_url=reverse(
            "cooperation:appointment-answer", args=[cooperation.public_id, one.public_id]
        ),
    )


def _change_url(appointment: Appointment) -> str:
    return reverse(
        "cooperation:appointment-change",
        args=[appointment.cooperation.public_id, appointment.public_id],
    )


def turns_of_protection(cooperation: Cooperation) -> list[Turn]:
    """What the Träger has to settle before minors are met. The company reads no details."""
    if cooperation.status not in AT_WORK or protection.conditions_met(cooperation):
        return []
    url = reverse("cooperation:protection", args=[cooperation.public_id])
    sentence = _("Settle what is needed to protect minors")
    theirs = _("%(name)s settles what is needed to protect minors")
    return [_turn(cooperation.seeking, sentence, theirs, url)]


def turns_of_closing(cooperation: Cooperation) -> list[Turn]:
    """Who has not given feedback yet."""
    if cooperation.status != CooperationStatus.CLOSING:
        return []
    given = {feedback.side for feedback in cooperation.feedback.all()}
    url = reverse("cooperation:closing", args=[cooperation.public_id])
    sides = [(side, organisation_of_side(cooperation, side)) for side in CooperationSide]
    due = closing.feedback_due(cooperation)
    sentence, theirs = _("Tell how it was"), _("%(name)s tells how it was")
    return [_turn(who, sentence, theirs, url, due) for side, who in sides if side not in given]


SOURCES: tuple[Callable[[Cooperation], list[Turn]], ...] = (
    turns_of_status,
    turns_of_agreement,
    turns_of_protection,
    turns_of_appointments,
    turns_of_hours,
    turns_of_closing,
)


def turns(cooperation: Cooperation) -> list[Turn]:
    """Everything that somebody should do next, what has a day first."""
    found = [turn for source in SOURCES for turn in source(cooperation)]
    return sorted(found, key=lambda turn: (turn.due is None, turn.due or date.max))
