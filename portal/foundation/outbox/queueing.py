"""Putting mails into the outbox."""

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.foundation.models import MailState, OutboxMail, Pace
from portal.foundation.outbox.kinds import ACCOUNT, Kind
from portal.foundation.outbox.paces import next_digest
from portal.foundation.outbox.preferences import pace_of, preferences_url, unsubscribe_url
from portal.foundation.outbox.recipients import why_not
from portal.foundation.outbox.templates import render_mail, render_part, template_named
from portal.foundation.wake import wake

logger = logging.getLogger(__name__)


def queue(
    template: str,
    *,
    key: str,
    to: AbstractBaseUser,
    context: dict[str, Any],
    about: Any = None,
) -> OutboxMail | None:
    """Queue the mail `emails/<template>` for the user `to`, in their language and at their pace.

    `about` is the organisation whose affairs the mail tells; without it, the context's
    `organisation`. None, and nothing queued, when this person gets no such mail: they are inactive
    or unverified, the organisation is suspended, or they have switched the kind off.
    """
    kind = template_named(template).kind
    about_id = getattr(about or context.get("organisation"), "public_id", None)
    if reason := why_not(to, kind, about_id):
        logger.info("no mail %s for person %s: %s", template, to.pk, reason)
        return None
    pace = pace_of(to, kind)
    if pace == Pace.OFF:
        logger.info("no mail %s for person %s: switched off", template, to.pk)
        return None
    values = {
        "recipient": to,
        "unsubscribe_url": unsubscribe_url(to, [kind]),
        "preferences_url": preferences_url(),
    } | context
    with translation.override(to.language):
        rendered = render_mail(template, values)
        part = {} if pace == Pace.IMMEDIATELY else render_part(template, values)
    return store(
        key,
        kind=kind,
        recipient=to.email,
        person=to,
        about=about_id,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        unsubscribe_url=values["unsubscribe_url"],
        part=part,
        held_until=next_digest(pace, timezone.now()),
    )


def queue_to_address(
    template: str, *, key: str, address: str, context: dict[str, Any]
) -> OutboxMail | None:
    """Queue the mail `emails/<template>` for somebody who may have no account.

    Rendered in the language that is active. None when the address is that of a closed account.
    """
    closed = get_user_model().objects.filter(email__iexact=address, is_active=False)
    if closed.exists():
        return None
    kind = template_named(template).kind
    rendered = render_mail(template, context)
    return store(
        key,
        kind=kind,
        recipient=address,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        unsubscribe_url=context.get("unsubscribe_url", ""),
    )


def queue_rendered(  # noqa: PLR0913 -- the columns of a mail
    *, key: str, to: str, subject: str, text: str, html: str = "", unsubscribe_url: str = "",
    kind: Kind = ACCOUNT, person: AbstractBaseUser | None = None,
) -> OutboxMail:  # fmt: skip
    """Queue a mail whose text is ready. The same `key` queues nothing twice: the first one stays.

    A POST to `unsubscribe_url` must end mails of this kind without asking anything (RFC 8058).
    """
    return store(
        key, kind=kind, recipient=to, person=person, subject=" ".join(subject.split()), text=text,
        html=html, unsubscribe_url=unsubscribe_url,
    )  # fmt: skip


def store(
    key: str, *, kind: Kind, recipient: str, held_until: datetime | None = None, **columns: Any
) -> OutboxMail:
    """Write the row, and wake a sender unless it is held for a digest or hopeless."""
    state, due_at, error = MailState.WAITING, timezone.now(), ""
    if kind is not ACCOUNT and is_known_undeliverable(recipient):
        state, due_at = MailState.UNDELIVERABLE, None
        error = _("The address has refused mails before.")
    elif held_until is not None:
        state, due_at = MailState.HELD, held_until
    columns["subject"] = columns["subject"][:200]
    mail, is_new = OutboxMail.objects.get_or_create(
        key=key[:200],
        defaults=columns
        | {
            "kind": kind.name,
            "recipient": recipient,
            "state": state,
            "due_at": due_at,
            "error": error,
        },
    )
    if is_new and state == MailState.WAITING:
        wake("portal.foundation.tasks.send_mail", mail.pk)
    return mail


def is_known_undeliverable(address: str) -> bool:
    """Whether mails to this address were given up and none has arrived since.

    Mails about the account are tried all the same: with one that arrives, all others flow again.
    """
    return OutboxMail.objects.filter(recipient=address, state=MailState.UNDELIVERABLE).exists()
