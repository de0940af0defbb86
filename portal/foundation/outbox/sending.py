"""Sending what the outbox holds: claimed row by row, retried with growing pauses, never dropped."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from portal.foundation.models import OutboxMail

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
SWEEP_AT_MOST = 200


def send(mail_id: int) -> bool:
    """Send one mail if it is due and nobody else is sending it. True when it went out now.

    The row stays locked while the server answers (EMAIL_TIMEOUT bounds that), so two workers can
    never send the same mail at once.
    """
    with transaction.atomic():
        mail = (
            OutboxMail.objects.select_for_update(skip_locked=True)
            .filter(pk=mail_id, sent_at=None, due_at__lte=timezone.now())
            .first()
        )
        if mail is None:
            return False
        mail.attempts += 1
        try:
            _message(mail).send()
        except (SMTPException, OSError) as error:
            pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 12), LONGEST_PAUSE)
            mail.due_at = timezone.now() + pause
            mail.error = f"{type(error).__name__}: {error}"[:2000]
            logger.warning("mail %s not sent, next try in %s", mail.pk, pause)
        else:
            mail.sent_at, mail.due_at, mail.error = timezone.now(), None, ""
        mail.save(update_fields=["attempts", "due_at", "sent_at", "error"])
        return mail.sent_at is not None


def sweep() -> int:
    """Send what is due and was not woken, oldest first; the number of mails that went out."""
    due = (
        OutboxMail.objects.filter(sent_at=None, due_at__lte=timezone.now())
        .order_by("due_at")
        .values_list("pk", flat=True)[:SWEEP_AT_MOST]
    )
    return sum(send(pk) for pk in list(due))


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {
        "Message-ID": f"<{mail.message_id}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.recipient], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message
