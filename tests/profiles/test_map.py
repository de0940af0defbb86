"""Degrees become places on the map, and points become circles that fingers can hit."""

from math import hypot
from random import Random

import pytest

from profiles import places
from profiles.places.laender import laender
from profiles.places.lookup import LAENDER, every_place
from profiles.places.marks import (
    AT_MOST,
    FINGER,
    LARGEST,
    Frame,
    Point,
    clusters,
    frame_around,
    frame_around_circle,
    radius_of,
)
from profiles.places.nearest import nearest
from profiles.places.projection import HEIGHT, UNITS_PER_KM, WIDTH, project
from profiles.places.regions import find_region, land_regions, neighbours_of, postcode_regions


def described(points):
    return f"{len(points)} places", f"/?of={sum(point.count for point in points)}"


def scattered(number: int, seed: int) -> list[Point]:
    chance = Random(seed)  # noqa: S311 -- test data
    some = chance.choices(every_place(), k=number)
    return [Point(place.lat, place.lon, chance.randint(1, 30)) for place in some]


def test_the_whole_country_is_on_the_map():
    for place in every_place():
        x, y = project(place.lat, place.lon)
        assert 0 <= x <= WIDTH, place
        assert 0 <= y <= HEIGHT, place


@pytest.mark.parametrize(
    ("one", "other"), [("04109", "01067"), ("20095", "80331"), ("50667", "10115")]
)
def test_distances_on_the_map_are_those_on_the_ground(one, other):
    a, b = places.find(one), places.find(other)
    (ax, ay), (bx, by) = project(a.lat, a.lon), project(b.lat, b.lon)
    on_the_ground = places.distance_km(a.lat, a.lon, b.lat, b.lon)
    assert hypot(ax - bx, ay - by) / UNITS_PER_KM == pytest.approx(on_the_ground, rel=0.06)


ISLANDS_LEFT_OUT = {"27498", "27499"}  # Helgoland and Neuwerk


def test_every_land_is_drawn_with_its_postcodes_inside_its_box():
    assert set(laender()) == set(LAENDER)
    for place in every_place():
        if place.land and place.postcode not in ISLANDS_LEFT_OUT:
            west, north, east, south = laender()[place.land].box
            x, y = project(place.lat, place.lon)
            assert west - 6 <= x <= east + 6, place
            assert north - 6 <= y <= south + 6, place


def test_the_numbers_of_the_laender_stand_a_finger_apart():
    all_of_them = list(laender().values())
    for number, one in enumerate(all_of_them):
        for other in all_of_them[:number]:
            assert hypot(one.x - other.x, one.y - other.y) >= FINGER, (one.name, other.name)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("number", [1, 7, 300])
def test_every_point_is_in_exactly_one_circle_and_counts_add_up(number, seed):
    points, seen = scattered(number, seed), []

    def remember(some):
        seen.extend(some)
        return described(some)

    marks = clusters(points, remember)

    assert sorted(seen, key=repr) == sorted(points, key=repr)
    assert sum(mark.count for mark in marks) == sum(point.count for point in points)
    assert len(marks) <= AT_MOST


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("frame", [Frame(), frame_around_circle(51.34, 12.37, 50)])
def test_no_two_circles_share_what_a_finger_covers(seed, frame):
    marks = clusters(scattered(400, seed), described, frame=frame)
    for number, one in enumerate(marks):
        assert 2 * one.hit / frame.unit >= FINGER
        for other in marks[:number]:
            assert hypot(one.x - other.x, one.y - other.y) >= FINGER * frame.unit - 1e-9


def test_areas_are_proportional_to_counts():
    assert radius_of(400, 400) == LARGEST
    assert (radius_of(100, 400) / radius_of(400, 400)) ** 2 == pytest.approx(100 / 400)


def test_an_empty_map_has_no_circles():
    assert clusters([], described) == []
    assert clusters([Point(51.3, 12.4, 0)], described) == []


def test_points_outside_of_the_frame_are_left_out():
    saxony = frame_around(laender()["SN"].box)
    marks = clusters([Point(51.34, 12.37), Point(53.55, 10.0)], described, frame=saxony)
    assert [mark.count for mark in marks] == [1]


def test_a_circle_is_named_after_what_it_stands_for():
    (mark,) = clusters([Point(51.34, 12.37, 3)], lambda _points: ("Leipzig", "/suche/"))
    assert "3" in mark.name
    assert "Leipzig" in mark.name
    assert mark.href == "/suche/"


def test_the_nearest_postcode_of_a_centre_is_its_own():
    place = places.find("07743")
    assert nearest(place.lat, place.lon) == place


def test_each_region_has_an_address_of_its_own():
    regions = land_regions() + postcode_regions()
    assert len({region.slug for region in regions}) == len(regions) > 16 + 90
    assert all(find_region(region.slug) is region for region in regions)
    assert find_region("atlantis") is None


def test_neighbours_border_on_each_other():
    for region in land_regions():
        for neighbour in neighbours_of(region.slug):
            assert region in neighbours_of(neighbour.slug)
