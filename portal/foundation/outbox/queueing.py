"""Putting mails into the outbox."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.template.loader import render_to_string
from django.utils import timezone, translation

from portal.foundation.models import OutboxMail
from portal.foundation.wake import wake


def queue_rendered(  # noqa: PLR0913 -- the columns of a mail
    *, key: str, to: str, subject: str, text: str, html: str = "", unsubscribe_url: str = ""
) -> OutboxMail:
    """Queue a mail whose text is ready. The same `key` queues nothing twice: the first one stays.

    A POST to `unsubscribe_url` must end mails of this kind without asking anything (RFC 8058).
    """
    mail, is_new = OutboxMail.objects.get_or_create(
        key=key[:200],
        defaults={
            "recipient": to,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "unsubscribe_url": unsubscribe_url,
            "due_at": timezone.now(),
        },
    )
    if is_new:
        wake("portal.foundation.tasks.send_mail", mail.pk)
    return mail


def queue(template: str, *, key: str, to: AbstractBaseUser, context: dict) -> OutboxMail | None:
    """Queue the mail `emails/<template>` for the user `to`, in their language.

    None, and nothing queued, when the person is inactive.
    """
    if not to.is_active:
        return None
    with translation.override(to.language):
        return queue_to_address(
            template, key=key, address=to.email, context=context | {"recipient": to}
        )


def queue_to_address(template: str, *, key: str, address: str, context: dict) -> OutboxMail:
    """Queue the mail `emails/<template>.txt` and `.html` for somebody who may have no account.

    The text template's first line is the subject. Rendered in the language that is active. An
    `unsubscribe_url` in the context also goes into the mail's head.
    """
    values = context | {
        "site_url": settings.SITE_URL,
        "servicedesk_name": settings.SERVICEDESK_NAME,
        "servicedesk_email": settings.SERVICEDESK_EMAIL,
    }
    subject, _separator, text = render_to_string(f"emails/{template}.txt", values).partition("\n")
    html = render_to_string(f"emails/{template}.html", values | {"subject": subject})
    return queue_rendered(
        key=key,
        to=address,
        subject=subject,
        text=text.strip() + "\n",
        html=html,
        unsubscribe_url=context.get("unsubscribe_url", ""),
    )
