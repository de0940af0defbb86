"""What the open data can be narrowed by. Bad and unknown parameters are refused by name."""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from matching.models import Format, Need, Offer, TargetGroup
from portal.site.search.filters import DEFAULT_RADIUS_KM, PlaceField
from profiles import places
from profiles.models import Competence, Organisation, OrganisationKind, Site

RADIUS_MAX_KM = 500


class RefusingFilterBackend(DjangoFilterBackend):
    """Lists only; a parameter that is not known is an error: a misspelt filter would lie."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        if view.action != "list":
            return queryset
        known = {*view.filterset_class.base_filters, *view.paginator.PARAMETERS}
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            said = _("There is no such parameter. Possible are: %(known)s.")
            raise ValidationError(
                {name: [said % {"known": ", ".join(sorted(known))}] for name in unknown}
            )
        return super().filter_queryset(request, queryset, view)

    def get_filterset(
        self, request: Request, queryset: QuerySet, view: APIView
    ) -> django_filters.FilterSet:
        # The answer says which place was understood: it asks the view for it.
        view.filterset = super().get_filterset(request, queryset, view)
        return view.filterset


class PostcodeField(forms.CharField):
    """The beginning of a postcode: two to five digits."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not re.fullmatch(r"[0-9]{2,5}", text):
            raise forms.ValidationError(_("Please give two to five digits, such as 04 or 04109."))
        return text


class PostcodeFilter(django_filters.CharFilter):
    field_class = PostcodeField


class PlaceFilter(django_filters.CharFilter):
    field_class = PlaceField


class EntryFilter(django_filters.FilterSet):
    """What organisations, needs and offers have in common.

    Each kind says what its link to competencies is called (`competencies`), and which field of a
    site is equal to which of its own (`site_link`).
    """

    competencies: str
    site_link: tuple[str, str]

    competence = django_filters.ModelChoiceFilter(
        queryset=lambda _request: Competence.objects.all(),
        to_field_name="slug",
        method="about",
        help_text="Slug of a competency or of a group, which includes all competencies within it.",
    )
    land = django_filters.ChoiceFilter(
        choices=sorted(places.LAENDER.items()),
        method="in_land",
        help_text="Federal state: ISO 3166-2 without “DE-”, such as SN.",
    )
    plz = PostcodeFilter(
        method="in_postcodes",
        help_text="Postcode, or its first two to four digits.",
    )
    place = PlaceFilter(
        method="near_place",
        max_length=80,
        help_text="Postcode or town. `around` in the answer says which one was understood: of towns with "
        "the same name it is the largest.",
    )
    radius = django_filters.NumberFilter(
        min_value=1,
        max_value=RADIUS_MAX_KM,
        method="with_place_only",
        help_text=f"Kilometres around `place`, at most {RADIUS_MAX_KM}; {DEFAULT_RADIUS_KM} if left out.",
    )
    updated_since = django_filters.IsoDateTimeFilter(
        field_name="changed_at",
        lookup_expr="gte",
        help_text="Changed at or after this moment (ISO 8601). Go back ten minutes further than "
        "your last visit: what was being written then is not missed.",
    )

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        chosen = self.form.cleaned_data
        if chosen.get("radius") and not chosen.get("place"):
            self.form.add_error("radius", _("A radius needs a place to count from."))
        return not self.form.errors

    def about(self, entries: QuerySet, _name: str, competence: Competence) -> QuerySet:
        wanted = Competence.objects.filter(Q(pk=competence.pk) | Q(parent=competence))
        link = getattr(entries.model, self.competencies).through
        own = link._meta.get_field(entries.model._meta.model_name).attname
        return entries.filter(
            Exists(link.objects.filter(**{own: OuterRef("pk")}, competence__in=wanted))
        )

    def in_land(self, entries: QuerySet, _name: str, land: str) -> QuerySet:
        return self.at_sites(entries, land=land)

    def in_postcodes(self, entries: QuerySet, _name: str, beginning: str) -> QuerySet:
        return self.at_sites(entries, postcode__startswith=beginning)

    def near_place(self, entries: QuerySet, _name: str, place: places.Place) -> QuerySet:
        radius = self.form.cleaned_data.get("radius") or DEFAULT_RADIUS_KM
        return entries.near(place.lat, place.lon, float(radius))

    def with_place_only(self, entries: QuerySet, _name: str, _value: object) -> QuerySet:
        return entries

    def at_sites(self, entries: QuerySet, **where: object) -> QuerySet:
        """Entries whose site (or one of whose sites) is `where`."""
        name, own = self.site_link
        return entries.filter(Exists(Site.objects.filter(**{name: OuterRef(own)}, **where)))


class OrganisationFilter(EntryFilter):
    kind = django_filters.MultipleChoiceFilter(
        choices=OrganisationKind.choices, help_text="Can be given several times: any of them."
    )
    competencies = "standing_competencies"
    site_link = ("organisation", "pk")

    class Meta:
        model = Organisation
        fields: list[str] = []


class ListingFilter(EntryFilter):
    """Needs and offers."""

    format = django_filters.MultipleChoiceFilter(
        choices=Format.choices,
        method="in_formats",
        help_text="How the help happens. Can be given several times: any of them.",
    )
    target_group = django_filters.MultipleChoiceFilter(
        choices=TargetGroup.choices,
        method="for_groups",
        help_text="Whom it is for. Can be given several times: any of them.",
    )
    organisation = django_filters.UUIDFilter(
        field_name="organisation__public_id", help_text="`id` of an organisation."
    )
    competencies = "competencies"
    site_link = ("pk", "site")


class NeedFilter(ListingFilter):
    class Meta:
        model = Need
        fields: list[str] = []

    def in_formats(self, needs: QuerySet, _name: str, formats: list[str]) -> QuerySet:
        return needs.filter(Q(format__in=formats) | Q(alternative_formats__overlap=formats))

    def for_groups(self, needs: QuerySet, _name: str, groups: list[str]) -> QuerySet:
        return needs.filter(target_group__in=groups)


class OfferFilter(ListingFilter):
    class Meta:
        model = Offer
        fields: list[str] = []

    def in_formats(self, offers: QuerySet, _name: str, formats: list[str]) -> QuerySet:
        return offers.filter(formats__overlap=formats)

    def for_groups(self, offers: QuerySet, _name: str, groups: list[str]) -> QuerySet:
        return offers.filter(Q(target_groups__overlap=groups) | Q(target_groups=[]))


class CompetenceFilter(django_filters.FilterSet):
    class Meta:
        model = Competence
        fields: list[str] = []
