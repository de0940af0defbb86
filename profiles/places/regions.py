"""Regions that have a page: the Länder, and the areas of postcodes that begin alike."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from profiles.places.laender import laender
from profiles.places.lookup import every_place
from profiles.places.projection import project
from profiles.places.sphere import distance_km

NEIGHBOURS = 5
POSTCODE_SLUG = "plz-"
# Where the town with most postcodes is not the one that people know the region by.
KNOWN_BY = {
    "03": "Cottbus", "14": "Potsdam", "16": "Oranienburg", "21": "Lüneburg", "25": "Itzehoe",
    "82": "Starnberg", "83": "Rosenheim", "92": "Amberg",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A Land (`land` set) or a two-digit postcode region (`digits` set, `town` its largest)."""

    slug: str
    name: str
    lat: float
    lon: float
    land: str = ""
    digits: str = ""
    town: str = ""

    @property
    def is_land(self) -> bool:
        """Whether this is a Land; else it is a postcode region."""
        return bool(self.land)

    @property
    def postcodes(self) -> tuple[str, str]:
        """The lowest and the highest postcode that could be in a postcode region."""
        return f"{self.digits}000", f"{self.digits}999"


def find_region(slug: str) -> Region | None:
    """The region of an address such as "sachsen" or "plz-04"; None when there is none."""
    return _regions().get(slug)


def land_regions() -> list[Region]:
    """All Länder by name."""
    return [region for region in _regions().values() if region.is_land]


def postcode_regions() -> list[Region]:
    """All two-digit postcode regions by number."""
    return [region for region in _regions().values() if region.digits]


@cache
def box_of(slug: str) -> tuple[float, float, float, float]:
    """What a region takes up on the map: west, north, east, south in units."""
    region = _regions()[slug]
    if region.is_land:
        return laender()[region.land].box
    corners = [
        project(place.lat, place.lon)
        for place in every_place()
        if place.postcode.startswith(region.digits)
    ]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


@cache
def postcode_regions_of(land: str) -> list[Region]:
    """The postcode regions that reach into a Land, by number."""
    digits = {place.postcode[:2] for place in every_place() if place.land == land}
    return [_regions()[POSTCODE_SLUG + pair] for pair in sorted(digits)]


@cache
def neighbours_of(slug: str) -> list[Region]:
    """Bordering Länder by name; of a postcode region the nearest others, nearest first."""
    here = _regions()[slug]
    if here.is_land:
        bordering = laender()[here.land].neighbours
        return [region for region in land_regions() if region.land in bordering]
    others = [r for r in _regions().values() if r.digits and r is not here]
    others.sort(key=lambda r: distance_km(here.lat, here.lon, r.lat, r.lon))
    return others[:NEIGHBOURS]


@cache
def lands_of(digits: str) -> list[Region]:
    """The Länder that a postcode region lies in, the one with most of it first."""
    of = Counter(p.land for p in every_place() if p.postcode[:2] == digits and p.land)
    by_code = {region.land: region for region in land_regions()}
    return [by_code[code] for code, _number in of.most_common()]


@cache
def _regions() -> dict[str, Region]:
    areas: dict[str, list] = {}
    middles: dict[str, list] = {}
    for place in every_place():
        areas.setdefault(place.postcode[:2], []).append(place)
        middles.setdefault(place.land, []).append(place)
    regions = {}
    for land in laender().values():
        lat, lon = _middle(middles[land.code])
        regions[land.slug] = Region(land.slug, land.name, lat, lon, land=land.code)
    for digits, area in sorted(areas.items()):
        town = KNOWN_BY.get(digits) or Counter(place.name for place in area).most_common(1)[0][0]
        # Where the town is, not where the fields are: the middle of its own postcodes.
        lat, lon = _middle([place for place in area if place.name.startswith(town)] or area)
        slug = POSTCODE_SLUG + digits
        regions[slug] = Region(slug, f"{digits} {town}", lat, lon, digits=digits, town=town)
    return regions


def _middle(area: list) -> tuple[float, float]:
    return (
        sum(place.lat for place in area) / len(area),
        sum(place.lon for place in area) / len(area),
    )
