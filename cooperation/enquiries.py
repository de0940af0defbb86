"""The enquiry's life: opened by one side, accepted, declined or withdrawn."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import Enquiry, EnquiryStatus
from matching import dismissals, due
from matching.models import DismissalReason, Need, Offer, Side
from portal.foundation import history
from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from profiles.models import Organisation, User

ANSWER_DAYS = 10


def open_enquiry(enquiry: Enquiry, *, by: User) -> Enquiry:
    """Ask the other side. `enquiry` carries sides, need and/or offer, message and people.

    Raises Refused when one of the organisations may not act, when the listing can no longer be
    answered, or when an enquiry about the same pair is still open.
    """
    _require_open(enquiry)
    _require_approved(enquiry.sender, enquiry.receiver)
    enquiry.opened_by = by
    enquiry.answer_by = timezone.localdate() + timedelta(days=ANSWER_DAYS)
    try:
        with transaction.atomic():
            enquiry.save(force_insert=True)
            history.record(enquiry, "opened", by=by, change=("", enquiry.status))
            _tell(enquiry, enquiry.receiver, "enquiry_received")
    except IntegrityError as error:
        if "enquiry_one_open_per_pair" not in str(error):
            raise
        raise Refused(
            _("There is already an open enquiry about this. Please wait for the answer.")
        ) from error
    return enquiry


@transaction.atomic
def accept(enquiry: Enquiry, answer: str = "", *, by: User) -> Enquiry:
    """Accept an open enquiry: takes the offer's capacity and opens the contact data of both sides.

    Raises Refused when it is not `by`'s turn, when it was answered already, or when the capacity
    that is left does not suffice; then nothing changes.
    """
    enquiry = _answerable(enquiry, by)
    if enquiry.offer_id:
        _take_capacity(enquiry)
    _answer(enquiry, EnquiryStatus.ACCEPTED, answer, by=by)
    return enquiry


@transaction.atomic
def decline(
    enquiry: Enquiry, answer: str, *, by: User, reason: str = DismissalReason.OTHER
) -> Enquiry:
    """Decline politely: the sender reads `answer`, and the pair is not suggested again."""
    enquiry = _answerable(enquiry, by)
    if not answer.strip():
        raise Refused(_("Please write a short answer: nobody should be left without one."))
    if enquiry.need_id and enquiry.offer_id:
        side = Side.NEED if enquiry.receiver == enquiry.seeking else Side.OFFER
        dismissals.dismiss(enquiry.need, enquiry.offer, side, by=by, reason=reason)
    _answer(enquiry, EnquiryStatus.DECLINED, answer, by=by)
    return enquiry


@transaction.atomic
def withdraw(enquiry: Enquiry, *, by: User) -> Enquiry:
    """Take one's own enquiry back while it is open."""
    enquiry = _locked(enquiry)
    _require_turn(enquiry, enquiry.sender, by)
    enquiry.status = EnquiryStatus.WITHDRAWN
    enquiry.save(update_fields=["status"])
    history.record(enquiry, "withdrawn", by=by, change=(EnquiryStatus.OPEN, enquiry.status))
    _tell(enquiry, enquiry.receiver, "enquiry_withdrawn")
    return enquiry


def read_contact(
    enquiry: Enquiry, organisation: Organisation, *, by: User
) -> dict[str, str] | None:
    """The other side's contact person for `organisation`; None before acceptance.

    Every reading is written to the history of the other organisation.
    """
    if not enquiry.is_accepted:
        return None
    other = enquiry.other_side_of(organisation)
    history.record(other, "contact read", by=by, comment=organisation.name)
    return {
        "name": other.contact_name,
        "role": other.contact_role,
        "email": other.contact_email,
        "phone": other.contact_phone,
    }


