"""Saved searches: keeping them, and telling people by mail what is new."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from portal.site.models import Frequency, SavedSearch
from portal.site.search.describing import describe
from portal.site.search.filters import SCOPES, canonical
from portal.site.search.results import newest_of
from profiles.models import User

MOST_OF_ONE_PERSON: Final = 30
HITS_IN_A_MAIL: Final = 10
PEOPLE_AT_ONCE: Final = 200
# Less than beat's pause of five minutes: at exactly five, every second round came a moment too early.
LOOK_AGAIN: Final = timedelta(minutes=4)
MORNING: Final = time(7)
SALT: Final = "saved-searches.off"


@transaction.atomic
def save(user: User, scope: str, query: str, frequency: str) -> SavedSearch:
    """Keep a search; saving it again only changes how often. Raises Refused for nonsense."""
    if scope not in SCOPES or frequency not in Frequency.values:
        raise Refused(_("This search cannot be saved. Please open the list and search again."))
    asked = canonical(QueryDict(query))
    if len(asked) > SavedSearch._meta.get_field("query").max_length:
        raise Refused(_("This search has too many filters to be saved. Please remove some."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    others = user.saved_searches.exclude(scope=scope, query=asked)
    if others.count() >= MOST_OF_ONE_PERSON:
        raise Refused(
            _("You have saved %(n)s searches already. Please delete one first.")
            % {"n": MOST_OF_ONE_PERSON}
        )
    now = timezone.now()
    saved, _is_new = SavedSearch.objects.update_or_create(
        user=user,
        scope=scope,
        query=asked,
        defaults={"frequency": frequency, "due_at": next_look(frequency, now)},
        create_defaults={
            "frequency": frequency,
            "due_at": next_look(frequency, now),
            "told_until": now,
        },
    )
    return saved


def title_of(saved: SavedSearch) -> str:
    """The search in words."""
    return describe(QueryDict(saved.query), SCOPES[saved.scope])


def change_frequency(saved: SavedSearch, frequency: str) -> None:
    """Write more or less often; what appeared while mails were off is not told afterwards."""
    if frequency not in Frequency.values:
        raise Refused(_("Please choose how often we may write."))
    now = timezone.now()
    if saved.frequency == Frequency.OFF:
        saved.told_until = now
    saved.frequency, saved.due_at = frequency, next_look(frequency, now)
    saved.save(update_fields=["frequency", "due_at", "told_until"])


def next_look(frequency: str, now: datetime) -> datetime | None:
    """When to look for new hits: within minutes, the next morning, or next Monday's (local time)."""
    if frequency == Frequency.OFF:
        return None
    if frequency == Frequency.IMMEDIATELY:
        return now + LOOK_AGAIN
    local = timezone.localtime(now)
    days = 1 if frequency == Frequency.DAILY else 7 - local.weekday()
    morning = datetime.combine(local.date() + timedelta(days=days), MORNING)
    return timezone.make_aware(morning)


def tell_due(now: datetime | None = None) -> int:
    """Write to everybody whose saved searches are due; the number of mails that were queued."""
    now = now or timezone.now()
    due = SavedSearch.objects.filter(due_at__lte=now)
    people = due.order_by("user_id").values_list("user_id", flat=True).distinct()
    return sum(_tell(pk, now) for pk in list(people[:PEOPLE_AT_ONCE]))


@transaction.atomic
def _tell(user_id: int, now: datetime) -> bool:
    """One mail with what is new in all searches of a person that are due."""
    due = list(
        SavedSearch.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(user_id=user_id, due_at__lte=now)
        .select_related("user")
        .order_by("pk")
    )
    if not due:
        return False
    user = due[0].user
    with translation.override(user.language):
        parts = [part for saved in due if (part := _news(saved))]
    queued = None
    if parts:
        queued = queue(
            "search_digest",
            # The oldest moment among them moves on with the mail: the same news only once.
            key=f"search_digest:{user.pk}:{min(s.told_until for s in due).timestamp()}",
            to=user,
            context={"parts": parts, "unsubscribe_url": off_url(user)},
        )
    for saved in due:
        saved.told_until, saved.due_at = now, next_look(saved.frequency, now)
    SavedSearch.objects.bulk_update(due, ["told_until", "due_at"])
    return queued is not None


def _news(saved: SavedSearch) -> dict[str, Any] | None:
    query, scope = QueryDict(saved.query), SCOPES[saved.scope]
    own = set(saved.user.memberships.values_list("organisation_id", flat=True))
    found = newest_of(query, scope, HITS_IN_A_MAIL + 1, after=saved.told_until)
    # What one's own team has published is no news to oneself.
    rows = [row for row in found if getattr(row, "organisation_id", row.pk) not in own]
    if not rows:
        return None
    return {
        "title": title_of(saved),
        "rows": rows[:HITS_IN_A_MAIL],
        "has_more": len(found) > HITS_IN_A_MAIL,
        "url": settings.SITE_URL + saved.get_absolute_url(),
    }


def off_url(user: User) -> str:
    """Where one click ends all mails about saved searches, without signing in."""
    token = signing.dumps(str(user.public_id), salt=SALT)
    return settings.SITE_URL + reverse("site:searches-off", args=[token])


def user_of(token: str) -> User | None:
    """Whose mails a link ends; None for a manipulated one."""
    try:
        public_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=public_id).first()


def switch_off(user: User) -> int:
    """End all mails about saved searches; the number of searches that were on."""
    on = user.saved_searches.exclude(frequency=Frequency.OFF)
    return on.update(frequency=Frequency.OFF, due_at=None)
