"""Capacity is real: taking it under the row's lock, and passing on what comes free, in order."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cooperation.machine import take_step
from cooperation.models import Enquiry, EnquiryStatus
from cooperation.news import tell_side
from matching import due
from matching.models import Offer
from portal.foundation.models import HistoryEntry
from portal.foundation.refusals import Refused
from profiles.models import User

KEPT = timedelta(days=3)


def hold(enquiry: Enquiry) -> bool:
    """Promise the enquiry what it asks for; False, and nothing taken, when not enough is left.

    The offer's row is locked until the transaction ends, and a constraint guards it too: two can
    never take the last place.
    """
    offer = Offer.objects.select_for_update(no_key=True).get(pk=enquiry.offer_id)
    if offer.capacity_left < enquiry.people:
        return False
    _take(offer, enquiry)
    return True


def join(enquiry: Enquiry, *, by: User) -> HistoryEntry:
    """Put an enquiry that its receiver would accept at the end of the waiting list."""
    enquiry.waiting_since = timezone.now()
    return take_step(enquiry, "put on the waiting list", by=by, fields=["waiting_since"])


def position(enquiry: Enquiry) -> int:
    """Its place in the waiting list, counted from 1."""
    ahead = Enquiry.objects.waiting_list_of(enquiry.offer)
    return ahead.filter(waiting_since__lt=enquiry.waiting_since).count() + 1


@transaction.atomic
def free(enquiry: Enquiry) -> None:
    """Give back what the enquiry holds; whoever waits longest and fits is offered it."""
    if not enquiry.holds:
        return
    offer = Offer.objects.select_for_update(no_key=True).get(pk=enquiry.offer_id)
    Offer.objects.filter(pk=offer.pk).update(capacity_taken=F("capacity_taken") - enquiry.holds)
    enquiry.holds = 0
    enquiry.save(update_fields=["holds"])
    pass_on(offer)
    due.mark(offer)


@transaction.atomic
def pass_on(offer: Offer) -> list[Enquiry]:
    """Offer what is free to those who wait, in their order, as long as it suffices.

    Nobody overtakes: a smaller wish further back waits as long as the first one does not fit.
    """
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    offered = []
    # An offer that has ended keeps its promises but makes no new ones.
    waiting = Enquiry.objects.waiting_list_of(offer) if offer.is_open else []
    for found in waiting:
        enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=found.pk)
        if enquiry.status != EnquiryStatus.WAITING:
            continue
        if offer.capacity_left < enquiry.people:
            break
        _take(offer, enquiry)
        offer.refresh_from_db(fields=["capacity_taken"])
        enquiry.place_kept_until = timezone.now() + KEPT
        event = take_step(enquiry, "place offered", by=None, fields=["place_kept_until"])
        tell_side(enquiry, enquiry.seeking, "place_offered", event=event)
        offered.append(enquiry)
    return offered


def pass_on_everywhere() -> int:
    """Offer what came free otherwise: an offer was made larger, or is shown again. Beat calls it.

    The number of places that were offered.
    """
    roomy = Offer.objects.open().with_capacity_left().filter(enquiries__status="waiting")
    return sum(len(pass_on(offer)) for offer in roomy.distinct())


def let_kept_places_pass() -> int:
    """End offers of a place whose time is over, and offer it to the next; how many. Beat calls it."""
    overdue = Enquiry.objects.filter(
        status=EnquiryStatus.PLACE_OFFERED, place_kept_until__lt=timezone.now()
    ).values_list("pk", flat=True)
    return sum(_let_pass(pk) for pk in list(overdue))


@transaction.atomic
def _let_pass(pk: int) -> bool:
    enquiry = Enquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if enquiry.status != EnquiryStatus.PLACE_OFFERED or enquiry.place_kept_until >= timezone.now():
        return False
    try:
        event = take_step(enquiry, "lapsed", by=None)
    except Refused:
        return False
    for side in (enquiry.seeking, enquiry.offering):
        tell_side(enquiry, side, "place_passed", event=event)
    free(enquiry)
    return True


def _take(offer: Offer, enquiry: Enquiry) -> None:
    Offer.objects.filter(pk=offer.pk).update(capacity_taken=F("capacity_taken") + enquiry.people)
    enquiry.holds = enquiry.people
    enquiry.save(update_fields=["holds"])
    due.mark(offer)
