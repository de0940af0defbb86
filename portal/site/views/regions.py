"""Regions: the Länder on a map, and a page for each Land and each two-digit postcode region."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.site import regions
from portal.site.gap_chart import chart_of, sentence_of
from profiles.models import OrganisationKind
from profiles.places.regions import (
    Region,
    find_region,
    land_regions,
    lands_of,
    neighbours_of,
    postcode_regions_of,
)

NEWEST = 3
NEWEST_ORGANISATIONS = 6


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    """All Länder, on the map and as a table."""
    figures = regions.figures_by_land()
    rows = [
        {"name": region.name, "href": regions.address_of(region), "figures": figures[region.land]}
        for region in land_regions()
    ]
    return render(
        request,
        "site/regions.html",
        {
            "marks": regions.map_of_laender(figures),
            "links": {region.land: regions.address_of(region) for region in land_regions()},
            "rows": rows,
        },
    )


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is here, what is sought and offered, and the gap between both by competency."""
    found = find_region(slug)
    if found is None:
        raise Http404
    kinds = regions.organisations_by_kind(found)
    needs, offers = regions.needs_in(found), regions.offers_in(found)
    gaps = regions.gaps(found)
    marks, frame = regions.map_of(found)
    title = found.name if found.is_land else _("Region %(name)s") % {"name": found.name}
    figures = regions.Figures(sum(kinds.values()), needs.count(), offers.count())
    return render(
        request,
        "site/region.html",
        {
            "region": found,
            "title": title,
            "trail": [
                {"label": _("Regions"), "href": reverse("site:regions")},
                {"label": title},
            ],
            "figures": figures,
            "kinds": [
                {
                    "label": _kind_label(kind),
                    "count": count,
                    "href": _list("organisations", found, kind=kind),
                }
                for kind, count in kinds.items()
                if count
            ],
            "organisations": regions.organisations_in(found)
            .prefetch_related("sites")
            .order_by("-approved_at", "-pk")[:NEWEST_ORGANISATIONS],
            "needs": needs.with_place().order_by("-published_at", "-pk")[:NEWEST],
            "offers": offers.with_place().order_by("-published_at", "-pk")[:NEWEST],
            "organisations_url": _list("organisations", found),
            "needs_url": _list("needs", found),
            "offers_url": _list("offers", found),
            "gap_sentence": sentence_of(gaps),
            "chart": chart_of(gaps),
            "gap_rows": [
                {
                    "gap": gap,
                    "needs_url": _list("needs", found, competence=gap.competence.slug),
                    "offers_url": _list("offers", found, competence=gap.competence.slug),
                }
                for gap in gaps
            ],
            "marks": marks,
            "frame": frame,
            "within": _links(
                postcode_regions_of(found.land) if found.is_land else lands_of(found.digits)
            ),
            "neighbours": _links(neighbours_of(slug)),
        },
    )


def _list(name: str, region: Region, **more: str) -> str:
    """The search's list of that URL name, within the region."""
    values = {**regions.filter_of(region), **more}
    return f"{reverse(f'site:{name}')}?{urlencode(values, doseq=True)}"


def _kind_label(kind: str) -> Any:
    return {
        OrganisationKind.PROVIDER: _("Youth welfare organisations"),
        OrganisationKind.COMPANY: _("Companies"),
        OrganisationKind.PUBLIC_BODY: _("Public bodies"),
    }[OrganisationKind(kind)]


def _links(some: list[Region]) -> list[dict[str, str]]:
    return [{"label": region.name, "href": regions.address_of(region)} for region in some]
