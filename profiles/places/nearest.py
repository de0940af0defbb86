"""The postcode area that a point lies in, near enough."""

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiles.places.lookup import Place, every_place


@lru_cache(maxsize=20_000)
def nearest(lat: float, lon: float) -> Place:
    """The postcode area whose centre is nearest to a point in Germany."""
    table, places = _centres()
    north = table[:, 0] - lat
    east = (table[:, 1] - lon) * np.cos(np.radians(lat))
    return places[int(np.argmin(north * north + east * east))]


@cache
def _centres() -> tuple[NDArray[Any], list[Place]]:
    places = every_place()
    return np.array([(place.lat, place.lon) for place in places]), places
