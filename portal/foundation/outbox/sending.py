"""Sending what the outbox holds: claimed row by row, retried with growing pauses, never dropped.

The row stays locked while the server answers. A lease that is written down and runs out would free
the row sooner, but a sender that is only slow would then be overtaken and the mail sent twice; a lock
ends exactly when its holder does. So a second copy is possible only when a sender dies between the
server's OK and its own commit, and it carries the same Message-ID.
"""

import logging
import random
import time
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation.models import MailState, OutboxMail, Pace
from portal.foundation.outbox import pauses
from portal.foundation.outbox.kinds import KINDS
from portal.foundation.outbox.preferences import pace_of
from portal.foundation.outbox.recipients import why_not
from portal.foundation.outbox.smtp import Answer, Delivery, Result
from portal.foundation.wake import wake

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
# A server says "no such address" by mistake as well: believed only when it says so again.
REFUSALS_AT_MOST = 3
SWEEP_AT_MOST = 500
SWEEP_SECONDS = 15.0
GIVEN_UP_AS = {
    Answer.NO_SUCH_ADDRESS: MailState.UNDELIVERABLE,
    Answer.NOT_WANTED: MailState.REFUSED,
}


def send(mail_id: int) -> bool:
    """Send one mail if it is due and nobody else is sending it. True when it went out now."""
    recipient = OutboxMail.objects.due().filter(pk=mail_id).values_list("recipient", flat=True)
    if (address := recipient.first()) is None:
        return False
    domain = pauses.domain_of(address)
    if pauses.is_paused(pauses.SERVER):
        return False
    if not pauses.may_try(domain):
        _put_off(mail_id)
        return False
    if not pauses.may_try(pauses.SERVER):
        return False
    with ExitStack() as after_commit:
        with transaction.atomic():
            mail = OutboxMail.objects.select_for_update(skip_locked=True).due().filter(pk=mail_id)
            if not (mail := mail.first()) or withheld(mail):
                return False
            delivery = after_commit.enter_context(Delivery())
            result = delivery.hand_over(mail)
            mail.attempts += 1
            _note(mail, result)
        _learn(domain, address, result)
        return result.answer is Answer.TAKEN


def sweep() -> int:
    """Send what is due and was not woken, oldest first; the number of mails that went out.

    Ends after SWEEP_SECONDS, and at once when the server does not answer: the next sweep goes on.
    """
    until = time.monotonic() + SWEEP_SECONDS
    sent = 0
    for pk in list(OutboxMail.objects.due().values_list("pk", flat=True)[:SWEEP_AT_MOST]):
        if time.monotonic() > until or pauses.is_paused(pauses.SERVER):
            break
        sent += send(pk)
    return sent


def try_again(mails: Iterable[OutboxMail]) -> int:
    """Send now what waits after a failure or was given up; how many. The address is believed again."""
    chosen = OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails])
    stuck = dict((chosen.failed() | chosen.given_up()).values_list("pk", "recipient"))
    OutboxMail.objects.filter(pk__in=stuck).exclude(state=MailState.SENT).update(
        state=MailState.WAITING, due_at=timezone.now(), refusals=0
    )
    pauses.end(pauses.SERVER, *map(pauses.domain_of, stuck.values()))
    for pk in stuck:
        wake("portal.foundation.tasks.send_mail", pk)
    return len(stuck)


def withheld(mail: OutboxMail) -> bool:
    """Whether the person does not want, or may not get, the mail any more; noted in its row."""
    kind = KINDS.get(mail.kind)
    if kind is None or mail.person is None:
        return False
    reason = why_not(mail.person, kind, mail.about)
    if not reason and pace_of(mail.person, kind) == Pace.OFF:
        reason = _("Unsubscribed before it went out.")
    if reason:
        withhold(mail, reason)
    return bool(reason)


def withhold(mail: OutboxMail, reason: str) -> None:
    """Note that a mail is not sent, and why."""
    mail.state, mail.due_at, mail.error = MailState.WITHHELD, None, reason
    mail.save(update_fields=["state", "due_at", "error"])
    logger.info("mail %s withheld: %s", mail.pk, reason)


def _note(mail: OutboxMail, result: Result) -> None:
    """Write into the row what the server said."""
    mail.error = result.error
    if result.answer is Answer.TAKEN:
        mail.state, mail.sent_at, mail.due_at = MailState.SENT, timezone.now(), None
        logger.info("mail %s sent", mail.pk)
    elif result.answer in GIVEN_UP_AS and mail.refusals + 1 >= REFUSALS_AT_MOST:
        mail.refusals += 1
        mail.state, mail.due_at = GIVEN_UP_AS[result.answer], None
        logger.error("mail %s given up: %s", mail.pk, result.answer.value)
    else:
        mail.refusals += result.answer in GIVEN_UP_AS
        pause = _jittered(min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 12), LONGEST_PAUSE))
        if result.answer is Answer.SERVER_DOWN:
            pause = min(pause, _jittered(FIRST_PAUSE))  # the whole server is paused, not this mail
        mail.due_at = timezone.now() + pause
        logger.warning("mail %s not sent (%s), again in %s", mail.pk, result.answer.value, pause)
    mail.save(update_fields=["attempts", "refusals", "state", "due_at", "sent_at", "error"])


def _learn(domain: str, address: str, result: Result) -> None:
    """What this answer means for other mails."""
    match result.answer:
        case Answer.SERVER_DOWN:
            pauses.begin(pauses.SERVER, result.error)
        case Answer.SLOW:
            pauses.end(pauses.SERVER)
            pauses.begin(domain, result.error)
        case Answer.TAKEN:
            pauses.end(pauses.SERVER, domain)
            OutboxMail.objects.filter(recipient=address, state=MailState.UNDELIVERABLE).update(
                state=MailState.WAITING, due_at=timezone.now(), refusals=0
            )
        case _:
            pauses.end(pauses.SERVER, domain)


def _put_off(mail_id: int) -> None:
    """Its domain is paused: out of the way of mails that can be sent."""
    OutboxMail.objects.due().filter(pk=mail_id).update(
        due_at=timezone.now() + _jittered(FIRST_PAUSE)
    )


def _jittered(pause: timedelta) -> timedelta:
    """Up to a quarter more or less, so that mails which failed together do not come back together."""
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 -- no secret
