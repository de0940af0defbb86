"""The mails: everything a person is asked comes in one, and what rests in another."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q

from matching.freshness import links, rules
from matching.freshness.people import may_answer, reachable
from matching.models import Answer, AskedPerson, FreshnessQuestion, Step
from matching.models.freshness import PROFILE
from portal.foundation.outbox import queue
from profiles.models import User

PEOPLE_AT_ONCE: Final = 200
ENTRIES_IN_A_MAIL: Final = 15


def tell_due() -> int:
    """Write to everybody who does not know yet how far a question has come; the number of mails."""
    unknowing = AskedPerson.objects.filter(told__lt=F("question__step"))
    people = unknowing.order_by("user_id").values_list("user_id", flat=True).distinct()
    return sum(_tell(pk) for pk in list(people[:PEOPLE_AT_ONCE]))


@transaction.atomic
def _tell(user_id: int) -> int:
    rows = list(
        AskedPerson.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(user_id=user_id, told__lt=F("question__step"))
        .order_by("pk")
    )
    questions = FreshnessQuestion.objects.with_entries().in_bulk([r.question_id for r in rows])
    for row in rows:
        row.question = questions[row.question_id]
        row.told = row.question.step
    AskedPerson.objects.bulk_update(rows, ["told"])
    person = reachable().filter(pk=user_id).first()
    if person is None:
        return 0
    may = {owner: may_answer(person, owner) for owner in {row.question.owner for row in rows}}
    own = [row for row in rows if may[row.question.owner]]
    asked = [row for row in own if row.question.is_open]
    rested = [row for row in own if _rests(row.question)]
    return _ask(person, asked) + _tell_of_rest(person, rested)


def _rests(question: FreshnessQuestion) -> bool:
    return question.answer == Answer.RESTED and not question.is_overtaken


def _ask(person: User, news: list[AskedPerson]) -> int:
    if not news:
        return 0
    rows = _with_all_that_waits(person, news)
    newest = rows[-1]
    listings = [row.question for row in rows if row.question.kind != PROFILE]
    context = {
        "entries": [_entry(row) for row in rows[:ENTRIES_IN_A_MAIL]],
        "count": len(rows),
        "more": max(0, len(rows) - ENTRIES_IN_A_MAIL),
        "is_reminder": all(row.question.step == Step.REMINDED for row in rows),
        "rests_on": min((_rests_on(question) for question in listings), default=None),
        "all_url": links.url(links.token_of_all(newest)),
    }
    return _queue("still_true", person, news, context)


def _with_all_that_waits(person: User, news: list[AskedPerson]) -> list[AskedPerson]:
    """Also what was asked in an earlier mail and still waits, oldest first."""
    known = {row.pk for row in news}
    waiting = FreshnessQuestion.objects.open().with_entries()
    earlier = {q.pk: q for q in waiting.filter(asked__user=person).exclude(asked__in=known)}
    rows = list(AskedPerson.objects.filter(Q(question__in=earlier), user=person))
    for row in rows:
        row.question = earlier[row.question_id]
    may = {owner: may_answer(person, owner) for owner in {row.question.owner for row in rows}}
    return sorted(news + [row for row in rows if may[row.question.owner]], key=lambda row: row.pk)


def _tell_of_rest(person: User, rows: list[AskedPerson]) -> int:
    if not rows:
        return 0
    context = {
        "entries": [_entry(row) for row in rows[:ENTRIES_IN_A_MAIL]],
        "count": len(rows),
        "more": max(0, len(rows) - ENTRIES_IN_A_MAIL),
        "all_url": links.url(links.token_of_all(rows[-1])),
    }
    return _queue("entries_rest", person, rows, context)


def _queue(template: str, person: User, news: list[AskedPerson], context: dict[str, Any]) -> int:
    """Its key names the newest question and its step: nobody is told of a step twice."""
    newest = max(news, key=lambda row: row.pk)
    key = f"{template}:{person.pk}:{newest.pk}:{newest.told}"
    return int(queue(template, key=key, to=person, context=context) is not None)


def _entry(row: AskedPerson) -> dict[str, Any]:
    return {
        "kind": row.question.kind,
        "entry": row.question.entry,
        "organisation": row.question.owner,
        "url": links.url(links.token_of_one(row)),
    }


def _rests_on(question: FreshnessQuestion) -> datetime:
    if question.step == Step.REMINDED:
        return question.step_at + rules.REST_AFTER
    return question.asked_at + rules.REMIND_AFTER + rules.REST_AFTER
