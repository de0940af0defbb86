"""The end of the work: each side gives feedback once, and both write down what came of it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import cooperations
from cooperation.acting import require_side
from cooperation.models import Cooperation, CooperationSide, CooperationStatus, Feedback, Outcome
from cooperation.news import tell_other_side
from portal.foundation import history
from portal.foundation.refusals import Refused
from profiles.models import Competence, User

OPEN_FOR_OUTCOMES = {CooperationStatus.CLOSING, CooperationStatus.CLOSED}


@transaction.atomic
def give_feedback(feedback: Feedback, *, by: User) -> Feedback:
    """Store the feedback of one side. When both have given theirs, the cooperation is closed.

    Each side reads the other's words only then: nobody has to be afraid of an answer in kind.
    """
    cooperation = cooperations.locked(feedback.cooperation)
    require_side(cooperation, feedback.side, by=by)
    if cooperation.status != CooperationStatus.CLOSING:
        raise Refused(_("Feedback is given at the end, while the cooperation is being closed."))
    if cooperation.feedback.filter(side=feedback.side).exists():
        raise Refused(_("Your side has given its feedback already. Thank you!"))
    feedback.by = by
    feedback.save()
    event = history.record(cooperation, "feedback given", by=by)
    tell_other_side(cooperation, "feedback_given", event=event)
    if cooperation.feedback.count() == len(CooperationSide):
        cooperations.conclude(cooperation)
    return feedback


def readable_feedback(cooperation: Cooperation, side: CooperationSide) -> Feedback | None:
    """What the other side wrote to `side`; None until both have written, or all is closed."""
    given = {feedback.side: feedback for feedback in cooperation.feedback.all()}
    other = given.get(CooperationSide(side).opposite)
    if cooperation.status != CooperationStatus.CLOSED and side not in given:
        return None
    return other


@transaction.atomic
def record_outcome(
    outcome: Outcome, competencies: Iterable[Competence], side: CooperationSide, *, by: User
) -> Outcome:
    """Store what came of it. Both sides may add to it, also after the end."""
    cooperation = cooperations.locked(outcome.cooperation)
    require_side(cooperation, side, by=by)
    if cooperation.status not in OPEN_FOR_OUTCOMES:
        raise Refused(_("What came of it is written down once the work is done."))
    outcome.changed_by = by
    outcome.save()
    outcome.competencies.set(competencies)
    history.record(cooperation, "outcome recorded", by=by)
    return outcome


def feedback_due(cooperation: Cooperation) -> date:
    """Until when both are asked for feedback."""
    return timezone.localdate(cooperation.status_since + cooperations.FEEDBACK_TIME)
