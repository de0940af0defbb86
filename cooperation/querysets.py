"""Which enquiries, cooperations, appointments and hours are whose."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from profiles.models import Organisation

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from cooperation.models import AgreementVersion, Cooperation, Enquiry, Message
    from matching.models import Offer
    from matching.models.listing import Listing
    from profiles.models import User


UNSETTLED_AT_MOST = 20


UNDECIDED = ["introduced", "open", "waiting", "place_offered"]


class EnquiryQuerySet(QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "EnquiryQuerySet":
        """Enquiries of organisations that `user` may speak for: both sides', nobody else's."""
        own = Organisation.objects.acted_for_by(user)
        return self.filter(Q(seeking__in=own) | Q(offering__in=own))

    def talked_in_by(self, user: "User | AnonymousUser") -> "EnquiryQuerySet":
        """Enquiries whose conversation `user` may read. Whoever is introduced to somebody else reads
        it once they are asked: until then it is between the other side and the Servicestelle."""
        own = Organisation.objects.acted_for_by(user)
        not_asked_yet = Q(status="introduced") & (
            Q(opened_from="offer") & ~Q(offering__in=own)
            | Q(opened_from="need") & ~Q(seeking__in=own)
        )
        return self.visible_to(user).exclude(not_asked_yet)

    def between(self, organisation: Organisation) -> "EnquiryQuerySet":
        """Enquiries in which `organisation` is a side, newest first."""
        return self.filter(Q(seeking=organisation) | Q(offering=organisation)).order_by(
            "-opened_at"
        )

    def of_any(self, organisations: "Iterable[int]") -> "EnquiryQuerySet":
        """Enquiries in which one of the organisations (their ids) is a side."""
        return self.filter(Q(seeking__in=organisations) | Q(offering__in=organisations))

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
        return self.filter(status__in=UNDECIDED)

    def same_matter(self, enquiry: "Enquiry") -> "EnquiryQuerySet":
        """Undecided ones between the same two about the same need, or the same offer, as `enquiry`.

        The same offer for another need is another matter.
        """
        same = Q(need=enquiry.need) if enquiry.need else Q(offer=enquiry.offer)
        if enquiry.need and enquiry.offer:
            same |= Q(need=None, offer=enquiry.offer)
        return self.undecided().filter(same, seeking=enquiry.seeking, offering=enquiry.offering)

    def owing_an_answer(self) -> "EnquiryQuerySet":
        """Enquiries whose answer clock runs, the earliest day first."""
        return self.filter(status__in=["introduced", "open"]).order_by("answer_by", "pk")

    def overdue(self) -> "EnquiryQuerySet":
        """Enquiries whose answer should have come by yesterday."""
        return self.owing_an_answer().filter(answer_by__lt=timezone.localdate())

    def seen_by_servicedesk(self) -> "EnquiryQuerySet":
        """Enquiries that concern the Servicestelle: overdue once, introduced by it, or it was asked in.

        Of these it sees the head data; everything else is between the two sides.
        """
        return self.filter(
            Q(status__in=["introduced", "open"], answer_by__lt=timezone.localdate())
            | Q(escalated_at__isnull=False)
            | Q(introduced_by__isnull=False)
            | Q(servicedesk_reads_since__isnull=False)
        )

    def of_suspended(self) -> "EnquiryQuerySet":
        """Enquiries of which one side may not act any more."""
        return self.filter(Q(seeking__status="suspended") | Q(offering__status="suspended"))

    def about(self, listing: "Listing") -> "EnquiryQuerySet":
        """Enquiries about a need or an offer."""
        return self.filter(**{listing._meta.model_name: listing})

    def waiting_list_of(self, offer: "Offer") -> "EnquiryQuerySet":
        """Who waits for capacity of `offer`, first come first."""
        return self.filter(offer=offer, status="waiting").order_by("waiting_since", "pk")

    def liveliest_first(self, organisation: Organisation) -> "EnquiryQuerySet":
        """Conversations of `organisation`, that in which somebody wrote last before all others."""
        from cooperation.models import Message

        newest = Message.objects.filter(enquiry=OuterRef("pk")).order_by("-sent_at")
        last = Coalesce(Subquery(newest.values("sent_at")[:1]), "opened_at")
        return self.between(organisation).annotate(lively_at=last).order_by("-lively_at", "-pk")

    def with_unread(
        self, organisations: Iterable[Organisation | int], *, by: "User"
    ) -> "EnquiryQuerySet":
        """Annotates `unread`: how many messages to `organisations` the person `by` has not seen."""
        from cooperation.models import Message

        unread = Message.objects.for_members_of(organisations).not_read_by(by)
        of_each = unread.filter(enquiry=OuterRef("pk")).order_by().values("enquiry")
        count = Subquery(of_each.annotate(n=Count("pk")).values("n"))
        return self.annotate(unread=Coalesce(count, 0))

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

    def between(self, organisations: "Iterable[int]") -> "CooperationQuerySet":
        """Cooperations in which one of the organisations (their ids) is a side."""
        return self.filter(
            Q(enquiry__seeking__in=organisations) | Q(enquiry__offering__in=organisations)
        )

    def running(self) -> "CooperationQuerySet":
        """Cooperations that have not ended."""
        return self.exclude(status__in=["closed", "called_off"])

    def with_both_sides(self) -> "CooperationQuerySet":
        """Fetched together with what a card shows."""
        return self.select_related(
            "enquiry__seeking", "enquiry__offering", "enquiry__need", "enquiry__offer"
        )

    def with_turn_data(self) -> "CooperationQuerySet":
        """Fetched together with everything that `cooperation.turns` looks at."""
        from cooperation.models import AgreementVersion

        versions = AgreementVersion.objects.only(  # not their long texts
            "cooperation", "number", "side", "in_force_since", "confirmed_seeking_at",
            "confirmed_offering_at",
        )  # fmt: skip
        return (
            self.with_both_sides()
            .select_related("assessment")
            .prefetch_related(
                "feedback",
                "protection_records",
                Prefetch("agreement_versions", versions),
                *what_asks(),
            )
        )


def what_asks() -> tuple[Prefetch, ...]:
    """What `cooperation.turns` looks at of appointments and hours: `unsettled`, `any_appointment`
    and `unconfirmed_logs` of a cooperation."""
    from cooperation.models import Appointment, WorkLog

    unsettled = Appointment.objects.standing().to_be_settled()[:UNSETTLED_AT_MOST]
    latest = Appointment.objects.order_by("-starts_at")[:1]
    return (
        Prefetch("appointments", queryset=unsettled, to_attr="unsettled"),
        Prefetch("appointments", queryset=latest, to_attr="any_appointment"),
        Prefetch("work_logs", queryset=WorkLog.objects.unconfirmed(), to_attr="unconfirmed_logs"),
    )


class MessageQuerySet(QuerySet):
    def of(self, enquiry: "Enquiry") -> "MessageQuerySet":
        """The messages of one conversation with everything that is shown of them, newest first."""
        found = self.filter(enquiry=enquiry).order_by("-sent_at", "-pk")
        return found.select_related("author").prefetch_related("attachments")

    def before(self, message: "Message") -> "MessageQuerySet":
        """What was sent before `message`."""
        earlier = Q(sent_at__lt=message.sent_at)
        return self.filter(earlier | Q(sent_at=message.sent_at, pk__lt=message.pk))

    def with_key(self, key: str) -> "MessageQuerySet":
        """The message whose public id is `key`; none when it is no id at all."""
        try:
            return self.filter(public_id=UUID(key))
        except ValueError:
            return self.none()

    def for_members_of(self, organisations: Iterable[Organisation | int]) -> "MessageQuerySet":
        """What others have written to `organisations`."""
        asked = ~Q(enquiry__status="introduced")
        is_seeking = Q(enquiry__seeking__in=organisations) & ~Q(side="seeking")
        is_offering = Q(enquiry__offering__in=organisations) & ~Q(side="offering")
        return self.filter(
            is_seeking & (asked | Q(enquiry__opened_from="need"))
            | is_offering & (asked | Q(enquiry__opened_from="offer"))
        )

    def not_read_by(self, user: "User") -> "MessageQuerySet":
        """Messages that came after `user` last looked into their conversation."""
        from cooperation.models import ReadMark

        marks = ReadMark.objects.filter(
            enquiry=OuterRef("enquiry"), user=user, read_until__gte=OuterRef("sent_at")
        )
        return self.filter(~Exists(marks))


class AttachmentQuerySet(QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "AttachmentQuerySet":
        """Files of conversations that `user` may read."""
        from cooperation.models import Enquiry

        return self.filter(message__enquiry__in=Enquiry.objects.talked_in_by(user))


class ReportQuerySet(QuerySet):
    def waiting(self) -> "ReportQuerySet":
        """What nobody has handled yet, oldest first."""
        return self.filter(handled_at=None).order_by("created_at", "pk")

    def for_moderator(self, user: "User") -> "ReportQuerySet":
        """Calls that `user` may look after: nobody moderates what concerns their own organisation."""
        own = Organisation.objects.of_member(user)
        return self.exclude(Q(enquiry__seeking__in=own) | Q(enquiry__offering__in=own))

    def with_both_sides(self) -> "ReportQuerySet":
        """Fetched together with what the list shows."""
        return self.select_related(
            "reporter", "handled_by", "enquiry__seeking", "enquiry__offering",
            "enquiry__need", "enquiry__offer",
        )  # fmt: skip


class AgreementVersionQuerySet(QuerySet):
    def of(self, cooperation: "Cooperation") -> "AgreementVersionQuerySet":
        """What was proposed in `cooperation`, the newest first; no drafts."""
        return self.filter(cooperation=cooperation, number__isnull=False).order_by("-number")

    def newest_of(self, cooperation: "Cooperation") -> "AgreementVersion | None":
        """The version that counts: confirmed is this one or none."""
        return self.of(cooperation).first()

    def draft_of(self, cooperation: "Cooperation", side: str) -> "AgreementVersion | None":
        """What `side` is still writing; nobody else sees it."""
        return self.filter(cooperation=cooperation, side=side, number=None).first()

    def in_force(self) -> "AgreementVersionQuerySet":
        """Versions that hold now: at most one in each cooperation."""
        return self.filter(in_force_since__isnull=False, superseded_at=None)


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
