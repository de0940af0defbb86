"""How long the outbox remembers: words for a quarter, that there was a mail for a year."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.foundation.models import MailPause, OutboxMail

WORDS_KEPT = timedelta(days=90)
ROWS_KEPT = timedelta(days=365)
AT_ONCE = 5000


def forget() -> tuple[int, int]:
    """Empty the words of old mails, delete very old rows; how many each. Never what is still to go.

    The row's head stays a year: it answers “we got no mail”, and its key keeps the same event from
    being told twice.
    """
    now = timezone.now()
    decided = OutboxMail.objects.filter(due_at=None)
    worded = ~Q(text="") | ~Q(html="") | ~Q(part={})
    emptied = decided.filter(worded, created_at__lt=now - WORDS_KEPT).values("pk")[:AT_ONCE]
    rows = OutboxMail.objects.filter(pk__in=list(emptied.values_list("pk", flat=True)))
    count = rows.update(text="", html="", part={}, unsubscribe_url="")
    gone = decided.filter(created_at__lt=now - ROWS_KEPT).values_list("pk", flat=True)[:AT_ONCE]
    deleted, _by_model = OutboxMail.objects.filter(pk__in=list(gone)).delete()
    MailPause.objects.filter(until__lt=now - timedelta(days=7)).delete()
    return count, deleted
