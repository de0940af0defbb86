"""Postcode → place and coordinates, offline. Where the data come from: LICENCE.md beside this."""

from profiles.places.lookup import (
    ATTRIBUTION,
    LAENDER,
    Place,
    UnknownPostcode,
    every_place,
    find,
    named,
    require,
    search,
)
from profiles.places.sphere import distance_km

__all__ = [
    "ATTRIBUTION",
    "LAENDER",
    "Place",
    "UnknownPostcode",
    "distance_km",
    "every_place",
    "find",
    "named",
    "require",
    "search",
]
