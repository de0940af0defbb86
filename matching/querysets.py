"""Which listings and suggestions are open, near, and visible to whom."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from matching.freshness.rules import ASK_AFTER
from profiles.models import Organisation
from profiles.places.sql import box, distance_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from profiles.models import User

ONCE_PUBLIC = ["published", "paused", "fulfilled", "closed", "expired"]


def is_open_on(day: date, listing: str = "") -> Q:
    """Published, of an approved organisation, and valid on `day` (last valid day included).

    `listing` is the way to the listing, such as "need__". A condition on what is joined anyway, not
    a subquery: with statistics that lag behind (a table vacuumed while it was empty), two of those
    in one query took minutes.
    """
    return Q(
        **{
            f"{listing}status": "published",
            f"{listing}valid_until__gte": day,
            f"{listing}organisation__status": "approved",
        }
    )


class ListingQuerySet(QuerySet):
    def open_on(self, day: date) -> "ListingQuerySet":
        """What can be answered on `day`."""
        return self.filter(is_open_on(day))

    def open(self) -> "ListingQuerySet":
        """What can be answered today."""
        return self.open_on(timezone.localdate())

    def waiting_for_review(self) -> "ListingQuerySet":
        """What the Servicestelle has to decide, oldest first; only of approved organisations."""
        return self.filter(status="submitted", organisation__status="approved").order_by(
            "submitted_at", "pk"
        )

    def drafts(self) -> "ListingQuerySet":
        """What is still being written: drafts, and what was returned with a comment."""
        return self.filter(status__in=["draft", "returned"])

    def to_confirm(self) -> "ListingQuerySet":
        """Open ones whose members are asked to say that they are still true, oldest first."""
        old = Q(ask_at=None) | Q(confirmed_at__lte=timezone.now() - ASK_AFTER)
        return self.open().filter(old).order_by("confirmed_at", "pk")

    def manageable_by(self, user: "User | AnonymousUser") -> "ListingQuerySet":
        """Listings that `user` may change: of organisations they may act for."""
        return self.filter(organisation__in=Organisation.objects.manageable_by(user))

    def visible_to(self, user: "User | AnonymousUser") -> "ListingQuerySet":
        """Public ones for everybody, one's own in any state; all of them for moderators."""
        if user.is_authenticated and user.is_moderator:
            return self.all()
        public = Q(
            published_at__isnull=False, status__in=ONCE_PUBLIC, organisation__status="approved"
        )
        own = Q(organisation__in=Organisation.objects.acted_for_by(user))
        return self.filter(public | own)

    def with_place(self) -> "ListingQuerySet":
        """Fetched together with what a card shows."""
        return self.select_related("organisation", "site").prefetch_related("competencies__parent")

    def near(self, lat: float, lon: float, radius_km: float) -> "ListingQuerySet":
        """At most `radius_km` away from a point; annotates `distance_km` (haversine)."""
        dlat, dlon = box(lat, radius_km)
        return (
            self.filter(
                site__lat__range=(lat - dlat, lat + dlat), site__lon__range=(lon - dlon, lon + dlon)
            )
            .annotate(distance_km=distance_to(lat, lon, "site__"))
            .filter(distance_km__lte=radius_km)
        )

    def due_for_matching(self) -> "ListingQuerySet":
        """Listings that changed and have not been matched since, longest due first."""
        return self.filter(matching_due_at__lte=timezone.now()).order_by("matching_due_at", "pk")


class OfferQuerySet(ListingQuerySet):
    def with_capacity_left(self) -> "OfferQuerySet":
        """Offers of which not everything is promised yet."""
        return self.filter(capacity_taken__lt=F("capacity"))


class FreshnessQuestionQuerySet(QuerySet):
    def open(self) -> "FreshnessQuestionQuerySet":
        """Questions that wait for an answer: about entries that are public and not confirmed since."""
        today = timezone.localdate()
        waits = Q(organisation__status="approved", organisation__confirmed_at__lt=F("asked_at"))
        for kind in ("need", "offer"):
            waits |= Q(
                **{
                    f"{kind}__status": "published",
                    f"{kind}__valid_until__gte": today,
                    f"{kind}__organisation__status": "approved",
                    f"{kind}__confirmed_at__lt": F("asked_at"),
                }
            )
        return self.filter(waits, answer="")

    def with_entries(self) -> "FreshnessQuestionQuerySet":
        """Fetched together with what each is about, and who answered."""
        return self.select_related(
            "need__organisation", "need__site", "offer__organisation", "offer__site",
            "organisation", "answered_by",
        )  # fmt: skip


_left_out: list[Callable[["SuggestionQuerySet"], "SuggestionQuerySet"]] = []


def leave_out(narrow: Callable[["SuggestionQuerySet"], "SuggestionQuerySet"]) -> None:
    """Have `narrow` take pairs away that an upper room knows to be no suggestions (they have met)."""
    if narrow not in _left_out:
        _left_out.append(narrow)


class SuggestionQuerySet(QuerySet):
    def live(self) -> "SuggestionQuerySet":
        """Pairs to suggest today: both sides open, capacity left, dismissed by nobody, not met yet."""
        found = self.usable()
        for narrow in _left_out:
            found = narrow(found)
        return found

    def usable(self) -> "SuggestionQuerySet":
        """Like `live`, but also pairs that upper rooms leave out."""
        from matching.models import Dismissal

        dismissed = Dismissal.objects.filter(need=OuterRef("need"), offer=OuterRef("offer"))
        today = timezone.localdate()
        return self.filter(
            ~Exists(dismissed),
            is_open_on(today, "need__"),
            is_open_on(today, "offer__"),
            offer__capacity_taken__lt=F("offer__capacity"),
        )

    def for_members_of(self, organisation: Organisation) -> "SuggestionQuerySet":
        """Pairs in which `organisation` is one of the sides."""
        return self.filter(Q(need__organisation=organisation) | Q(offer__organisation=organisation))

    def visible_to(self, user: "User | AnonymousUser") -> "SuggestionQuerySet":
        """Pairs of organisations that `user` may act for."""
        own = Organisation.objects.acted_for_by(user)
        return self.filter(Q(need__organisation__in=own) | Q(offer__organisation__in=own))

    def with_both_sides(self) -> "SuggestionQuerySet":
        """Fetched together with what a suggestion's card shows."""
        return self.select_related(
            "need__organisation", "need__site", "offer__organisation", "offer__site"
        ).prefetch_related("need__competencies", "offer__competencies")
