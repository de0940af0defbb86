"""The mails of needs and offers."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from matching.models import Need, Offer, Side
from portal.foundation.outbox import templates
from portal.foundation.outbox.kinds import DECISIONS, STILL_CURRENT, SUGGESTIONS
from profiles.mails import a_person, an_organisation
from profiles.models import Site


def register() -> None:
    """Called once when the app is ready."""
    templates.register(DECISIONS, ["listing_published", "listing_returned"], sample=_listing_sample)
    templates.register(STILL_CURRENT, ["still_true", "entries_rest"], sample=_still_true_sample)
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


def _still_true_sample() -> dict[str, Any]:
    need = a_need()
    link = f"{settings.SITE_URL}/noch-aktuell/beispiel/"
    row = {"kind": "need", "entry": need, "organisation": need.organisation, "url": link}
    return {
        "recipient": a_person(),
        "entries": [row],
        "count": 1,
        "more": 0,
        "is_reminder": False,
        "rests_on": timezone.now() + timedelta(days=21),
        "all_url": link,
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
