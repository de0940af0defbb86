"""What there is in a region: who is here, what is sought, what is offered, and what is missing.

Counted by the database, in the same way as the search counts its filters for Land and postcode region.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from matching.models import Need, Offer
from portal.site.map_links import Narrowing
from profiles.models import Competence, Organisation, OrganisationKind, Site
from profiles.places.laender import laender
from profiles.places.marks import Frame, Mark, Point, clusters, frame_around, radius_of
from profiles.places.regions import Region, box_of, land_regions

MOST_GAPS: Final = 10
FINGER_RADIUS: Final = 22.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is in a region."""

    organisations: int = 0
    needs: int = 0
    offers: int = 0

    @property
    def total(self) -> int:
        """All entries: what the search would find there."""
        return self.organisations + self.needs + self.offers


@dataclass(frozen=True, slots=True)
class Gap:
    """How many seek a competency and how many offer it."""

    competence: Competence
    sought: int
    offered: int

    @property
    def missing(self) -> int:
        """How many more seek it than offer it; negative where there is more than enough."""
        return self.sought - self.offered


def figures_by_land() -> dict[str, Figures]:
    """Figures of all sixteen Länder by their code."""
    organisations = _counted(_approved_sites(), "land", "organisation")
    needs = _counted(Need.objects.open(), "site__land", "pk")
    offers = _counted(Offer.objects.open(), "site__land", "pk")
    return {code: Figures(organisations[code], needs[code], offers[code]) for code in laender()}


def organisations_in(region: Region) -> QuerySet[Organisation]:
    """Public organisations with a site in the region."""
    here = Site.objects.filter(_within(region, "")).values("organisation")
    return Organisation.objects.approved().filter(pk__in=here)


def needs_in(region: Region) -> QuerySet[Need]:
    """Open needs of the region."""
    return Need.objects.open().filter(_within(region, "site__"))


def offers_in(region: Region) -> QuerySet[Offer]:
    """Open offers of the region."""
    return Offer.objects.open().filter(_within(region, "site__"))


def organisations_by_kind(region: Region) -> dict[str, int]:
    """How many organisations of each kind are here, all kinds named."""
    counted = _counted(organisations_in(region), "kind", "pk")
    return {kind: counted[kind] for kind in OrganisationKind.values}


def gaps(region: Region, at_most: int = MOST_GAPS) -> list[Gap]:
    """The competencies most sought or offered, the largest gap first."""
    sought = _counted(
        Need.competencies.through.objects.filter(need__in=needs_in(region)), "competence", "pk"
    )
    offered = _counted(
        Offer.competencies.through.objects.filter(offer__in=offers_in(region)), "competence", "pk"
    )
    most = sorted(
        sought | offered, key=lambda pk: (-max(sought[pk], offered[pk]), -sought[pk], pk)
    )[:at_most]
    named = Competence.objects.in_bulk(most)
    found = [Gap(named[pk], sought[pk], offered[pk]) for pk in most if pk in named]
    return sorted(found, key=lambda gap: (-gap.missing, -gap.sought, gap.competence.slug))


def points_in(region: Region) -> list[Point]:
    """Where the entries of a region are; an organisation stands at each of its sites."""
    at: Counter[tuple[float, float]] = Counter()
    within = _within(region, "")
    for rows, prefix in (
        (_approved_sites().filter(within), ""),
        (needs_in(region), "site__"),
        (offers_in(region), "site__"),
    ):
        counted = rows.order_by().values_list(f"{prefix}lat", f"{prefix}lon").annotate(Count("pk"))
        at.update({(lat, lon): count for lat, lon, count in counted})
    return [Point(lat, lon, count) for (lat, lon), count in sorted(at.items())]


def map_of_laender(figures: dict[str, Figures]) -> list[Mark]:
    """A circle for each Land, which leads to its page."""
    largest = max((of_land.total for of_land in figures.values()), default=0)
    marks = []
    for region in land_regions():
        land, count = laender()[region.land], figures[region.land].total
        marks.append(
            Mark(
                x=land.x,
                y=land.y,
                radius=radius_of(count, largest),
                hit=FINGER_RADIUS,
                count=count,
                name=f"{land.name}: {count}",
                href=address_of(region),
            )
        )
    return marks


def map_of(region: Region) -> tuple[list[Mark], Frame]:
    """The circles of a region, which lead into the search, and the part of the map they stand on."""
    frame = frame_around(box_of(region.slug))
    narrowing = Narrowing(reverse("site:search"), filter_of(region))
    return clusters(points_in(region), narrowing.describe, frame=frame), frame


def filter_of(region: Region) -> dict[str, list[str]]:
    """The GET values by which the search keeps to the region."""
    return {"land": [region.land]} if region.is_land else {"plz": [region.digits]}


def address_of(region: Region) -> str:
    """The page of a region."""
    return reverse("site:region", args=[region.slug])


def _approved_sites() -> QuerySet[Site]:
    return Site.objects.filter(organisation__status="approved")


def _within(region: Region, prefix: str) -> Q:
    if region.is_land:
        return Q(**{f"{prefix}land": region.land})
    return Q(**{f"{prefix}postcode__range": region.postcodes})


def _counted(rows: QuerySet, by: str, what: str) -> Counter[str]:
    counted: Iterable[tuple[str, int]] = (
        rows.order_by().values_list(by).annotate(number=Count(what, distinct=True))
    )
    return Counter(dict(counted))
