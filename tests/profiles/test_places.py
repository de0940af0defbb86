"""Postcodes are found offline, unknown ones are refused with help, nobody lands at (0, 0)."""

import pytest

from profiles import places
from profiles.places.lookup import every_place

KNOWN = [
    ("04109", "Leipzig", "SN", 51.340, 12.374),
    ("50667", "Köln", "NW", 50.938, 6.957),
    ("10115", "Berlin", "BE", 52.532, 13.385),
    ("80331", "München", "BY", 48.135, 11.572),
    ("20095", "Hamburg", "HH", 53.551, 10.001),
    ("07743", "Jena", "TH", 50.935, 11.588),
    ("99084", "Erfurt", "TH", 50.978, 11.029),
    ("01067", "Dresden", "SN", 51.054, 13.722),
    ("28195", "Bremen", "HB", 53.079, 8.808),
    ("24103", "Kiel", "SH", 54.323, 10.132),
]


@pytest.mark.parametrize(("postcode", "name", "land", "lat", "lon"), KNOWN)
def test_a_known_postcode_is_where_it_should_be(postcode, name, land, lat, lon):
    place = places.find(postcode)
    assert (place.name, place.land) == (name, land)
    assert places.distance_km(place.lat, place.lon, lat, lon) < 6


def test_every_row_is_a_postcode_inside_germany():
    assert len(every_place()) > 8000
    for place in every_place():
        assert place.postcode.isdigit()
        assert len(place.postcode) == 5
        assert place.name
        assert 47.2 < place.lat < 55.1
        assert 5.8 < place.lon < 15.1


@pytest.mark.parametrize("written", ["04109", " 04109 ", "D-04109", "d 04109", "DE-04109"])
def test_spellings_of_a_postcode(written):
    assert places.find(written).name == "Leipzig"


@pytest.mark.parametrize(
    "nonsense", ["", "0", "00000", "4109", "041099", "Leipzig", "٠٤١٠٩", "\x00"]
)
def test_an_unknown_postcode_is_refused_with_a_sentence(nonsense):
    assert places.find(nonsense) is None
    with pytest.raises(places.UnknownPostcode, match=r"five digits|fünf Ziffern"):
        places.require(nonsense)


def test_a_typo_gets_suggestions():
    with pytest.raises(places.UnknownPostcode, match="0410"):
        places.require("04108")


@pytest.mark.parametrize("written", ["München", "muenchen", "MÜNCH", " münchen "])
def test_a_town_is_found_by_its_name(written):
    assert places.search(written)[0].name == "München"


def test_an_ambiguous_beginning_gives_several_places():
    names = [place.name for place in places.search("Halle")]
    assert names[0].startswith("Halle")
    assert len(names) > 1


def test_distance_between_leipzig_and_halle():
    assert 30 < places.distance_km(51.340, 12.374, 51.483, 11.969) < 34
