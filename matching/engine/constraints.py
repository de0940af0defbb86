"""Hard constraints: what must hold before a pair is scored at all.

Each rule is one function over columns (NumPy broadcasting: either side may have one row), and the
same functions answer "why not" for a single pair. Distances are great-circle distances, haversine
with R = 6371 km.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.engine.table import Columns

EARTH_RADIUS_KM: Final = 6371.0
_MARGIN: Final = 1e-9  # radians, millimetres: rounding must not lose a pair
_FAR_FROM_POLES: Final = 1.4  # radians, 80 degrees
Mask = NDArray[np.bool_]


def distance_km(need: Columns, offer: Columns) -> NDArray[np.float64]:
    """Great-circle distance; NaN where a side has no coordinates."""
    half_lat = np.sin((offer["lat"] - need["lat"]) / 2)
    half_lon = np.sin((offer["lon"] - need["lon"]) / 2)
    h = half_lat * half_lat + need["cos_lat"] * offer["cos_lat"] * half_lon * half_lon
    result: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))
    return result


def _both_remote(need: Columns, offer: Columns) -> Mask:
    return np.asarray(need["remote"] & offer["remote"])


def near_enough(need: Columns, offer: Columns) -> Mask:
    """Within both radii, or both remote; an unknown place is near only where nobody sets a limit."""
    limit = np.minimum(need["radius_km"], offer["radius_km"])
    within = (distance_km(need, offer) <= limit) | np.isinf(limit)
    return np.asarray(within | _both_remote(need, offer))


def formats_meet(need: Columns, offer: Columns) -> Mask:
    return np.asarray((need["formats"] & offer["formats"]) != 0)


def periods_meet(need: Columns, offer: Columns) -> Mask:
    return np.asarray(
        (need["first_day"] <= offer["last_day"]) & (offer["first_day"] <= need["last_day"])
    )


def minors_welcome(need: Columns, offer: Columns) -> Mask:
    if len(need["minors"]) == 1 and not need["minors"][0]:
        return np.ones(1, dtype=np.bool_)
    return np.asarray(~(need["minors"] & offer["minors"]))


def languages_meet(need: Columns, offer: Columns) -> Mask:
    common = np.zeros(1, dtype=np.bool_)
    for wanted, spoken in zip(need["languages"], offer["languages"], strict=True):
        if min(wanted, spoken, key=len).any():  # most of the 256 places are nobody's language
            common = common | ((wanted & spoken) != 0)
    return common


def capacity_left(need: Columns, offer: Columns) -> Mask:
    return np.asarray(offer["number"] > 0)


def owners_differ(need: Columns, offer: Columns) -> Mask:
    return np.asarray(need["owner"] != offer["owner"])


# Cheap rules first; distance is only worked out for what is left.
CHEAP_RULES: Final = (
    formats_meet, periods_meet, minors_welcome, capacity_left, owners_differ, languages_meet,
)  # fmt: skip


def possible(one: Columns, many: Columns, *, one_is_need: bool) -> NDArray[np.intp]:
    """Row numbers of `many` that break no hard constraint with the single row `one`."""

    def sides(other: Columns) -> tuple[Columns, Columns]:
        return (one, other) if one_is_need else (other, one)

    mask = np.ones(len(many["owner"]), dtype=np.bool_)
    for rule in CHEAP_RULES:
        mask &= rule(*sides(many))
    rows = np.flatnonzero(mask)
    rows = rows[_perhaps_near(one, many, rows)]
    placed = {name: many[name][rows] for name in ("lat", "lon", "cos_lat", "radius_km", "remote")}
    return rows[near_enough(*sides(placed))]


def _perhaps_near(one: Columns, many: Columns, rows: NDArray[np.intp]) -> Mask:
    """Inside a box around the one place, or remote: a cheap superset of what is near enough."""
    own = one["radius_km"]
    limit = own if np.isfinite(own[0]) else many["radius_km"][rows]
    reach = limit / EARTH_RADIUS_KM + _MARGIN
    outside = np.abs(many["lat"][rows] - one["lat"]) > reach
    # A circle that does not come near a pole is this wide (tangent of its meridians).
    latitude = np.abs(one["lat"][0])
    if len(reach) == 1 and latitude + reach[0] < _FAR_FROM_POLES:
        width = np.arcsin(np.sin(reach[0]) / np.cos(latitude)) + _MARGIN
        beside = np.abs(many["lon"][rows] - one["lon"])
        outside |= (beside > width) & (beside < 2 * np.pi - width)
    return np.asarray(~outside | (one["remote"] & many["remote"][rows]))
