"""Which enquiries, cooperations, appointments and hours are whose."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from profiles.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from matching.models import Offer
    from matching.models.listing import Listing
    from profiles.models import User


class EnquiryQuerySet(QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "EnquiryQuerySet":
        """Enquiries of organisations that `user` may speak for: both sides', nobody else's."""
        own = Organisation.objects.acted_for_by(user)
        return self.filter(Q(seeking__in=own) | Q(offering__in=own))

    def between(self, organisation: Organisation) -> "EnquiryQuerySet":
        """Enquiries in which `organisation` is a side, newest first."""
        return self.filter(Q(seeking=organisation) | Q(offering=organisation)).order_by(
            "-opened_at"
        )

    def received_by(self, organisation: Organisation) -> "EnquiryQuerySet":
        """Enquiries that `organisation` has to answer, or had to."""
        return self.filter(
            Q(seeking=organisation, opened_from="offer")
            | Q(offering=organisation, opened_from="need")
        )

    def sent_by(self, organisation: Organisation) -> "EnquiryQuerySet":
        """Enquiries that `organisation` opened."""
        return self.filter(
            Q(offering=organisation, opened_from="offer")
            | Q(seeking=organisation, opened_from="need")
        )

    def open(self) -> "EnquiryQuerySet":
        """Enquiries that wait for an answer."""
        return self.filter(status="open")

    def undecided(self) -> "EnquiryQuerySet":
        """Enquiries about which somebody still has to act."""
        return self.filter(status__in=["introduced", "open", "waiting", "place_offered"])

    def owing_an_answer(self) -> "EnquiryQuerySet":
        """Enquiries whose answer clock runs, the earliest day first."""
        return self.filter(status__in=["introduced", "open"]).order_by("answer_by", "pk")

    def of_suspended(self) -> "EnquiryQuerySet":
        """Enquiries of which one side may not act any more."""
        return self.filter(Q(seeking__status="suspended") | Q(offering__status="suspended"))

    def about(self, listing: "Listing") -> "EnquiryQuerySet":
        """Enquiries about a need or an offer."""
        return self.filter(**{listing._meta.model_name: listing})

    def waiting_list_of(self, offer: "Offer") -> "EnquiryQuerySet":
        """Who waits for capacity of `offer`, first come first."""
        return self.filter(offer=offer, status="waiting").order_by("waiting_since", "pk")

    def with_both_sides(self) -> "EnquiryQuerySet":
        """Fetched together with what a card shows."""
        return self.select_related("seeking", "offering", "need", "offer")


class CooperationQuerySet(QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "CooperationQuerySet":
        """Cooperations of organisations that `user` may speak for: both sides', nobody else's."""
        own = Organisation.objects.acted_for_by(user)
        return self.filter(Q(enquiry__seeking__in=own) | Q(enquiry__offering__in=own))

    def of(self, organisation: Organisation) -> "CooperationQuerySet":
        """Cooperations in which `organisation` is a side, the newest first."""
        return self.filter(
            Q(enquiry__seeking=organisation) | Q(enquiry__offering=organisation)
        ).order_by("-began_at", "-pk")

    def running(self) -> "CooperationQuerySet":
        """Cooperations that have not ended."""
        return self.exclude(status__in=["closed", "called_off"])

    def with_both_sides(self) -> "CooperationQuerySet":
        """Fetched together with what a card shows."""
        return self.select_related(
            "enquiry__seeking", "enquiry__offering", "enquiry__need", "enquiry__offer"
        )


class AppointmentQuerySet(QuerySet):
    def standing(self) -> "AppointmentQuerySet":
        """Appointments that have not been cancelled."""
        return self.filter(cancelled_at=None)

    def ahead(self) -> "AppointmentQuerySet":
        """Appointments that are not over yet, the next one first; also cancelled ones."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "AppointmentQuerySet":
        """Appointments that are over, the latest first; also cancelled ones."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def waiting_for_answers(self) -> "AppointmentQuerySet":
        """What is over and of which a side has not said yet whether it took place; oldest first."""
        return (
            self.standing()
            .filter(Q(seeking_says="") | Q(offering_says=""), ends_at__lte=timezone.now())
            .order_by("starts_at", "pk")
        )

    def to_be_settled(self) -> "AppointmentQuerySet":
        """What is over and asks for something: an answer, a new time, or its hours; oldest first."""
        return self.filter(
            Q(seeking_says="")
            | Q(offering_says="")
            | Q(seeking_says="moved")
            | Q(offering_says="moved")
            | Q(seeking_says="took_place", offering_says="took_place", work_logs=None),
            ends_at__lte=timezone.now(),
        ).order_by("starts_at", "pk")

    def to_be_answered_by(self, organisation: Organisation) -> "AppointmentQuerySet":
        """What `organisation` is asked about, in all its cooperations that still run."""
        return self.waiting_for_answers().filter(
            Q(cooperation__enquiry__seeking=organisation, seeking_says="")
            | Q(cooperation__enquiry__offering=organisation, offering_says=""),
            cooperation__status__in=["confirmed", "active", "paused", "closing"],
        )

    def of_member(self, user: "User") -> "AppointmentQuerySet":
        """Appointments of all organisations that `user` is a member of."""
        own = Organisation.objects.of_member(user)
        return self.filter(
            Q(cooperation__enquiry__seeking__in=own) | Q(cooperation__enquiry__offering__in=own)
        )

    def to_remind_of(self, *, until: "datetime") -> "AppointmentQuerySet":
        """What begins before `until` and nobody was reminded of yet."""
        return self.standing().filter(
            reminded_at=None,
            starts_at__gt=timezone.now(),
            starts_at__lt=until,
            cooperation__status__in=["confirmed", "active"],
        )

    def to_ask_about(self, *, since: "datetime") -> "AppointmentQuerySet":
        """What has ended after `since` and nobody was asked about yet."""
        return self.waiting_for_answers().filter(
            asked_at=None,
            ends_at__gt=since,
            cooperation__status__in=["confirmed", "active", "paused", "closing"],
        )

    def with_both_sides(self) -> "AppointmentQuerySet":
        """Fetched together with the two organisations and what it is all about."""
        return self.select_related(
            "cooperation__enquiry__seeking",
            "cooperation__enquiry__offering",
            "cooperation__enquiry__need",
            "cooperation__enquiry__offer",
        )


class WorkLogQuerySet(QuerySet):
    def confirmed(self) -> "WorkLogQuerySet":
        """Hours on which both sides agree."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> "WorkLogQuerySet":
        """Hours that the other side has not confirmed: not yet looked at, or disputed."""
        return self.filter(confirmed_at=None)

    def newest_first(self) -> "WorkLogQuerySet":
        return self.order_by("-day", "-pk")

    def sums(self) -> "dict[str, Decimal | int]":
        """`hours` of all people together, `people` counted anew each time, for both kinds.

        {"confirmed": …, "unconfirmed": …, "confirmed_people": …, "unconfirmed_people": …}
        """
        total, confirmed = F("people") * F("hours"), Q(confirmed_at__isnull=False)
        found = self.aggregate(
            confirmed=Sum(total, filter=confirmed),
            unconfirmed=Sum(total, filter=~confirmed),
            confirmed_people=Sum("people", filter=confirmed),
            unconfirmed_people=Sum("people", filter=~confirmed),
        )
        # Normalised: one and a half hours read as 1.5, not as 1.50.
        return {
            name: value.normalize() if isinstance(value, Decimal) else value or 0
            for name, value in found.items()
        }
