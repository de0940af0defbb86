"""The enquiry's life: opened or introduced, then accepted, declined, withdrawn, or put in a queue.

Order inside, always: lock the row, ask the machine, change, history, mails; one transaction.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import cooperations, waiting_list
from cooperation.machine import Party, parties_of, step_for, take_step
from cooperation.models import Enquiry, EnquiryStatus
from cooperation.news import tell_other_side, tell_side
from matching import dismissals
from matching.models import DismissalReason, Need, Offer, Side
from portal.foundation import history
from portal.foundation.refusals import Refused
from profiles.models import Organisation, User

ANSWER_DAYS = 10


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


def open_enquiry(enquiry: Enquiry, *, by: User) -> Enquiry:
    """Ask the other side. `enquiry` carries sides, need and/or offer, message and people.

    Raises Refused when one of the organisations may not act, when the listing can no longer be
    answered, or when an enquiry about the same pair is still undecided.
    """
    return _begin(enquiry, "opened", enquiry.receiver, "enquiry_received", by=by)


def introduce(enquiry: Enquiry, *, by: User) -> Enquiry:
    """The Servicestelle brings two together. The sender is asked first, then the receiver."""
    enquiry.introduced_by = by
    return _begin(enquiry, "introduced", enquiry.sender, "enquiry_introduced", by=by)


@transaction.atomic
def take_up(enquiry: Enquiry, words: str = "", *, by: User) -> Enquiry:
    """The side that was asked first likes the introduction: now the other side is asked."""
    enquiry = locked(enquiry)
    _require_open(enquiry)
    enquiry.opened_by, enquiry.answer_by = by, _answer_day()
    enquiry.reminded_on = enquiry.escalated_at = enquiry.extended_at = None
    if words.strip():
        enquiry.message = words.strip()
    event = take_step(
        enquiry,
        "taken up",
        by=by,
        fields=[
            "opened_by", "answer_by", "message", "reminded_on", "escalated_at", "extended_at",
        ],
    )  # fmt: skip
    tell_side(enquiry, enquiry.receiver, "enquiry_received", event=event)
    return enquiry


@transaction.atomic
def accept(enquiry: Enquiry, answer: str = "", *, by: User) -> Enquiry:
    """Accept an open enquiry: takes the offer's capacity, opens the contact data, begins a cooperation.

    When not enough capacity is left, the enquiry joins the waiting list instead, and both sides are
    told. Raises Refused when it is not `by`'s turn or when it was answered already.
    """
    enquiry = locked(enquiry)
    step_for(enquiry, "accepted", by=by)
    _require_overdue_for_servicedesk(enquiry, by)
    _require_approved(enquiry.seeking, enquiry.offering)
    _note_answer(enquiry, answer, by=by)
    if enquiry.offer_id and not waiting_list.hold(enquiry):
        event = waiting_list.join(enquiry, by=by)
        for side in (enquiry.seeking, enquiry.offering):
            tell_side(enquiry, side, "enquiry_waiting", event=event)
        return enquiry
    event = take_step(enquiry, "accepted", by=by, comment=enquiry.answer)
    cooperation = cooperations.begin(enquiry)
    tell_other_side(enquiry, "enquiry_accepted", event=event, begun=cooperation)
    return enquiry


@transaction.atomic
def take_place(enquiry: Enquiry, *, by: User) -> Enquiry:
    """Take the place that came free and was kept."""
    enquiry = locked(enquiry)
    event = take_step(enquiry, "place taken", by=by)
    cooperation = cooperations.begin(enquiry)
    tell_other_side(enquiry, "enquiry_accepted", event=event, begun=cooperation)
    return enquiry


@transaction.atomic
def give_up_place(enquiry: Enquiry, *, by: User) -> Enquiry:
    """Do without the place that came free; the next in the list is offered it."""
    enquiry = locked(enquiry)
    event = take_step(enquiry, "place given up", by=by)
    tell_other_side(enquiry, "enquiry_withdrawn", event=event)
    waiting_list.free(enquiry)
    return enquiry


@transaction.atomic
def decline(
    enquiry: Enquiry, answer: str, *, by: User, reason: str = DismissalReason.OTHER
) -> Enquiry:
    """Decline politely: the other side reads `answer`.

    The pair is not suggested again until one of its sides changes materially.
    """
    enquiry = locked(enquiry)
    step_for(enquiry, "declined", by=by)
    if not answer.strip():
        raise Refused(_("Please write a short answer: nobody should be left without one."))
    _require_overdue_for_servicedesk(enquiry, by)
    declining = enquiry.sender if enquiry.status == EnquiryStatus.INTRODUCED else enquiry.receiver
    if enquiry.need_id and enquiry.offer_id:
        side = Side.NEED if declining == enquiry.seeking else Side.OFFER
        dismissals.dismiss(
            enquiry.need, enquiry.offer, side, by=by, reason=reason, until_changed=True
        )
    was_introduced = enquiry.status == EnquiryStatus.INTRODUCED
    _note_answer(enquiry, answer, by=by)
    event = take_step(enquiry, "declined", by=by, comment=enquiry.answer)
    if not was_introduced:  # the receiver has not heard of it yet
        tell_other_side(enquiry, "enquiry_declined", event=event)
    return enquiry


@transaction.atomic
def withdraw(enquiry: Enquiry, *, by: User) -> Enquiry:
    """Take one's own enquiry back while it is undecided."""
    enquiry = locked(enquiry)
    event = take_step(enquiry, "withdrawn", by=by)
    tell_side(enquiry, enquiry.receiver, "enquiry_withdrawn", event=event)
    waiting_list.free(enquiry)
    return enquiry


