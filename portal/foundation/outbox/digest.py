"""One mail a day instead of several: what people want later is collected in the morning."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.foundation.models import MailState, OutboxMail, Pace
from portal.foundation.outbox.kinds import DIGEST, KINDS
from portal.foundation.outbox.paces import next_digest
from portal.foundation.outbox.preferences import preferences_url, unsubscribe_url
from portal.foundation.outbox.queueing import store
from portal.foundation.outbox.sending import withheld, withhold
from portal.foundation.outbox.templates import render_mail

PEOPLE_AT_ONCE = 200


def collect(now: datetime | None = None) -> int:
    """Queue the digests that are due; how many. Twice, or late, changes nothing."""
    now = now or timezone.now()
    due = OutboxMail.objects.filter(state=MailState.HELD, due_at__lte=now)
    for orphan in due.filter(person=None)[:PEOPLE_AT_ONCE]:
        withhold(orphan, _("This account is closed."))
    people = due.exclude(person=None).order_by("person_id").values_list("person_id", flat=True)
    return sum(_collect_for(pk, now) for pk in list(people.distinct()[:PEOPLE_AT_ONCE]))


@transaction.atomic
def _collect_for(person_id: int, now: datetime) -> bool:
    held = list(
        OutboxMail.objects.select_for_update(skip_locked=True)
        .filter(person_id=person_id, state=MailState.HELD, due_at__lte=now)
        .order_by("created_at", "pk")
    )
    if not held:
        return False
    person = get_user_model().objects.get(pk=person_id)
    key = f"digest:{person.public_id}:{timezone.localdate(now)}"
    if OutboxMail.objects.filter(key=key).exists():
        # Only one a day, even if something came due after it.
        later = next_digest(Pace.DAILY, now)
        OutboxMail.objects.filter(pk__in=[mail.pk for mail in held]).update(due_at=later)
        return False
    wanted = [mail for mail in held if not withheld(mail)]
    if not wanted:
        return False
    digest = _queue(key, person, wanted)
    OutboxMail.objects.filter(pk__in=[mail.pk for mail in wanted]).update(
        state=MailState.IN_DIGEST, due_at=None, digest=digest
    )
    return True


def _queue(key: str, person: AbstractBaseUser, mails: list[OutboxMail]) -> OutboxMail:
    kinds = {KINDS[mail.kind] for mail in mails}
    context = {
        "recipient": person,
        "parts": [mail.part | {"title": mail.subject} for mail in mails],
        "unsubscribe_url": unsubscribe_url(person, kinds),
        "preferences_url": preferences_url(),
    }
    with translation.override(person.language):
        rendered = render_mail("digest", context)
    return store(
        key,
        kind=DIGEST,
        recipient=person.email,
        person=person,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        unsubscribe_url=context["unsubscribe_url"],
    )
