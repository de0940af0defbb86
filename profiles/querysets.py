"""Who may see and manage what, and the filters that are used more than once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from profiles.freshness import ASK_AFTER
from profiles.places.sql import box, distance_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from profiles.models import User


def _memberships_of(user: "User | AnonymousUser", organisation_ref: str = "pk"):
    from profiles.models import Membership

    return Membership.objects.filter(user=user, organisation=OuterRef(organisation_ref))


class OrganisationQuerySet(models.QuerySet):
    def bulk_create(self, objs: Iterable, *args: object, **kwargs: object) -> list:
        """As Django's; keeps the keys by which each is recognised, as `save` does."""
        objs = list(objs)
        for organisation in objs:
            organisation.note_identity()
        return super().bulk_create(objs, *args, **kwargs)

    def approved(self) -> "OrganisationQuerySet":
        """Organisations that are public."""
        return self.filter(status="approved")

    def to_confirm(self) -> "OrganisationQuerySet":
        """Public ones whose profile nobody confirmed or changed for long."""
        return self.approved().filter(confirmed_at__lte=timezone.now() - ASK_AFTER)

    def waiting_for_review(self) -> "OrganisationQuerySet":
        """What the Servicestelle has to decide, oldest first."""
        return self.filter(status="submitted").order_by("submitted_at", "pk")

    def near(self, lat: float, lon: float, radius_km: float) -> "OrganisationQuerySet":
        """Organisations with a site at most `radius_km` away (haversine)."""
        from profiles.models import Site

        return self.filter(
            Exists(Site.objects.near(lat, lon, radius_km, organisation=OuterRef("pk")))
        )

    def of_member(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Organisations that `user` is a member of."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Exists(_memberships_of(user)))

    def owned_by(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Organisations whose owner `user` is and that may act: what only owners do starts here."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Exists(_memberships_of(user).filter(role="owner"))).exclude(
            status="suspended"
        )

    def acted_for_by(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Organisations that `user` may speak for: as a member, or by a mandate in force."""
        from profiles.models import Mandate

        if not user.is_authenticated:
            return self.none()
        mandates = Mandate.objects.in_force().held_by(user).filter(principal=OuterRef("pk"))
        return self.filter(Exists(_memberships_of(user)) | Exists(mandates))

    def manageable_by(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Organisations that `user` may change and post for; a suspended one is read-only."""
        return self.acted_for_by(user).exclude(status="suspended")

    def visible_to(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Approved ones for everybody, one's own in any state; all of them for moderators."""
        if user.is_authenticated and user.is_moderator:
            return self.all()
        return self.filter(Q(status="approved") | Q(pk__in=self.model.objects.acted_for_by(user)))


class MandateQuerySet(models.QuerySet):
    def in_force(self) -> "MandateQuerySet":
        """Mandates that have not been ended, of agents that may act."""
        return self.filter(ended_at=None).filter(Q(agent=None) | Q(agent__status="approved"))

    def held_by(self, user: "User | AnonymousUser") -> "MandateQuerySet":
        """Mandates that let `user` act: as member of the agent, or as the Servicestelle."""
        held = Q(Exists(_memberships_of(user, "agent")))
        if user.is_moderator:
            held |= Q(agent=None)
        return self.filter(held)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def for_person(self, user: "User") -> "InvitationQuerySet":
        """Those that `user` can accept: sent to the address that they sign in with."""
        return self.open().filter(email__iexact=user.email)


class SiteQuerySet(models.QuerySet):
    def near(self, lat: float, lon: float, radius_km: float, **of: object) -> "SiteQuerySet":
        """Sites at most `radius_km` away from a point; annotates `distance_km`."""
        dlat, dlon = box(lat, radius_km)
        return (
            self.filter(
                lat__range=(lat - dlat, lat + dlat), lon__range=(lon - dlon, lon + dlon), **of
            )
            .annotate(distance_km=distance_to(lat, lon))
            .filter(distance_km__lte=radius_km)
        )


class CompetenceQuerySet(models.QuerySet):
    def leaves(self) -> "CompetenceQuerySet":
        """Competencies that can be ticked: everything that is within a group."""
        return self.exclude(parent=None).select_related("parent").order_by("parent__slug", "slug")

    def groups(self) -> "CompetenceQuerySet":
        """The groups of the tree."""
        return self.filter(parent=None).order_by("slug")

    def version(self) -> tuple[object, ...]:
        """Another value after every change of the taxonomy. Not the newest `changed_xid`: in a
        restored dump, old numbers lie above all new ones."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), sum(hashint8extended(changed_xid, id)) FROM profiles_competence"
            )
            return cursor.fetchone()
