"""The directory's filters: plain GET parameters, so that every result has an address."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles import places
from profiles.models import Competence, FieldOfWork, Organisation, OrganisationKind
from profiles.querysets import OrganisationQuerySet

RADII = [(km, f"{km} km") for km in (10, 25, 50, 100, 200)]
NEAR_KM = 25


class OrganisationFilter(django_filters.FilterSet):
    """Which organisations the directory shows."""

    q = django_filters.CharFilter(label=_("Search"), method="search", max_length=100)
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=OrganisationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    field = django_filters.MultipleChoiceFilter(
        label=_("Field of work"),
        field_name="fields_of_work",
        lookup_expr="contains",
        choices=FieldOfWork.choices,
        method="in_field",
        widget=forms.CheckboxSelectMultiple,
    )
    competence = django_filters.ModelChoiceFilter(
        label=_("Competency"),
        field_name="standing_competencies",
        to_field_name="slug",
        queryset=lambda request: Competence.objects.leaves(),
    )
    place = django_filters.CharFilter(
        label=_("Postcode or town"), method="near_place", max_length=80
    )
    radius = django_filters.ChoiceFilter(label=_("Within"), choices=RADII, method="as_it_is")

    class Meta:
        model = Organisation
        fields = ("q", "kind", "field", "competence", "place", "radius")

    def search(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        """In name and description."""
        return queryset.filter(Q(name__icontains=value) | Q(description__icontains=value))

    def in_field(
        self, queryset: OrganisationQuerySet, name: str, value: list[str]
    ) -> OrganisationQuerySet:
        """Organisations that work in any of the fields."""
        return queryset.filter(fields_of_work__overlap=value) if value else queryset

    def near_place(
        self, queryset: OrganisationQuerySet, name: str, value: str
    ) -> OrganisationQuerySet:
        """Organisations with a site near the place; an unknown place finds nothing, and says so."""
        found = places.search(value, limit=1)
        if not found:
            self.unknown_place = value
            return queryset.none()
        radius = self.form.cleaned_data.get("radius") or NEAR_KM
        return queryset.near(found[0].lat, found[0].lon, float(radius))

    def as_it_is(
        self, queryset: OrganisationQuerySet, name: str, value: str
    ) -> OrganisationQuerySet:
        """The radius only means something together with a place."""
        return queryset
