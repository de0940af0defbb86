"""From degrees to the map: the one function that outlines, dots and labels go through."""

from math import cos, radians

# The map is a box of 328 × 440 units: on a phone of 360 px, with the page's margins, one unit is
# one pixel, so that sizes for fingers can be given in units. One unit is about two kilometres.
WIDTH, HEIGHT = 328, 440
WEST, NORTH = 5.72, 55.12
UNITS_PER_DEGREE = 55.5
UNITS_PER_KM = UNITS_PER_DEGREE / 111.2
# Degrees of longitude are drawn as long as they are in the middle of Germany.
SHRINK = cos(radians(51))


def project(lat: float, lon: float) -> tuple[float, float]:
    """Equirectangular with true shapes at 51° north: x to the east, y to the south, in units."""
    return (lon - WEST) * SHRINK * UNITS_PER_DEGREE, (NORTH - lat) * UNITS_PER_DEGREE
