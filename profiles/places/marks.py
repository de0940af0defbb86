"""Points on the map, gathered into circles that a finger can hit."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot, sqrt

from django.utils.translation import ngettext

from profiles.places.projection import HEIGHT, UNITS_PER_KM, WIDTH, project

AT_MOST = 40
FINGER = 44.0  # pixels on a phone
SMALLEST, LARGEST = 9.0, 22.0  # radii in pixels; the largest one fills a finger's square
MARGIN = 26.0
NARROWEST = 110.0


@dataclass(frozen=True, slots=True)
class Point:
    """Where something is, in degrees, and how much of it."""

    lat: float
    lon: float
    count: int = 1


# The points of one circle, largest first, to the place they are near and where a click leads.
Describe = Callable[[Sequence[Point]], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the map that is shown, in units."""

    x: float = 0
    y: float = 0
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def unit(self) -> float:
        """Units in one pixel of a phone of 360 px, where the map fills the page's width."""
        return self.width / WIDTH

    @property
    def view_box(self) -> str:
        """As SVG wants it."""
        return f"{self.x:.1f} {self.y:.1f} {self.width:.1f} {self.height:.1f}"

    def holds(self, x: float, y: float) -> bool:
        """Whether a place of the map is within."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Mark:
    """A circle with a number in it that is a link. Lengths in units; `hit` is what a finger gets."""

    x: float
    y: float
    radius: float
    hit: float
    count: int
    name: str
    href: str
    is_here: bool = False

    @property
    def text_size(self) -> float:
        """The height of the number, so that it stays within the circle."""
        digits = len(str(self.count))
        return min(self.hit * 0.62, self.radius * (1.25 if digits < 3 else 3.1 / digits))


def frame_around(box: tuple[float, float, float, float]) -> Frame:
    """The frame for a box (west, north, east, south in units), with a margin, never too near."""
    west, north, east, south = box
    width, height = east - west + 2 * MARGIN, south - north + 2 * MARGIN
    width = max(width, NARROWEST, height * 0.9)
    height = max(height, width * 0.75)
    return Frame((west + east - width) / 2, (north + south - height) / 2, width, height)


def frame_around_circle(lat: float, lon: float, km: float) -> Frame:
    """The frame for everything within `km` of a point."""
    x, y = project(lat, lon)
    reach = km * UNITS_PER_KM
    return frame_around((x - reach, y - reach, x + reach, y + reach))


def radius_of(count: int, largest: int, unit: float = 1.0) -> float:
    """Areas are proportional to counts, down to a size at which a number is still readable."""
    share = sqrt(count / largest) if largest else 0
    return unit * max(SMALLEST, LARGEST * share)


def clusters(
    points: Iterable[Point],
    describe: Describe,
    *,
    frame: Frame | None = None,
    at_most: int = AT_MOST,
) -> list[Mark]:
    """Points as at most `at_most` circles, none nearer to another than a finger is wide.

    Points in one cell of a grid become one circle at their common centre of gravity, and circles
    that would touch become one. `describe` says what a circle is named after and where it leads
    ("12 entries near Leipzig"). Largest first, so that the small ones are drawn on top. Points
    outside of the frame are left out.
    """
    frame = frame or Frame()
    placed = [(project(p.lat, p.lon), p) for p in points if p.count > 0]
    placed = [(at, p) for at, p in placed if frame.holds(*at)]
    cell = FINGER * frame.unit
    groups = _in_cells(placed, cell)
    while len(groups) > max(1, at_most):
        cell *= 1.25
        groups = _in_cells(placed, cell)
    groups = _apart(groups, FINGER * frame.unit)
    largest = max((group.count for group in groups), default=0)
    marks = [_mark(group, largest, frame.unit, describe) for group in groups]
    return sorted(marks, key=lambda mark: (-mark.count, mark.name))


@dataclass(slots=True)
class _Group:
    x: float
    y: float
    points: list[Point]

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)

    def joined(self, other: "_Group") -> "_Group":
        mine, theirs = self.count, other.count
        both = mine + theirs
        return _Group(
            (self.x * mine + other.x * theirs) / both,
            (self.y * mine + other.y * theirs) / both,
            self.points + other.points,
        )


def _in_cells(placed: list[tuple[tuple[float, float], Point]], cell: float) -> list[_Group]:
    cells: dict[tuple[int, int], list] = defaultdict(list)
    for (x, y), point in placed:
        cells[int(x // cell), int(y // cell)].append((x, y, point))
    groups = []
    for members in cells.values():
        weight = sum(point.count for _x, _y, point in members)
        x = sum(x * point.count for x, _y, point in members) / weight
        y = sum(y * point.count for _x, y, point in members) / weight
        groups.append(_Group(x, y, [point for _x, _y, point in members]))
    return groups


def _apart(groups: list[_Group], distance: float) -> list[_Group]:
    """The nearest two become one until all are apart; there are never more than a grid's cells."""
    groups = list(groups)
    while len(groups) > 1:
        a, b = min(combinations(groups, 2), key=lambda pair: _distance(*pair))
        if _distance(a, b) >= distance:
            break
        groups = [group for group in groups if group is not a and group is not b]
        groups.append(a.joined(b))
    return groups


def _distance(a: _Group, b: _Group) -> float:
    return hypot(a.x - b.x, a.y - b.y)


def _mark(group: _Group, largest: int, unit: float, describe: Describe) -> Mark:
    near, href = describe(sorted(group.points, key=lambda p: (-p.count, p.lat, p.lon)))
    name = ngettext("%(n)s entry near %(place)s", "%(n)s entries near %(place)s", group.count)
    return Mark(
        x=group.x,
        y=group.y,
        radius=radius_of(group.count, largest, unit),
        hit=FINGER / 2 * unit,
        count=group.count,
        name=name % {"n": group.count, "place": near},
        href=href,
    )
