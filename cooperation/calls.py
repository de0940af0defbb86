"""Calling the Servicestelle: inviting it into a conversation, or reporting something to it alone.

An invitation is seen by both sides, in the conversation and in the history. A report is seen by the
Servicestelle only: not even that there is one is told to the other side. As long as a call is open,
moderators who belong to neither side may read; every reading is written to the call's history.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cooperation.enquiries import locked
from cooperation.machine import Party, parties_of
from cooperation.models import (
    Enquiry,
    EnquiryStatus,
    MessageSide,
    Report,
    ReportDecision,
    ReportKind,
)
from cooperation.news import tell_other_side
from portal.foundation import history
from portal.foundation.outbox import queue, queue_to_address
from portal.foundation.refusals import Refused
from profiles.models import Organisation, User


def open_ones(enquiry: Enquiry) -> QuerySet[Report]:
    """Calls about this conversation that nobody has handled yet."""
    return Report.objects.waiting().filter(enquiry=enquiry)


@transaction.atomic
def invite(enquiry: Enquiry, *, by: User, side: Organisation) -> None:
    """Ask the Servicestelle into the conversation; the other side is told. Raises Refused."""
    enquiry = locked(enquiry)
    if not Organisation.objects.manageable_by(by).filter(pk=side.pk).exists():
        raise Refused(_("Only members of the two organisations can do this."))
    if enquiry.servicedesk_reads_since is not None:
        raise Refused(_("The Servicestelle is already here."))
    call_in(enquiry, by=by, side=side)


def call_in(enquiry: Enquiry, *, by: User, side: Organisation) -> None:
    """Let the Servicestelle read along, if it does not yet. The caller holds the enquiry's lock."""
    if enquiry.servicedesk_reads_since is not None:
        return
    enquiry.servicedesk_reads_since = timezone.now()
    enquiry.save(update_fields=["servicedesk_reads_since"])
    event = history.record(enquiry, "servicedesk invited", by=by)
    call = Report.objects.create(
        enquiry=enquiry, kind=ReportKind.INVITED, reporter=by, side=MessageSide.of(side, enquiry)
    )
    _tell_servicedesk(call)
    if enquiry.status != EnquiryStatus.INTRODUCED:
        tell_other_side(enquiry, "servicedesk_invited", event=event)


@transaction.atomic
def report(enquiry: Enquiry, text: str, *, by: User, side: Organisation) -> Report:
    """Tell the Servicestelle, and nobody else, that something is not right. Raises Refused.

    A suspended organisation may do so, too. Who reported stands in the row alone: the history is
    read by moderators who may belong to the other side.
    """
    enquiry = locked(enquiry)
    if not text.strip():
        raise Refused(_("Please write in a few words what happened."))
    if open_ones(enquiry).filter(kind=ReportKind.REPORTED, reporter=by).exists():
        raise Refused(_("We already have your report and are looking at it."))
    call = Report.objects.create(
        enquiry=enquiry,
        kind=ReportKind.REPORTED,
        reporter=by,
        side=MessageSide.of(side, enquiry),
        text=text.strip(),
    )
    _tell_servicedesk(call)
    return call


def note_reading(call: Report, *, by: User, what: str = "") -> None:
    """Write down that a moderator reads the conversation (or the file `what`). Raises Refused."""
    _require_servicedesk(call, by)
    if not call.is_open:
        raise Refused(_("This is handled: the conversation belongs to the two sides again."))
    history.record(call, "conversation read", by=by, comment=what)


@transaction.atomic
def handle(call: Report, decision: ReportDecision, comment: str, *, by: User) -> Report:
    """Close the call; from then on the Servicestelle reads no more. Raises Refused.

    `comment` stays with the Servicestelle. Whoever reported something is told that it is done.
    """
    enquiry = locked(call.enquiry)
    call = Report.objects.select_for_update(of=("self",)).with_both_sides().get(pk=call.pk)
    _require_servicedesk(call, by)
    if not call.is_open:
        raise Refused(_("Somebody else has handled this already."))
    if not comment.strip():
        raise Refused(_("Please note in a sentence what you found and did."))
    call.handled_at, call.handled_by = timezone.now(), by
    call.decision, call.comment = ReportDecision(decision), comment.strip()
    call.save(update_fields=["handled_at", "handled_by", "decision", "comment"])
    event = history.record(call, "report handled", by=by, comment=call.comment)
    if call.kind == ReportKind.INVITED:
        enquiry.servicedesk_reads_since = None
        enquiry.save(update_fields=["servicedesk_reads_since"])
        history.record(enquiry, "servicedesk left", by=by)
    elif call.reporter is not None:
        queue(
            "report_handled",
            key=f"report_handled:{event.pk}:{call.reporter_id}",
            to=call.reporter,
            context={"enquiry": call.enquiry},
        )
    return call


def _require_servicedesk(call: Report, by: User) -> None:
    if Party.SERVICEDESK not in parties_of(call.enquiry, by):
        raise Refused(
            _("Somebody of the Servicestelle who belongs to neither side has to do this.")
        )


def _tell_servicedesk(call: Report) -> None:
    # To its address, not to each moderator: some of them may belong to one of the sides.
    with translation.override(settings.LANGUAGE_CODE):
        queue_to_address(
            "servicedesk_called",
            key=f"servicedesk_called:{call.pk}",
            address=settings.SERVICEDESK_EMAIL,
            context={
                "call": call,
                "address": reverse("admin:cooperation_report_change", args=[call.pk]),
            },
        )
