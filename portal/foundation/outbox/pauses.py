"""Leaving a mail server, or one recipient's domain, alone for a while when it does not answer.

A server that hangs costs a sender the whole EMAIL_TIMEOUT. Without pauses every waiting mail would
pay that, and the worker would do nothing else. One sender at a time looks whether it is over.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.foundation.models import MailPause

SERVER = ""
FIRST = {True: timedelta(seconds=5), False: timedelta(seconds=30)}
LONGEST = {True: timedelta(minutes=2), False: timedelta(hours=1)}


def domain_of(address: str) -> str:
    """What the pause of an address's domain is called."""
    return address.rpartition("@")[2].lower()


def is_paused(name: str) -> bool:
    """Whether it should be left alone now."""
    return MailPause.objects.filter(name=name, until__gt=timezone.now()).exists()


def may_try(name: str) -> bool:
    """Whether the caller may try now. When a pause is just over, only the first who asks may.

    To be called outside the transaction that sends: nobody must wait for this row.
    """
    now = timezone.now()
    look = now + timedelta(seconds=2 * settings.EMAIL_TIMEOUT)
    if MailPause.objects.filter(name=name, until__lte=now).update(until=look):
        return True
    return not MailPause.objects.filter(name=name, until__gt=now).exists()


@transaction.atomic
def begin(name: str, error: str) -> timedelta:
    """It did not answer: leave it alone, each time twice as long. How long."""
    is_server = name == SERVER
    now = timezone.now()
    MailPause.objects.get_or_create(name=name, defaults={"until": now})
    pause = MailPause.objects.select_for_update().get(name=name)
    length = min(FIRST[is_server] * 2 ** min(pause.failures, 12), LONGEST[is_server])
    pause.failures, pause.until, pause.error = pause.failures + 1, now + length, error
    pause.save(update_fields=["failures", "until", "error"])
    return length


def end(*names: str) -> None:
    """It answers again."""
    MailPause.objects.filter(name__in=names).delete()
