"""How far the author of a draft has come: which steps were gone through, and what they lack."""

from collections.abc import Container
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from matching.forms.listings import Questions, finished
from matching.models import ListingStatus
from matching.models.listing import Listing
from matching.views.kinds import Kind


class Step(NamedTuple):
    """One group of questions on the way to the check page."""

    questions: Questions
    is_seen: bool  # somebody has sent its answers; they are not only proposed
    lacks: bool  # something in it is missing or wrong

    @property
    def is_done(self) -> bool:
        """Whether one need not come back to it."""
        return self.is_seen and not self.lacks


def steps_of(what: Kind, listing: Listing, wrong: Container[str] | None = None) -> list[Step]:
    """The steps of a draft; `wrong` are the fields with an error, where the caller knows them."""
    if wrong is None:
        wrong = finished(what.form, listing, only=_may_lack(what)).errors if listing.pk else ()
    return [
        Step(
            questions,
            is_seen(listing, questions),
            any(name in wrong for name in questions.fields),
        )
        for questions in what.form.GROUPS
    ]


def _may_lack(what: Kind) -> Questions:
    """All questions but those that cannot be wrong, and whose choices would be read for nothing."""
    names = [name for questions in what.form.GROUPS for name in questions.fields]
    return Questions("", "", "", [name for name in names if name not in {"competencies", "site"}])


def is_seen(listing: Listing, questions: Questions) -> bool:
    """Whether its author has sent the answers to these questions.

    What was handed in once was read on the check page; what was imported is somebody's own list.
    """
    return (
        listing.status != ListingStatus.DRAFT
        or bool(listing.import_key)
        or questions.slug in listing.steps_seen
    )


def first_undone(steps: list[Step]) -> Questions | None:
    """Where to go on; None when only the check page is left."""
    return next((step.questions for step in steps if not step.is_done), None)


def stepper_of(
    what: Kind, listing: Listing, steps: list[Step], *, at_check: bool = False
) -> list[dict[str, Any]]:
    """For the stepper: ticks and links only where somebody has been, and the next one to go to.

    The check page names everything that is missing, and leads there.
    """
    ahead = first_undone(steps)
    shown = [
        {
            "label": step.questions.label,
            "href": what.step_href(listing, step.questions)
            if listing.pk and (step.is_seen or at_check or step.questions == ahead)
            else "",
            "done": step.is_done,
            "lacks": step.lacks and (step.is_seen or at_check),
        }
        for step in steps
    ]
    check_href = what.href("check", listing) if listing.pk and ahead is None else ""
    return [*shown, {"label": _("Check"), "href": check_href, "done": False, "lacks": False}]
