"""Barriers that people report: taken from everybody, answered by the Servicestelle, then forgotten.

No mail goes to the address that somebody leaves: nobody has confirmed it, and the form could be used
to send mails to strangers. The Servicestelle answers from its own mailbox.
"""

from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.outbox import queue_to_address
from portal.foundation.refusals import Refused
from portal.site.models import BarrierReport
from profiles.models import User

ANSWER_WITHIN: Final = timedelta(days=14)
KEPT_AFTER_ANSWER: Final = timedelta(days=90)
# What comes beyond it on one day stands in the list all the same, without a mail of its own.
MAILS_A_DAY: Final = 20


def answered_by() -> date:
    """The day by which somebody who writes today has an answer."""
    return timezone.localdate() + ANSWER_WITHIN


@transaction.atomic
def report(text: str, *, page: str = "", email: str = "", language: str = "") -> BarrierReport:
    """Take a report in and tell the Servicestelle. The same words once more change nothing."""
    known = BarrierReport.objects.waiting().filter(text=text, page=page, email=email).first()
    if known is not None:
        return known
    row = BarrierReport.objects.create(text=text, page=page, email=email, language=language)
    since = timezone.now() - timedelta(days=1)
    if BarrierReport.objects.filter(reported_at__gt=since).count() <= MAILS_A_DAY:
        _tell_servicedesk(row)
    return row


@transaction.atomic
def settle(row: BarrierReport, note: str = "", *, by: User) -> BarrierReport:
    """Say that it is answered, and what was done; the report is deleted KEPT_AFTER_ANSWER later."""
    row = BarrierReport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.settled_at is not None:
        raise Refused(_("Somebody else has answered this already."))
    row.settled_at, row.settled_by, row.note = timezone.now(), by, note.strip()
    row.save(update_fields=["settled_at", "settled_by", "note"])
    # Without the note: the history stays when the report is gone.
    history.record(row, "barrier answered", by=by)
    return row


def forget_settled() -> int:
    """Delete reports whose time is over; how many."""
    over = timezone.now() - KEPT_AFTER_ANSWER
    deleted, _by_model = BarrierReport.objects.filter(settled_at__lt=over).delete()
    return deleted


def _tell_servicedesk(row: BarrierReport) -> None:
    address = reverse("admin:site_barrierreport_change", args=[row.pk])
    with translation.override(settings.LANGUAGE_CODE):
        queue_to_address(
            "barrier_reported",
            key=f"barrier_reported:{row.public_id}",
            address=settings.SERVICEDESK_EMAIL,
            context={"report": row, "address": address, "answer_by": answered_by()},
        )
