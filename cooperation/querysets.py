"""Which enquiries are whose."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from profiles.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from matching.models import Offer
    from matching.models.listing import Listing
    from profiles.models import User


def not_asked_about(suggestions: QuerySet) -> QuerySet:
    """Suggested pairs about which nobody has asked the other side, or only in vain."""
    from cooperation.models import Enquiry

    asked = Enquiry.objects.filter(need=OuterRef("need"), offer=OuterRef("offer"))
    return suggestions.exclude(Exists(asked.exclude(status__in=["withdrawn", "lapsed"])))


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
