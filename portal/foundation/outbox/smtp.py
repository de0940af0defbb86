"""Talking to the mail server, and what its answers mean."""

import contextlib
from enum import Enum
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import NamedTuple

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from portal.foundation.models import OutboxMail


class Answer(Enum):
    """What became of a mail."""

    TAKEN = "taken"
    LATER = "later"  # this mail, this time: a full mailbox, greylisting
    SLOW = "slow"  # no answer about this recipient within the timeout
    SERVER_DOWN = "server down"  # nothing can be sent at the moment
    NO_SUCH_ADDRESS = "no such address"
    NOT_WANTED = "not wanted"  # this mail will not be taken, whoever sends it


class Result(NamedTuple):
    answer: Answer
    error: str = ""


class Delivery:
    """One session with the mail server, for one mail.

    Leaving the context says goodbye to the server. The caller commits before that: how a server
    takes its leave must not decide whether a mail counts as sent.
    """

    def __enter__(self) -> "Delivery":
        self._connection = get_connection()
        return self

    def __exit__(self, *_raised: object) -> None:
        with contextlib.suppress(SMTPException, OSError):
            self._connection.close()

    def hand_over(self, mail: OutboxMail) -> Result:
        """Give `mail` to the server. Each step is bounded by EMAIL_TIMEOUT."""
        try:
            self._connection.open()
        except (SMTPException, OSError, SoftTimeLimitExceeded) as error:
            return Result(Answer.SERVER_DOWN, _words(error))
        try:
            self._connection.send_messages([message_of(mail)])
        except (SMTPException, OSError, ValueError, SoftTimeLimitExceeded) as error:
            return Result(_meaning(error), _words(error))
        return Result(Answer.TAKEN)


def _meaning(error: Exception) -> Answer:
    match error:
        case SMTPRecipientsRefused(recipients=recipients):
            codes = [code for code, _text in recipients.values()]
            return Answer.NO_SUCH_ADDRESS if min(codes, default=0) >= 500 else Answer.LATER
        case SMTPSenderRefused():
            return Answer.SERVER_DOWN  # it takes nothing from us at the moment
        case SMTPDataError(smtp_code=code):
            return Answer.NOT_WANTED if code >= 500 else Answer.LATER
        # ValueError: a header or an address that cannot be written down.
        case SMTPNotSupportedError() | ValueError():
            return Answer.NOT_WANTED
        case _:
            return Answer.SLOW


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def message_of(mail: OutboxMail) -> EmailMultiAlternatives:
    """The mail as it goes over the wire: text first, HTML beside it."""
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
