"""Distances inside a query."""

import math

from django.db.models import F, FloatField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from profiles.places.sphere import EARTH_RADIUS_KM

KM_PER_DEGREE = 111.0


def box(lat: float, radius_km: float) -> tuple[float, float]:
    """Half height and half width, in degrees, of a box around all points within the radius."""
    dlat = radius_km / KM_PER_DEGREE
    return dlat, radius_km / (KM_PER_DEGREE * max(0.1, math.cos(math.radians(lat))))


def distance_to(lat: float, lon: float, prefix: str = "") -> Combinable:
    """Great-circle distance in km from a row's `lat`/`lon` (behind `prefix`) to a point."""
    row_lat = Radians(F(f"{prefix}lat"))
    half_lat = Sin((row_lat - math.radians(lat)) / 2)
    half_lon = Sin((Radians(F(f"{prefix}lon")) - math.radians(lon)) / 2)
    chord = Power(half_lat, 2) + Cos(row_lat) * Value(math.cos(math.radians(lat))) * Power(
        half_lon, 2
    )
    return (
        2
        * EARTH_RADIUS_KM
        * ASin(Least(Sqrt(chord), Value(1.0), output_field=FloatField()), output_field=FloatField())
    )
