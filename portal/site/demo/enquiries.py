"""Demo enquiries between the demo organisations: waiting, accepted and declined ones."""

from datetime import timedelta

from django.db.models import F

from cooperation.enquiries import ANSWER_DAYS
from cooperation.models import Enquiry, EnquiryStatus
from matching.models import Dismissal, DismissalReason, Need, Offer, Side
from portal.foundation import history
from portal.site.demo import cooperations, past
from profiles.models import User


def add(row: dict, need: Need, offer: Offer, *, people: tuple[User, User]) -> Enquiry:
    """Store one enquiry as it stands today; `people` act for the seeking and the offering side."""
    asks, answers = people if row["opened_from"] == Side.NEED else reversed(people)
    opened_at = past.moment(row["days_ago"], row["key"])
    enquiry = Enquiry.objects.create(
        need=need,
        offer=offer,
        seeking=need.organisation,
        offering=offer.organisation,
        opened_from=row["opened_from"],
        opened_by=asks,
        answer_by=past.day(ANSWER_DAYS - row["days_ago"]),
        message=row["message"],
        people=row["people"],
    )
    history.record(enquiry, "opened", by=asks, change=("", EnquiryStatus.OPEN))
    events = []
    if row["status"] != EnquiryStatus.OPEN:
        answered_at = past.moment(row["answered_days_ago"], row["key"]) + timedelta(minutes=1)
        events = [past.Event(row["status"], row["status"], answered_at, answers)]
        Enquiry.objects.filter(pk=enquiry.pk).update(
            answered_by=answers, answered_at=answered_at, answer=row["answer"]
        )
    past.write(enquiry, opened_at, events)
    Enquiry.objects.filter(pk=enquiry.pk).update(status=row["status"], opened_at=opened_at)
    if row["status"] == EnquiryStatus.DECLINED:
        side = Side.OFFER if row["opened_from"] == Side.NEED else Side.NEED
        Dismissal.objects.create(
            need=need, offer=offer, side=side, by=answers, reason=DismissalReason.OTHER
        )
    if row["status"] == EnquiryStatus.ACCEPTED:
        Offer.objects.filter(pk=offer.pk).update(capacity_taken=F("capacity_taken") + row["people"])
        Enquiry.objects.filter(pk=enquiry.pk).update(holds=row["people"])
        cooperations.add(row, enquiry, people=people)
    return enquiry