def _require_open(enquiry: Enquiry) -> None:
    for listing in (enquiry.need, enquiry.offer):
        if listing is not None and not listing.is_open:
            raise Refused(
                _("“%(title)s” can no longer be answered: it is not published at the moment.")
                % {"title": listing.title}
            )
    if enquiry.offer and enquiry.offer.capacity_left < enquiry.people:
        raise _no_capacity(enquiry.offer)


def _require_approved(*organisations: Organisation) -> None:
    for organisation in organisations:
        if not organisation.is_approved:
            raise Refused(
                _("“%(name)s” has to be approved by the Servicestelle first.")
                % {"name": organisation.name}
            )


def _no_capacity(offer: Offer) -> Refused:
    return Refused(
        _("“%(title)s” has only %(left)s left.")
        % {"title": offer.title, "left": offer.capacity_left}
    )


def _locked(enquiry: Enquiry) -> Enquiry:
    return (
        Enquiry.objects.select_for_update(of=("self",), no_key=True)
        .with_both_sides()
        .get(pk=enquiry.pk)
    )


def _require_turn(enquiry: Enquiry, organisation: Organisation, by: User) -> None:
    if not Organisation.objects.manageable_by(by).filter(pk=organisation.pk).exists():
        raise Refused(_("It is the other side's turn."))
    if not enquiry.is_open:
        raise Refused(
            _("This enquiry has already been answered or withdrawn (%(status)s).")
            % {"status": enquiry.get_status_display()}
        )


def _answerable(enquiry: Enquiry, by: User) -> Enquiry:
    enquiry = _locked(enquiry)
    _require_turn(enquiry, enquiry.receiver, by)
    return enquiry


def _take_capacity(enquiry: Enquiry) -> None:
    """Under the row's lock, and guarded by a constraint too: two can never take the last place."""
    offer = Offer.objects.select_for_update(no_key=True).get(pk=enquiry.offer_id)
    if offer.capacity_left < enquiry.people:
        raise _no_capacity(offer)
    Offer.objects.filter(pk=offer.pk).update(capacity_taken=F("capacity_taken") + enquiry.people)
    due.mark(offer)


def _answer(enquiry: Enquiry, status: str, answer: str, *, by: User) -> None:
    enquiry.status, enquiry.answer = status, answer.strip()
    enquiry.answered_by, enquiry.answered_at = by, timezone.now()
    enquiry.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    history.record(
        enquiry, status, by=by, change=(EnquiryStatus.OPEN, status), comment=enquiry.answer
    )
    _tell(enquiry, enquiry.sender, f"enquiry_{status}")


def _tell(enquiry: Enquiry, organisation: Organisation, template: str) -> None:
    """A mail to every member; it only says that something arrived, the text stays in the portal."""
    for member in User.objects.filter(memberships__organisation=organisation):
        queue(
            template,
            key=f"{template}:{enquiry.public_id}:{member.pk}",
            to=member,
            context={"enquiry": enquiry, "organisation": organisation},
        )


def prepare(*, need: Need | None, offer: Offer | None, sender: Organisation) -> Enquiry:
    """An unsaved enquiry of `sender` about a need, an offer, or the pair of both.

    Raises Refused when `sender` would ask itself or is neither side.
    """
    if need and (need.organisation_id == sender.pk) and offer is None:
        raise Refused(_("This is your own need."))
    if offer and (offer.organisation_id == sender.pk) and need is None:
        raise Refused(_("This is your own offer."))
    seeking = need.organisation if need else sender
    offering = offer.organisation if offer else sender
    if sender.pk not in {seeking.pk, offering.pk} or seeking.pk == offering.pk:
        raise Refused(_("You can only ask on behalf of one of the two sides."))
    opened_from = Side.OFFER if sender.pk == offering.pk else Side.NEED
    people = need.people_needed if need else 1
    if offer:
        people = max(1, min(people, offer.capacity_left))
    return Enquiry(
        seeking=seeking,
        offering=offering,
        need=need,
        offer=offer,
        opened_from=opened_from,
        people=people,
    )
