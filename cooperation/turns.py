"""Whose turn it is in a cooperation, and what comes next: the pages and the desk say it at any moment.

Each part of the life contributes a function to SOURCES; a new part is one line here.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from cooperation import closing, protection
from cooperation.models import Cooperation, CooperationStatus, Enquiry
from matching.models import Side
from profiles.models import Organisation

BEFORE_THE_END = {
    CooperationStatus.PLANNING, CooperationStatus.CONFIRMED, CooperationStatus.ACTIVE,
    CooperationStatus.PAUSED,
}  # fmt: skip


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


def turns_of_protection(cooperation: Cooperation) -> list[Turn]:
    """What the Träger has to settle before minors are met. The company reads no details."""
    if cooperation.status not in BEFORE_THE_END or protection.conditions_met(cooperation):
        return []
    url = reverse("cooperation:protection", args=[cooperation.public_id])
    return [Turn(cooperation.seeking, _("Settle what is needed to protect minors"), url)]


def turns_of_closing(cooperation: Cooperation) -> list[Turn]:
    """Who has not given feedback yet."""
    if cooperation.status != CooperationStatus.CLOSING:
        return []
    given = {feedback.side for feedback in cooperation.feedback.all()}
    url = reverse("cooperation:closing", args=[cooperation.public_id])
    sides = ((Side.NEED, cooperation.seeking), (Side.OFFER, cooperation.offering))
    due = closing.feedback_due(cooperation)
    return [Turn(who, _("Tell how it was"), url, due) for side, who in sides if side not in given]


SOURCES: tuple[Callable[[Cooperation], list[Turn]], ...] = (
    turns_of_status,
    turns_of_protection,
    turns_of_closing,
)


def turns(cooperation: Cooperation) -> list[Turn]:
    """Everything that somebody should do next, what has a day first."""
    found = [turn for source in SOURCES for turn in source(cooperation)]
    return sorted(found, key=lambda turn: (turn.due is None, turn.due or date.max))
