"""What can be answered to a question, and doing it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import publishing
from matching.freshness import rules
from matching.freshness.links import Link
from matching.freshness.people import may_answer
from matching.models import Answer, AskedPerson, FreshnessQuestion, ListingStatus
from matching.models.freshness import PROFILE
from portal.foundation.refusals import Refused
from profiles import reviews
from profiles.models import User

ON_A_PAGE: Final = 50


class Choice(models.TextChoices):
    """The three answers."""

    CONFIRM = "confirm", gettext_lazy("Still true")
    PAUSE = "pause", gettext_lazy("Pause")
    DONE = "done", gettext_lazy("Done")


MEANS: Final = {
    Choice.CONFIRM: Answer.CONFIRMED,
    Choice.PAUSE: Answer.PAUSED,
    Choice.DONE: Answer.DONE,
}
VERBS: Final[dict[str, Callable[..., None]]] = {
    Choice.PAUSE: publishing.pause,
    Choice.DONE: publishing.fulfil,
}


class Asked(NamedTuple):
    """One question as the person who was asked sees it; no choices when it is settled."""

    asked: AskedPerson
    question: FreshnessQuestion
    choices: tuple[str, ...]


def choices_for(question: FreshnessQuestion) -> tuple[str, ...]:
    """What can be answered now. What rests or has expired meanwhile can still be shown again."""
    if question.is_overtaken or not question.owner.is_approved:
        return ()
    unanswered = question.answer in {Answer.OPEN, Answer.RESTED, Answer.UNANSWERED}
    if question.kind == PROFILE:
        return (Choice.CONFIRM,) if unanswered else ()
    if not unanswered or question.entry.ends_on < timezone.localdate():
        return ()
    match question.entry.status:
        case ListingStatus.PUBLISHED:
            return (Choice.CONFIRM, Choice.PAUSE, Choice.DONE)
        case ListingStatus.PAUSED if question.answer == Answer.RESTED:
            return (Choice.CONFIRM, Choice.DONE)
        case ListingStatus.EXPIRED:
            return (Choice.CONFIRM,)
    return ()


def asked_with(link: Link) -> list[Asked] | None:
    """What the page of a link shows, with what waits first; None if nothing is left to the person.

    A page of all shows what waits, and what was settled while its links hold.
    """
    rows = AskedPerson.objects.filter(user=link.asked.user_id)
    if link.is_all:
        since = timezone.now() - rules.LINK_VALID
        waits = models.Q(question__answer__in=[Answer.OPEN, Answer.RESTED])
        recent = models.Q(question__answered_at__gte=since)
        rows = rows.filter(waits | recent, question__step_at__gte=since, pk__lte=link.asked.pk)
    else:
        rows = rows.filter(pk=link.asked.pk)
    asked = list(rows.order_by("pk"))
    questions = FreshnessQuestion.objects.with_entries().in_bulk([row.question_id for row in asked])
    found = list(_seen_by(link.asked.user, asked, questions))
    return sorted(found, key=lambda one: not one.choices)[:ON_A_PAGE] or None


def _seen_by(
    person: User, rows: Iterable[AskedPerson], questions: dict[int, FreshnessQuestion]
) -> Iterator[Asked]:
    may: dict[int, bool] = {}
    for row in rows:
        question = questions[row.question_id]
        owner = question.owner
        if owner.pk not in may:
            may[owner.pk] = may_answer(person, owner)
        if may[owner.pk]:
            yield Asked(row, question, choices_for(question))


@transaction.atomic
def answer(asked: AskedPerson, choice: str) -> None:
    """Do what `asked.user` answered by a link. Raises Refused when it is settled already."""
    question = (
        FreshnessQuestion.objects.select_for_update(no_key=True, of=("self",))
        .with_entries()
        .get(pk=asked.question_id)
    )
    person = asked.user
    if choice not in choices_for(question) or not may_answer(person, question.owner):
        raise Refused(_("This has been answered already."))
    _verb(question, choice)(question.entry, by=person, by_mail=True)
    question.answer = MEANS[Choice(choice)]
    question.answered_at, question.answered_by = timezone.now(), person
    question.save(update_fields=["answer", "answered_at", "answered_by"])


def _verb(question: FreshnessQuestion, choice: str) -> Callable[..., Any]:
    if choice != Choice.CONFIRM:
        return VERBS[choice]
    if question.kind == PROFILE:
        return reviews.confirm
    is_shown = question.entry.status == ListingStatus.PUBLISHED
    return publishing.confirm if is_shown else publishing.resume
