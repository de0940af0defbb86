"""The sixteen Länder: names, addresses, outlines, neighbours. Source: docs/decisions/0004-outlines.md."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from profiles.places.lookup import LAENDER
from profiles.places.projection import project

FILE = Path(__file__).with_name("laender.json")
OUTLINES_ATTRIBUTION = (
    "Umrisse der Länder: vereinfacht nach Natural Earth (naturalearthdata.com), gemeinfrei."
)
# Code, slug, and where on the map its number stands: 44 units from all others, so that
# fingers hit the right one; Berlin, Bremen and Hamburg lie within or beside their neighbours.
TABLE = (
    ("BW", "baden-wuerttemberg", 48.45, 9.05),
    ("BY", "bayern", 48.85, 11.6),
    ("BE", "berlin", 52.52, 13.4),
    ("BB", "brandenburg", 51.8, 14.05),
    ("HB", "bremen", 53.08, 8.78),
    ("HH", "hamburg", 53.56, 10.1),
    ("HE", "hessen", 50.65, 9.1),
    ("MV", "mecklenburg-vorpommern", 53.75, 12.5),
    ("NI", "niedersachsen", 52.55, 9.9),
    ("NW", "nordrhein-westfalen", 51.5, 7.5),
    ("RP", "rheinland-pfalz", 50.1, 7.35),
    ("SL", "saarland", 49.33, 6.9),
    ("SN", "sachsen", 50.95, 13.3),
    ("ST", "sachsen-anhalt", 51.95, 11.65),
    ("SH", "schleswig-holstein", 54.35, 9.6),
    ("TH", "thueringen", 50.9, 11.05),
)


@dataclass(frozen=True, slots=True)
class Land:
    """One Land. `path`, `box` (west, north, east, south) and `x`, `y` are in units of the map."""

    code: str
    name: str
    slug: str
    x: float
    y: float
    path: str
    box: tuple[float, float, float, float]
    neighbours: tuple[str, ...]


@cache
def laender() -> dict[str, Land]:
    """All sixteen by their code (ISO 3166-2 without "DE-"), in the order of their names."""
    drawn = json.loads(FILE.read_text(encoding="utf-8"))
    found = {}
    for code, slug, lat, lon in TABLE:
        row = drawn[code]
        x, y = project(lat, lon)
        found[code] = Land(
            code,
            LAENDER[code],
            slug,
            x,
            y,
            row["path"],
            tuple(row["box"]),
            tuple(row["neighbours"]),
        )
    return found
