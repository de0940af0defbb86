"""The mails of enquiries and cooperations: each only says that there is news."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cooperation.models import Appointment, Cooperation, Enquiry, Example, Report, ReportKind
from matching.mails import a_need, an_offer
from matching.models import Side
from portal.foundation.outbox import templates
from portal.foundation.outbox.kinds import COOPERATION, DECISIONS, REMINDERS
from profiles.mails import a_person

NEWS = [
    "agreement_confirmed", "agreement_proposed", "appointment_cancelled", "appointment_changed",
    "appointment_set", "certificate_due", "conversation_message", "cooperation_called_off",
    "cooperation_closing", "cooperation_paused", "cooperation_resumed", "cooperation_started",
    "enquiry_accepted", "enquiry_declined", "enquiry_extended", "enquiry_introduced",
    "enquiry_lapsed_ended", "enquiry_lapsed_unanswered", "enquiry_looked_after",
    "enquiry_received", "enquiry_waiting", "enquiry_withdrawn", "example_drafted",
    "example_mended", "example_published", "example_released", "example_taken_back",
    "feedback_given", "hours_disputed", "hours_logged", "place_offered", "place_passed",
    "servicedesk_called", "servicedesk_invited", "took_place",
]  # fmt: skip
# What they remind of has been told before: people may go without.
DUE = ["appointment_tomorrow", "enquiry_overdue", "enquiry_reminder"]


def register() -> None:
    """Called once when the app is ready."""
    templates.register(COOPERATION, NEWS, sample=_sample)
    templates.register(REMINDERS, DUE, sample=_sample)
    templates.register(DECISIONS, ["report_handled"], sample=_sample)


def _sample() -> dict[str, Any]:
    need, offer = a_need(), an_offer()
    enquiry = Enquiry(
        seeking=need.organisation,
        offering=offer.organisation,
        need=need,
        offer=offer,
        opened_from=Side.OFFER,
        opened_at=timezone.now(),
        answer_by=timezone.localdate() + timedelta(days=10),
    )
    cooperation = Cooperation(enquiry=enquiry)
    return {
        "enquiry": enquiry,
        "cooperation": cooperation,
        "begun": cooperation,
        "organisation": need.organisation,
        "other": offer.organisation,
        "recipient": a_person(),
        "writer": offer.organisation.name,
        "day": timezone.localdate() + timedelta(days=30),
        "appointment": Appointment(
            cooperation=cooperation, starts_at=timezone.now() + timedelta(days=1)
        ),
        "count": 1,
        "answer_url": settings.SITE_URL + enquiry.get_absolute_url(),
        "example": Example(cooperation=cooperation, slug="buchhaltung-im-jugendhaus"),
        "call": Report(enquiry=enquiry, kind=ReportKind.INVITED),
        "address": enquiry.get_absolute_url(),
    }
