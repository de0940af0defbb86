"""The directory as one would write it first: django-filter, `icontains`, a count for every choice."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from matching.models import Format, Need, Offer, TargetGroup
from matching.models.listing import Listing
from profiles import places

PER_PAGE = 24


class PlainFilter(django_filters.FilterSet):
    """Words, topic, and place of a listing."""

    q = django_filters.CharFilter(method="with_words")
    competence = django_filters.CharFilter(method="about")
    place = django_filters.CharFilter(method="near")

    def with_words(self, listings: QuerySet, _name: str, text: str) -> QuerySet:
        for word in text.split():
            listings = listings.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(organisation__name__icontains=word)
                | Q(site__place__icontains=word)
            )
        return listings

    def about(self, listings: QuerySet, _name: str, slug: str) -> QuerySet:
        wanted = Q(competencies__slug=slug) | Q(competencies__parent__slug=slug)
        return listings.filter(wanted).distinct()

    def near(self, listings: QuerySet, _name: str, text: str) -> QuerySet:
        place = places.find(text) or places.named(text)
        return listings.near(place.lat, place.lon, float(self.data.get("radius") or 25))


class PlainNeeds(PlainFilter):
    class Meta:
        model = Need
        fields: list[str] = []


class PlainOffers(PlainFilter):
    class Meta:
        model = Offer
        fields: list[str] = []


def run(path: str, query: dict[str, Any]) -> list[Listing]:
    """One page of needs or offers with its facet counts."""
    is_need = path == "bedarfe"
    model, filters = (Need, PlainNeeds) if is_need else (Offer, PlainOffers)
    values = QueryDict(mutable=True)
    for name, value in query.items():
        values.setlist(name, value if isinstance(value, list) else [value])
    found = filters(values, model.objects.open()).qs
    for name, choices in (("format", Format), ("target_group", TargetGroup)):
        field = name if is_need else f"{name}s__contains"
        if chosen := values.getlist(name):
            matching = Q()
            for value in chosen:
                matching |= Q(**{field: value if is_need else [value]})
            found = found.filter(matching)
        for value in choices.values:
            found.filter(**{field: value if is_need else [value]}).count()
    list(found.order_by().values("competencies").annotate(n=Count("pk", distinct=True)))
    found.count()
    return list(found.with_place().order_by("-published_at")[:PER_PAGE])
