"""Filters of the directories of needs and offers: a plain GET form with shareable addresses."""

import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from matching.models import Format, Need, Offer, TargetGroup
from profiles import places
from profiles.forms.competences import groups_and_leaves
from profiles.models import Competence, Organisation

RADII_KM = (5, 10, 25, 50, 100, 200)
DEFAULT_RADIUS_KM = 50
NEWEST, NEAREST = "newest", "nearest"


class PlaceField(forms.CharField):
    """A postcode or the name of a town; cleans to a Place, or None when left empty."""

    def clean(self, value: Any) -> places.Place | None:
        text = super().clean(value)
        if not text:
            return None
        postcode = re.match(r"\d{5}\b", text)
        found = places.search(postcode[0] if postcode else text, limit=1)
        if not found:
            raise forms.ValidationError(
                _("We know no place “%(text)s”. Please give a postcode or the name of a town."),
                params={"text": text},
            )
        return found[0]


class PlaceFilter(django_filters.CharFilter):
    field_class = PlaceField


class ListingFilter(django_filters.FilterSet):
    """What both directories can be narrowed by. Values that make no sense narrow nothing."""

    q = django_filters.CharFilter(
        label=_("Search for words"), method="with_words", max_length=100, strip=True
    )
    competence = django_filters.ChoiceFilter(
        label=_("Topic"),
        choices=groups_and_leaves,
        empty_label=_("All topics"),
        method="about",
    )
    format = django_filters.MultipleChoiceFilter(
        label=_("Kind of help"),
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        method="in_formats",
    )
    target_group = django_filters.MultipleChoiceFilter(
        label=_("For whom"),
        choices=TargetGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        method="for_groups",
    )
    place = PlaceFilter(
        label=_("Place"),
        method="near_place",
        max_length=80,
        help_text=_("Postcode or town"),
    )
    radius = django_filters.ChoiceFilter(
        label=_("Within"),
        choices=[(str(km), _("%(km)s km") % {"km": km}) for km in RADII_KM],
        empty_label=_("50 km (usual)"),
        method="unchanged",
    )
    organisation = django_filters.CharFilter(
        max_length=80, widget=forms.HiddenInput, method="of_organisation"
    )
    sort = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[(NEWEST, _("Newest first")), (NEAREST, _("Nearest first"))],
        empty_label=None,
        method="unchanged",
    )

    def __init__(self, data: QueryDict, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.form.fields["sort"].required = False

    @property
    def chosen(self) -> dict[str, Any]:
        """The values that could be understood, without the empty ones."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def is_nearest_first(self) -> bool:
        """Whether results are ordered by distance: asked for, and there is a place to count from."""
        return "place" in self.chosen and self.chosen.get("sort") == NEAREST

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        if self.is_nearest_first:
            return found.order_by("distance_km", "-pk")
        return found.order_by("-published_at", "-pk")

    def with_words(self, listings: QuerySet, _name: str, text: str) -> QuerySet:
        for word in text.split()[:10]:
            listings = listings.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(organisation__name__icontains=word)
            )
        return listings

    def about(self, listings: QuerySet, _name: str, slug: str) -> QuerySet:
        wanted = Competence.objects.filter(Q(slug=slug) | Q(parent__slug=slug))
        link = self._meta.model.competencies.through.objects.filter(competence__in=wanted)
        return listings.filter(pk__in=link.values(f"{self._meta.model._meta.model_name}_id"))

    def near_place(self, listings: QuerySet, _name: str, place: places.Place) -> QuerySet:
        return listings.near(place.lat, place.lon, self.radius_km)

    @property
    def radius_km(self) -> int:
        """The radius asked for, or the usual one."""
        return int(self.chosen.get("radius") or DEFAULT_RADIUS_KM)

    def of_organisation(self, listings: QuerySet, _name: str, slug: str) -> QuerySet:
        return listings.filter(organisation__in=Organisation.objects.approved().filter(slug=slug))

    def unchanged(self, listings: QuerySet, _name: str, _value: str) -> QuerySet:
        """For values that only say how another filter or the order works."""
        return listings


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
