"""The mails of needs and offers."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from matching.models import Need, Offer, Side
from portal.foundation.outbox import templates
from portal.foundation.outbox.kinds import DECISIONS, SUGGESTIONS
from profiles.mails import a_person, an_organisation
from profiles.models import Site


def register() -> None:
    """Called once when the app is ready."""
    templates.register(DECISIONS, ["listing_published", "listing_returned"], sample=_listing_sample)
    templates.register(SUGGESTIONS, ["suggestions"], sample=_suggestions_sample)


def a_need() -> Need:
    """An invented need for samples; not stored."""
    organisation = an_organisation()
    return Need(
        organisation=organisation,
        site=Site(organisation=organisation, place="Leipzig", postcode="04109"),
        title="Wer ordnet mit uns die Buchhaltung?",
        valid_until=timezone.localdate() + timedelta(days=90),
    )


def an_offer() -> Offer:
    """An invented offer for samples; not stored."""
    organisation = an_organisation("Kontor Nord")
    return Offer(
        organisation=organisation,
        site=Site(organisation=organisation, place="Halle", postcode="06108"),
        title="Beratung zur Vereinsbuchhaltung",
        valid_until=timezone.localdate() + timedelta(days=90),
    )


def _listing_sample() -> dict[str, Any]:
    return {
        "listing": a_need(),
        "recipient": a_person(),
        "comment": "Bitte schreiben Sie noch, wie viele Stunden es ungefähr sind.",
    }


def _suggestions_sample() -> dict[str, Any]:
    reasons = ["bringt mit: Buchhaltung", "32 km entfernt", "die Zeit passt: 1. März bis 30. Juni"]
    row = {"own": a_need(), "other": an_offer(), "reader": Side.NEED.value, "reasons": reasons}
    return {
        "organisation": an_organisation(),
        "recipient": a_person(),
        "rows": [row],
        "total": 3,
    }
