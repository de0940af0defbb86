"""Checking what organisations say of themselves: badges that the Servicestelle sets and that end.

A badge holds for what was there when it was set. `end_outdated` compares, and whoever changes an
organisation calls it in the same transaction.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.foundation import history
from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from profiles import identifiers, identity
from profiles.models import (
    NOTICE_HOLDS_YEARS,
    CheckedKind,
    EndReason,
    Organisation,
    Role,
    User,
    Verification,
)


class Period(NamedTuple):
    """For how many years a check holds unless somebody decides otherwise, and why so long."""

    years: int
    reason: str


PERIODS = {
    CheckedKind.REGISTER: Period(2, gettext_lazy("names and boards change")),
    CheckedKind.TAX: Period(
        5,
        gettext_lazy("counted from the notice, 36 for § 60a AO: so long it allows receipts"),
    ),
    CheckedKind.RECOGNITION: Period(3, gettext_lazy("it does not expire, but can be revoked")),
    CheckedKind.VAT_ID: Period(1, gettext_lazy("a confirmation speaks of its day only")),
    CheckedKind.CONTACT: Period(1, gettext_lazy("people change their posts")),
    CheckedKind.VISIT: Period(2, gettext_lazy("houses change more slowly than people")),
}
# What has to stand in the profile before it can be checked.
MISSING = {
    CheckedKind.REGISTER: gettext_lazy("The profile names no register court and number."),
    CheckedKind.TAX: gettext_lazy("The profile names no notice of the tax office."),
    CheckedKind.RECOGNITION: gettext_lazy("The profile does not speak of a recognition."),
    CheckedKind.VAT_ID: gettext_lazy("The profile names no VAT identification number."),
    CheckedKind.CONTACT: gettext_lazy("The profile names no contact person with a phone."),
    CheckedKind.VISIT: gettext_lazy("The organisation has no site."),
}


@dataclass(frozen=True)
class Check:
    """What a moderator has looked at. Without days: today, and as long as its kind holds."""

    kind: str
    checked_on: date | None = None
    valid_until: date | None = None
    note: str = ""


def last_day_allowed(organisation: Organisation, kind: str, checked_on: date) -> date:
    """Until when a check of that day counts if nobody says otherwise: `PERIODS`.

    A notice of the tax office ends with itself, however late somebody looks at it.
    """
    if kind == CheckedKind.TAX and organisation.tax_notice:
        years = NOTICE_HOLDS_YEARS[organisation.tax_notice]
        return _years_after(organisation.tax_notice_on, years)
    return _years_after(checked_on, PERIODS[kind].years)


@transaction.atomic
def verify(organisation: Organisation, check: Check, *, by: User) -> Verification:
    """Set a badge; an earlier one of its kind is replaced. Raises Refused with the reason."""
    organisation = _checkable(organisation, by)
    today = timezone.localdate()
    checked_on = check.checked_on or today
    if not is_there(organisation, check.kind):
        raise Refused(str(MISSING[check.kind]))
    if checked_on > today:
        raise Refused(_("The day of the check lies ahead."))
    latest = last_day_allowed(organisation, check.kind, checked_on)
    if latest < today:
        raise Refused(_("That is too old to be shown: please ask for a newer document."))
    valid_until = check.valid_until or latest
    if not today <= valid_until <= latest:
        raise Refused(
            _("This check can hold until %(latest)s at most, and not end before today.")
            % {"latest": date_format(latest)}
        )
    for earlier in organisation.verifications.filter(kind=check.kind, ended_at=None):
        _end(earlier, EndReason.RENEWED)
    made = Verification.objects.create(
        organisation=organisation,
        kind=check.kind,
        checked_by=by,
        checked_on=checked_on,
        valid_until=valid_until,
        note=check.note.strip(),
        fingerprint=fingerprint(organisation, check.kind),
    )
    history.record(organisation, "verified", by=by, comment=made.get_kind_display())
    return made


@transaction.atomic
def withdraw(verification: Verification, reason: str, *, by: User) -> None:
    """End a badge before its time; `reason` reaches the owners word for word."""
    organisation = _checkable(verification.organisation, by)
    verification = Verification.objects.select_for_update().get(pk=verification.pk)
    if verification.ended_at is not None:
        raise Refused(_("This check has ended already."))
    if not reason.strip():
        raise Refused(_("Please give the reason: it is sent to the owners and kept."))
    _end(verification, EndReason.WITHDRAWN)
    what = verification.get_kind_display()
    event = history.record(
        organisation, "verification withdrawn", by=by, comment=f"{what}: {reason.strip()}"
    )
    owners = User.objects.filter(
        memberships__organisation=organisation, memberships__role=Role.OWNER
    )
    for owner in owners:
        queue(
            "verification_withdrawn",
            key=f"verification_withdrawn:{event.pk}:{owner.pk}",
            to=owner,
            context={
                "organisation": organisation,
                "verification": verification,
                "reason": reason.strip(),
            },
        )


def end_outdated(organisation: Organisation, *, by: User | None) -> list[Verification]:
    """End the badges of which the checked data have changed, and return them.

    The caller has stored the change and holds the organisation's row in the same transaction.
    """
    ended = []
    for verification in organisation.verifications.filter(ended_at=None):
        if verification.fingerprint != fingerprint(organisation, verification.kind):
            _end(verification, EndReason.CHANGED)
            what = verification.get_kind_display()
            history.record(organisation, "verification ended", by=by, comment=what)
            ended.append(verification)
    return ended


def is_there(organisation: Organisation, kind: str) -> bool:
    """Whether the profile says what a check of that kind is about."""
    match kind:
        case CheckedKind.REGISTER:
            return bool(organisation.register_key)
        case CheckedKind.TAX:
            return bool(organisation.tax_notice)
        case CheckedKind.RECOGNITION:
            return organisation.recognised_under_75
        case CheckedKind.VAT_ID:
            return bool(organisation.vat_key)
        case CheckedKind.CONTACT:
            return bool(organisation.contact_name and organisation.contact_phone)
        case _:
            return organisation.sites.exists()


def fingerprint(organisation: Organisation, kind: str) -> str:
    """A digest of what a check of that kind was about; another spelling of a number is no change."""
    names = [organisation.name, organisation.legal_name]
    match kind:
        case CheckedKind.REGISTER:
            key = identity.register_key(organisation.register_court, organisation.register_number)
            said = [*names, organisation.legal_form, key]
        case CheckedKind.TAX:
            said = [*names, organisation.tax_notice, organisation.tax_notice_on]
        case CheckedKind.RECOGNITION:
            said = [
                *names, organisation.recognised_under_75, organisation.recognised_on,
                organisation.recognised_by,
            ]  # fmt: skip
        case CheckedKind.VAT_ID:
            said = [*names, identity.vat_key(organisation.vat_id)]
        case CheckedKind.CONTACT:
            said = [organisation.contact_name, identifiers.phone_key(organisation.contact_phone)]
        case _:
            site = organisation.sites.order_by("-is_main", "pk").first()
            said = [site.postcode, " ".join(site.street.casefold().split())] if site else []
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def end_replaced(verification: Verification) -> None:
    """End a badge beside which a better one of its kind stands (two organisations became one)."""
    _end(verification, EndReason.RENEWED)


def _checkable(organisation: Organisation, by: User) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not by.is_moderator:
        raise Refused(_("Only the Servicestelle decides this."))
    if organisation.memberships.filter(user=by).exists():
        raise Refused(_("You are a member of this organisation: somebody else has to decide."))
    return organisation


def _end(verification: Verification, reason: str) -> None:
    verification.ended_at, verification.end_reason = timezone.now(), reason
    # A digest of a name and a phone number is not kept longer than it is needed.
    verification.fingerprint = ""
    verification.save(update_fields=["ended_at", "end_reason", "fingerprint"])


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
