"""Telling people by mail who could newly fit their needs and offers: never the same pair twice.

In the two hours before the morning's digest everybody who wants such mails gets one for each of their
organisations, held for that digest. What was told is kept by person and pair, apart from the
suggestions themselves, which come and go with every matching.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone, translation

from matching.models import Side, Suggestion, ToldSuggestion
from matching.models.listing import Listing
from matching.reasons import Labels, competence_labels, sentences
from portal.foundation.models import OutboxMail, Pace
from portal.foundation.outbox import queue
from portal.foundation.outbox.kinds import SUGGESTIONS
from portal.foundation.outbox.paces import next_digest
from portal.foundation.outbox.preferences import pace_of
from profiles.models import Membership, Organisation, ReviewStatus, User

LEAD = timedelta(hours=2)
SHOWN = 5
REASONS_SHOWN = 3
Suggestions = QuerySet[Suggestion]
_left_out: list[Callable[[Suggestions], Suggestions]] = []


class Row(NamedTuple):
    """One pair as the mail shows it."""

    own: Listing
    other: Listing
    reader: str
    reasons: list[str]


def leave_out(narrow: Callable[[Suggestions], Suggestions]) -> None:
    """Have `narrow` take pairs away that upper rooms know to be no news (declined, then changed)."""
    if narrow not in _left_out:
        _left_out.append(narrow)


def tell(now: datetime | None = None) -> int:
    """Queue the mails of the coming morning; how many. At another time, or twice, nothing happens."""
    now = now or timezone.now()
    morning = next_digest(Pace.DAILY, now)
    if morning - now > LEAD:
        return 0
    is_weekly = morning == next_digest(Pace.WEEKLY, now)
    told = set(
        OutboxMail.objects.filter(key__startswith=_key(morning, "")).values_list("key", flat=True)
    )
    members = Membership.objects.filter(
        user__is_active=True,
        organisation__status=ReviewStatus.APPROVED,
        organisation__in=_organisations_with_suggestions(),
    )
    return sum(
        _tell(user_id, organisation_id, morning, is_weekly=is_weekly)
        for user_id, organisation_id in list(
            members.order_by("pk").values_list("user_id", "organisation_id")
        )
        if _key(morning, f"{user_id}:{organisation_id}") not in told
    )


def _key(morning: datetime, rest: str) -> str:
    return f"suggestions:{timezone.localdate(morning)}:{rest}"


def _organisations_with_suggestions() -> set[int]:
    live = Suggestion.objects.live().order_by()
    return {
        pk
        for side in Side.values
        for pk in live.exclude(**{f"rank_for_{side}": None})
        .values_list(f"{side}__organisation", flat=True)
        .distinct()
    }


@transaction.atomic
def _tell(user_id: int, organisation_id: int, morning: datetime, *, is_weekly: bool) -> bool:
    """One mail about what is new for one organisation. The person's row is the lock."""
    person = (
        User.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=user_id).first()
    )
    key = _key(morning, f"{user_id}:{organisation_id}")
    if person is None or OutboxMail.objects.filter(key=key).exists():
        return False
    pace = pace_of(person, SUGGESTIONS)
    if pace == Pace.OFF or (pace == Pace.WEEKLY and not is_weekly):
        return False
    organisation = Organisation.objects.get(pk=organisation_id)
    news = new_for(person, organisation)
    if not news:
        return False
    with translation.override(person.language):
        labels = competence_labels()
        rows = [_row(suggestion, organisation, labels) for suggestion in news[:SHOWN]]
    context = {"organisation": organisation, "rows": rows, "total": len(news)}
    if queue("suggestions", key=key, to=person, context=context) is None:
        return False
    # Those that are only counted are told as well: the inbox shows them, better ones come tomorrow.
    ToldSuggestion.objects.bulk_create(
        (ToldSuggestion(user=person, need_id=row.need_id, offer_id=row.offer_id) for row in news),
        ignore_conflicts=True,
    )
    return True


def new_for(person: User, organisation: Organisation) -> list[Suggestion]:
    """Live pairs in the lists of `organisation` that `person` has not been told, the best first."""
    told = ToldSuggestion.objects.filter(
        user=person, need=OuterRef("need"), offer=OuterRef("offer")
    )
    found: list[Suggestion] = []
    for side in Side.values:
        news = (
            Suggestion.objects.live()
            .filter(~Exists(told), **{f"{side}__organisation": organisation})
            .exclude(**{f"rank_for_{side}": None})
        )
        for narrow in _left_out:
            news = narrow(news)
        found += news.with_both_sides().order_by(F("score").desc(), "pk")
    return sorted(found, key=lambda row: -row.score)


def _row(suggestion: Suggestion, organisation: Organisation, labels: Labels) -> Row:
    is_need = suggestion.need.organisation_id == organisation.pk
    side = Side.NEED if is_need else Side.OFFER
    own, other = suggestion.need, suggestion.offer
    if not is_need:
        own, other = other, own
    reasons = sentences(suggestion.reasons, labels=labels, reader=side, at_most=REASONS_SHOWN)
    return Row(own, other, side.value, reasons)