@transaction.atomic
def lapse(enquiry: Enquiry, why: str, *, by: User | None = None) -> Enquiry:
    """End an undecided enquiry kindly: `why` is "ended" (the listing) or "unanswered".

    Both sides are told; `by` None is the portal itself.
    """
    enquiry = locked(enquiry)
    was_introduced = enquiry.status == EnquiryStatus.INTRODUCED
    event = take_step(enquiry, "lapsed", by=by)
    sides = [enquiry.sender] if was_introduced else [enquiry.sender, enquiry.receiver]
    for side in sides:
        tell_side(enquiry, side, f"enquiry_lapsed_{why}", event=event)
    waiting_list.free(enquiry)
    return enquiry


def answer_for_ended(listing: Need | Offer) -> int:
    """A need or an offer has ended: every undecided enquiry about it is answered kindly.

    Called in the transaction that ends the listing; the number of enquiries.
    """
    undecided = list(Enquiry.objects.about(listing).undecided().order_by("pk"))
    for enquiry in undecided:
        lapse(enquiry, "ended")
    return len(undecided)


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
        "shown_phone": other.shown_phone,
    }


def existing(enquiry: Enquiry) -> Enquiry | None:
    """The undecided enquiry between the same two about the same matter as `enquiry`, if there is one."""
    return Enquiry.objects.same_matter(enquiry).with_both_sides().order_by("-pk").first()


def whose_turn(enquiry: Enquiry, reader: Organisation | None) -> str:
    """That there is an undecided enquiry already, and who acts next, for a member of `reader`."""
    turn = enquiry.owes_the_answer
    if turn is None:
        return _("There is already an enquiry about this. It is on the waiting list.")
    if turn == reader:
        return _("There is already an enquiry about this. It is your turn to answer it.")
    return _("There is already an enquiry about this. It is the turn of %(name)s.") % {
        "name": turn.name
    }


def locked(enquiry: Enquiry) -> Enquiry:
    """The row as it is now, kept from others until the transaction ends."""
    return (
        Enquiry.objects.select_for_update(of=("self",), no_key=True)
        .with_both_sides()
        .get(pk=enquiry.pk)
    )


def _begin(
    enquiry: Enquiry, step: str, first_asked: Organisation, template: str, *, by: User
) -> Enquiry:
    _require_open(enquiry)
    _require_approved(enquiry.sender, enquiry.receiver)
    if undecided := existing(enquiry):
        reader = None if enquiry.introduced_by else enquiry.sender
        raise Refused(whose_turn(undecided, reader))
    enquiry.opened_by, enquiry.answer_by = by, _answer_day()
    try:
        with transaction.atomic():
            event = take_step(enquiry, step, by=by)
            tell_side(enquiry, first_asked, template, event=event)
    except IntegrityError as error:
        if "enquiry_one_undecided_per_pair" not in str(error):
            raise
        # Two asked in the same moment.
        raise Refused(_("There is already an enquiry about this.")) from error
    return enquiry


def _answer_day():
    return timezone.localdate() + timedelta(days=ANSWER_DAYS)


def _note_answer(enquiry: Enquiry, answer: str, *, by: User) -> None:
    enquiry.answer = answer.strip()
    enquiry.answered_by, enquiry.answered_at = by, timezone.now()
    enquiry.save(update_fields=["answer", "answered_by", "answered_at"])


def _require_open(enquiry: Enquiry) -> None:
    for listing in (enquiry.need, enquiry.offer):
        if listing is not None and not listing.is_open:
            raise Refused(
                _("“%(title)s” can no longer be answered: it is not published at the moment.")
                % {"title": listing.title}
            )


def _require_approved(*organisations: Organisation) -> None:
    for organisation in organisations:
        if not organisation.is_approved:
            raise Refused(
                _("“%(name)s” has to be approved by the Servicestelle first.")
                % {"name": organisation.name}
            )


def _require_overdue_for_servicedesk(enquiry: Enquiry, by: User) -> None:
    parties = parties_of(enquiry, by)
    if parties == {Party.SERVICEDESK} and not enquiry.is_overdue:
        raise Refused(_("The Servicestelle answers for a side only when its answer is overdue."))
