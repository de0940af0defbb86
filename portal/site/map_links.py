"""Circles of the map as ways into the search: the same search, narrowed to where the circle stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from django.http import QueryDict
from numpy.typing import NDArray

from portal.site.search.filters import DEFAULT_RADIUS_KM, RADII_KM
from portal.site.search.results import Results
from profiles.places import Place, distance_km
from profiles.places.marks import Frame, Mark, Point, clusters, frame_around_circle
from profiles.places.nearest import nearest

_STEPS: Final = 1000  # places are told apart by thousandths of a degree, about 100 m
_MANY: Final = 5000
_STEPS_OF_MANY: Final = 5  # on a crowded map by about 20 km, a quarter of a finger's width
_POINTS_FOR_A_NAME: Final = 20
_WIDTH: Final = 1_000_000


class Narrowing:
    """Describes circles by the search at `address` with the GET `values` kept."""

    def __init__(
        self,
        address: str,
        values: Mapping[str, Sequence[str]],
        least_km: int = DEFAULT_RADIUS_KM,
    ) -> None:
        self._address = address
        self._least_km = least_km
        self._kept = QueryDict(mutable=True)
        for name, chosen in values.items():
            if name not in {"place", "radius", "page"}:
                self._kept.setlist(name, [value for value in chosen if value and "\0" not in value])

    def describe(self, points: Sequence[Point]) -> tuple[str, str]:
        """The town with the most in it, and the search in a circle around it that holds all."""
        place = _middle_of(points)
        reach = max(distance_km(place.lat, place.lon, p.lat, p.lon) for p in points)
        wide_enough = (km for km in RADII_KM if km >= max(reach, self._least_km))
        query = self._kept.copy()
        query["place"] = place.postcode
        query["radius"] = str(next(wide_enough, RADII_KM[-1]))
        return place.name, f"{self._address}?{query.urlencode()}"


def _middle_of(points: Sequence[Point]) -> Place:
    """The postcode of the first point in the town that weighs most: a large town is many points, and
    each of them less than a small one's single point. The largest points are enough to tell."""
    towns: dict[str, list[Place]] = {}
    weights: Counter[str] = Counter()
    for point in points[:_POINTS_FOR_A_NAME]:
        place = nearest(point.lat, point.lon)
        towns.setdefault(place.name, []).append(place)
        weights[place.name] += point.count
    return towns[weights.most_common(1)[0][0]][0]


def map_of_results(found: Results, query: QueryDict, address: str) -> tuple[list[Mark], Frame]:
    """The hits as circles, on the map of Germany or, with a place chosen, on the part around it."""
    frame, least_km = Frame(), DEFAULT_RADIUS_KM
    if found.place:
        frame = frame_around_circle(found.place.lat, found.place.lon, found.radius_km)
        least_km = RADII_KM[0]
    narrowing = Narrowing(address, dict(query.lists()), least_km)
    return clusters(gathered(found.found.points), narrowing.describe, frame=frame), frame


def gathered(points: NDArray[np.float64]) -> list[Point]:
    """Rows of (lat, lon) as points, equal ones as one; of very many also near ones."""
    if not len(points):
        return []
    steps = np.rint(points * (_STEPS if len(points) < _MANY else _STEPS_OF_MANY)).astype(np.int64)
    _keys, first, counts = np.unique(
        steps[:, 0] * _WIDTH + steps[:, 1], return_index=True, return_counts=True
    )
    return [
        Point(lat, lon, count)
        for (lat, lon), count in zip(points[first].tolist(), counts.tolist(), strict=True)
    ]
