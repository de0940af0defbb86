"""The review of organisations: submitted by its owner, decided by the Servicestelle."""

from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from portal.foundation.uploads.sized import change_of_photo, delete_replaced, keep_stored
from profiles import identity, verification
from profiles.models import Organisation, ReviewStatus, Role, User, Verification


def legal_data(organisation: Organisation) -> tuple[object, ...]:
    """What the Servicestelle approved it as; another spelling of a number is the same number."""
    court, number = organisation.register_court, organisation.register_number
    return (
        organisation.name,
        organisation.legal_name,
        organisation.legal_form,
        organisation.kind,
        identity.register_key(court, number) or (court, number),
        identity.vat_key(organisation.vat_id),
    )


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: the sentence for its members, and the field where it is given."""

    sentence: str
    field: str


def gaps(organisation: Organisation) -> list[Gap]:
    """What an organisation still needs before it can be submitted."""
    found = []
    if len(organisation.description.strip()) < 40:
        sentence = _("Describe your organisation in two or three sentences.")
        found.append(Gap(sentence, "description"))
    if not organisation.sites.exists():
        found.append(Gap(_("Add at least one site with its postcode."), "site"))
    if not (organisation.contact_name and organisation.contact_email):
        sentence = _("Name a contact person with an e-mail address. It is never shown publicly.")
        found.append(
            Gap(sentence, "contact_email" if organisation.contact_name else "contact_name")
        )
    return found


def missing_for_review(organisation: Organisation) -> list[str]:
    """The same as sentences alone."""
    return [gap.sentence for gap in gaps(organisation)]


@transaction.atomic
def submit(organisation: Organisation, *, by: User) -> None:
    """Hand an organisation in for review. Raises Refused when something is missing."""
    organisation = _locked(organisation)
    if organisation.status not in {ReviewStatus.DRAFT, ReviewStatus.RETURNED}:
        raise Refused(_("This organisation has already been submitted."))
    missing = missing_for_review(organisation)
    if missing:
        raise Refused(" ".join(missing))
    organisation.submitted_at = timezone.now()
    organisation.note_confirmed()
    _change(organisation, ReviewStatus.SUBMITTED, "submitted", by=by)


@transaction.atomic
def approve(organisation: Organisation, *, by: User) -> None:
    """Make an organisation public; also ends a suspension."""
    organisation = _decidable(organisation, by, {ReviewStatus.SUBMITTED, ReviewStatus.SUSPENDED})
    organisation.approved_at = timezone.now()
    _change(organisation, ReviewStatus.APPROVED, "approved", by=by)
    _tell_owners(organisation, "organisation_approved")


@transaction.atomic
def return_with_comment(organisation: Organisation, comment: str, *, by: User) -> None:
    """Give a submitted organisation back to its members; `comment` reaches them word for word."""
    organisation = _decidable(organisation, by, {ReviewStatus.SUBMITTED})
    if not comment.strip():
        raise Refused(_("Please say what should be mended: the comment is sent to the authors."))
    _change(organisation, ReviewStatus.RETURNED, "returned", by=by, comment=comment.strip())
    _tell_owners(organisation, "organisation_returned")


@transaction.atomic
def suspend(organisation: Organisation, comment: str, *, by: User) -> None:
    """Take an organisation and everything it published out of sight. Its members can only read."""
    organisation = _decidable(organisation, by, set(ReviewStatus) - {ReviewStatus.SUSPENDED})
    if not comment.strip():
        raise Refused(_("Please give the reason: it is sent to the owners and kept."))
    _change(organisation, ReviewStatus.SUSPENDED, "suspended", by=by, comment=comment.strip())
    _tell_owners(organisation, "organisation_suspended")


@transaction.atomic
def take_pictures_away(organisation: Organisation, comment: str, *, by: User) -> None:
    """The logo and the photo go from its page at once; the owners read why and may choose others."""
    organisation = _decidable(organisation, by, set(ReviewStatus))
    before = copy(organisation)
    if not (organisation.logo or organisation.photo):
        raise Refused(_("There is no picture to take away."))
    if not comment.strip():
        raise Refused(_("Please give the reason: it is sent to the owners and kept."))
    for name in ("logo", "photo"):
        setattr(organisation, name, "")
        setattr(organisation, f"{name}_alt", "")
    organisation.photo_by = ""
    organisation.save(update_fields=["logo", "logo_alt", "photo", "photo_alt", "photo_by"])
    for name in ("logo", "photo"):
        delete_replaced(before, organisation, name)
    history.record(organisation, "pictures taken away", by=by, comment=comment.strip())
    _tell_owners(organisation, "pictures_taken_away", comment=comment.strip())


@transaction.atomic
def change(organisation: Organisation, *, by: User) -> list[Verification]:
    """Store changed profile data; legal data of an approved organisation go through review again.

    Returns the badges that ended because what was checked has changed.
    """
    before = _locked(organisation)
    is_material = legal_data(before) != legal_data(organisation)
    if before.status == ReviewStatus.SUSPENDED:
        raise Refused(_("This organisation is suspended and cannot be changed."))
    organisation.status = before.status
    organisation.note_confirmed()
    for name in ("logo", "photo"):
        keep_stored(organisation, before, name)
    # Whoever uploads a photo has ticked that it shows nobody against their will: who, and when.
    photo_event = change_of_photo(before, organisation)
    organisation.save()
    for name in ("logo", "photo"):
        delete_replaced(before, organisation, name)
    history.record(organisation, "changed", by=by)
    if photo_event:
        history.record(organisation, photo_event, by=by, comment=organisation.photo_alt)
    ended = verification.end_outdated(organisation, by=by)
    if is_material and before.status == ReviewStatus.APPROVED:
        organisation.submitted_at = timezone.now()
        _change(organisation, ReviewStatus.SUBMITTED, "submitted again", by=by)
    return ended


@transaction.atomic
def confirm(organisation: Organisation, *, by: User, by_mail: bool = False) -> None:
    """Somebody says that the profile of an approved organisation is still true.

    `by_mail` tells the history that it was said by the link in a mail.
    """
    organisation = _locked(organisation)
    if not organisation.is_approved:
        raise Refused(
            _("“%(name)s” is now “%(status)s”; this is no longer possible.")
            % {"name": organisation.name, "status": organisation.get_status_display()}
        )
    organisation.note_confirmed()
    organisation.save(update_fields=["confirmed_at", "ask_at"])
    history.record(organisation, "confirmed by mail" if by_mail else "confirmed", by=by)


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _decidable(organisation: Organisation, by: User, allowed: set[str]) -> Organisation:
    organisation = _locked(organisation)
    if not by.is_moderator:
        raise Refused(_("Only the Servicestelle decides this."))
    if organisation.memberships.filter(user=by).exists():
        raise Refused(_("You are a member of this organisation: somebody else has to decide."))
    if organisation.status not in allowed:
        raise Refused(
            _("“%(name)s” is now “%(status)s”; this decision is no longer possible.")
            % {"name": organisation.name, "status": organisation.get_status_display()}
        )
    return organisation


def _change(
    organisation: Organisation, status: str, event: str, *, by: User, comment: str = ""
) -> None:
    before, organisation.status, organisation.review_comment = organisation.status, status, comment
    organisation.save(
        update_fields=[
            "status",
            "review_comment",
            "submitted_at",
            "approved_at",
            "confirmed_at",
            "ask_at",
        ]
    )
    history.record(organisation, event, by=by, change=(before, status), comment=comment)


def _tell_owners(organisation: Organisation, template: str, *, comment: str = "") -> None:
    event = history.of(organisation).first()
    for owner in User.objects.filter(
        memberships__organisation=organisation, memberships__role=Role.OWNER
    ):
        queue(
            template,
            key=f"{template}:{event.pk}:{owner.pk}",
            to=owner,
            context={
                "organisation": organisation,
                "comment": comment or organisation.review_comment,
            },
        )
