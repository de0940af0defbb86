"""Putting the questions: asked, reminded once, and then a listing rests.

Each step is stored in a transaction of its own, by whichever worker gets the rows first; the mails
about it are written afterwards (`telling`), so that one mail holds everything a person is asked.
"""

from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from matching import publishing
from matching.freshness import rules, telling
from matching.freshness.people import People
from matching.models import Answer, AskedPerson, FreshnessQuestion, Need, Offer, Step
from matching.models.listing import Listing
from portal.foundation.refusals import Refused
from profiles import freshness as profile_rules
from profiles.models import Organisation

Entry = Listing | Organisation
AT_ONCE = 200
LOOKED_AT = 2000
LISTINGS = (Need, Offer)


def sweep(now: datetime | None = None) -> int:
    """Do what is due and write about it; the number of mails. May run at any time, and twice."""
    now = now or timezone.now()
    ask_due(now)
    remind_due(now)
    rest_due(now)
    return telling.tell_due()


def ask_due(now: datetime) -> int:
    """Ask about what was not confirmed for long; the number of questions."""
    due = [
        rows.filter(ask_at__lte=now).order_by("ask_at").values_list(owner, "ask_at")[:LOOKED_AT]
        for rows, owner in (
            (Need.objects.open(), "organisation_id"),
            (Offer.objects.open(), "organisation_id"),
            (Organisation.objects.approved(), "pk"),
        )
    ]
    longest_first = sorted(chain.from_iterable(due), key=lambda row: row[1])
    organisations = list(dict.fromkeys(pk for pk, _ask_at in longest_first))
    return sum(_ask(pk, now) for pk in organisations[:AT_ONCE])


def remind_due(now: datetime) -> int:
    """Take questions on to their one reminder; how many."""
    return _waiting(Step.ASKED, now - rules.REMIND_AFTER).update(step=Step.REMINDED, step_at=now)


def rest_due(now: datetime) -> int:
    """Let listings rest that nobody answered for, and end the questions about profiles; how many.

    A profile keeps its place and shows its age (`profiles.freshness`); it is asked about again.
    """
    waiting = _waiting(Step.REMINDED, now - rules.REST_AFTER).order_by("step_at")
    return sum(_rest(pk, now) for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]))


def _waiting(step: Step, since: datetime) -> QuerySet[FreshnessQuestion]:
    return FreshnessQuestion.objects.open().filter(step=step, step_at__lte=since)


@transaction.atomic
def _ask(organisation_id: int, now: datetime) -> int:
    entries = _locked_entries(organisation_id, now + rules.COME_ALONG)
    due = [entry for entry in entries if entry.ask_at <= now]
    if not due:
        return 0
    people = People(Organisation.objects.get(pk=organisation_id))
    written_to = {person.pk for entry in due for person in people.of(entry)}
    asked = 0
    for entry in entries:
        comes_along = any(person.pk in written_to for person in people.of(entry))
        if entry.ask_at <= now or comes_along:
            asked += _ask_about(entry, people, now)
    return asked


def _locked_entries(organisation_id: int, until: datetime) -> list[Entry]:
    """What is to be asked about until then. Locked in the order of all writers; rows that somebody
    else is changing are left for the next sweep."""
    found: list[Entry] = []
    for model in LISTINGS:
        rows = model.objects.open().filter(organisation=organisation_id, ask_at__lte=until)
        found += rows.select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("pk")
    profile = Organisation.objects.approved().filter(pk=organisation_id, ask_at__lte=until)
    return [*found, *profile.select_for_update(no_key=True, skip_locked=True)]


def _ask_about(entry: Entry, people: People, now: datetime) -> bool:
    is_profile = isinstance(entry, Organisation)
    whom = people.of(entry)
    next_time = now + (profile_rules.ASK_AFTER if is_profile else rules.ASK_AFTER)
    ends_soon = not is_profile and entry.ends_on <= (now + rules.ENDS_BY_ITSELF).date()
    if not whom or ends_soon:
        _set_ask_at(entry, next_time if ends_soon else now + rules.LOOK_AGAIN)
        return False
    about = {"organisation" if is_profile else entry._meta.model_name: entry}
    FreshnessQuestion.objects.filter(answer=Answer.OPEN, **about).update(
        answer=Answer.OVERTAKEN, answered_at=now
    )
    question = FreshnessQuestion.objects.create(asked_at=now, step_at=now, **about)
    AskedPerson.objects.bulk_create(AskedPerson(question=question, user=p) for p in whom)
    _set_ask_at(entry, next_time if is_profile else None)
    return True


def _set_ask_at(entry: Entry, ask_at: datetime | None) -> None:
    type(entry).objects.filter(pk=entry.pk).update(ask_at=ask_at)


@transaction.atomic
def _rest(pk: int, now: datetime) -> bool:
    question = (
        _waiting(Step.REMINDED, now - rules.REST_AFTER)
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .filter(pk=pk)
        .first()
    )
    if question is None:
        return False
    question.answer, question.answered_at = Answer.UNANSWERED, now
    if question.organisation_id is None:
        try:
            publishing.rest(question.entry)
        except Refused:  # changed by somebody in this very moment
            return False
        question.answer, question.step, question.step_at = Answer.RESTED, Step.RESTED, now
    question.save(update_fields=["answer", "answered_at", "step", "step_at"])
    return True
