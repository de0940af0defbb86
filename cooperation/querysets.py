"""Which enquiries are whose."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from profiles.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

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

    def with_both_sides(self) -> "EnquiryQuerySet":
        """Fetched together with what a card shows."""
        return self.select_related("seeking", "offering", "need", "offer")
