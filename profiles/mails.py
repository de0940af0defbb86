"""The mails of people and organisations, and who gets none."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation.outbox import recipients, templates
from portal.foundation.outbox.kinds import ACCOUNT, DECISIONS, TEAM, Kind
from profiles.models import Organisation, ReviewStatus, User, Verification

OF_ALLAUTH = [
    f"account/email/{name}"
    for name in (
        "account_already_exists", "email_changed", "email_confirmation",
        "email_confirmation_signup", "email_deleted", "password_changed", "password_reset",
        "password_reset_key", "password_set", "unknown_account",
    )
] + [
    f"mfa/email/{name}"
    for name in (
        "recovery_codes_generated", "totp_activated", "totp_deactivated", "webauthn_added",
        "webauthn_removed",
    )
]  # fmt: skip


def register() -> None:
    """Called once when the app is ready."""
    templates.register(ACCOUNT, [*OF_ALLAUTH, "account_deleted"], sample=_account_sample)
    templates.register(
        TEAM,
        ["invitation", "join_accepted", "join_declined", "join_request", "team_changed"],
        sample=_team_sample,
    )
    templates.register(
        DECISIONS,
        [
            "organisation_approved",
            "organisation_returned",
            "organisation_suspended",
            "pictures_taken_away",
        ],
        sample=_team_sample,
    )
    templates.register(DECISIONS, ["verification_withdrawn"], sample=_verification_sample)
    recipients.add_rule(why_not)


def why_not(person: User, kind: Kind, about: UUID | None) -> str:
    """Nobody is written to whose address is not confirmed, or whose organisation is suspended.

    About one organisation, that one counts; otherwise somebody whose organisations are all
    suspended gets nothing. The reason is for the log and the outbox in the admin.
    """
    if not kind.before_verification and not _is_verified(person):
        return _("The address is not confirmed.")
    if not kind.despite_suspension and _is_suspended(person, about):
        return _("The organisation is suspended.")
    return ""


def _is_verified(person: User) -> bool:
    return person.emailaddress_set.filter(email__iexact=person.email, verified=True).exists()


def _is_suspended(person: User, about: UUID | None) -> bool:
    if about is not None:
        suspended = Organisation.objects.filter(public_id=about, status=ReviewStatus.SUSPENDED)
        return suspended.exists()
    statuses = set(person.memberships.values_list("organisation__status", flat=True).distinct())
    return statuses == {ReviewStatus.SUSPENDED}


def an_organisation(name: str = "Jugendhaus Süd") -> Organisation:
    """An invented organisation for samples; not stored."""
    return Organisation(name=name, slug="jugendhaus-sued", kind="provider")


def a_person(name: str = "Mia Probst") -> User:
    """An invented person for samples; not stored."""
    return User(name=name, email="mia.probst@beispiel.example")


def _account_sample() -> dict[str, Any]:
    link = f"{settings.SITE_URL}/konto/beispiel/"
    return {
        "email": "mia.probst@beispiel.example",
        "user": a_person(),
        "name": "Mia Probst",
        "timestamp": timezone.now(),
        "device": "Firefox auf Windows",
        "from_email": "mia.probst@beispiel.example",
        "to_email": "mia.probst@jugendhaus.example",
        "deleted_email": "mia.alt@beispiel.example",
        "activate_url": link,
        "password_reset_url": link,
        "signup_url": link,
    }


def _team_sample() -> dict[str, Any]:
    return {
        "organisation": an_organisation(),
        "person": a_person("Jonas Weber"),
        "recipient": a_person(),
        "by": None,
        "news": "joined",
        "is_you": False,
        "message": "Ich leite die Werkstatt und kümmere mich um die Kooperationen.",
        "comment": "Bitte beschreiben Sie noch, für wen Ihr Haus da ist.",
        "link": settings.SITE_URL + reverse("profiles:invitation", args=["beispiel"]),
    }


def _verification_sample() -> dict[str, Any]:
    return {
        "organisation": an_organisation(),
        "verification": Verification(kind="register"),
        "reason": "Die Nummer im Register hat sich geändert.",
    }
