"""Bad input names record and field; odd but honest input has a defined result."""

import math
import sys
from datetime import date

import pytest

from matching.engine import Analyser, NeedRecord, OfferRecord, RecordError
from tests.matching.engine.records import a_need, a_taxonomy, an_offer

NEED = {
    "id": "n1",
    "organisation": "Hort",
    "title": "Titel",
    "description": "Text",
    "competencies": [],
    "format": "training",
    "alternative_formats": [],
    "target_group": "staff",
    "lat": 52.5,
    "lon": 13.4,
    "radius_km": 30,
    "remote_ok": False,
    "starts_on": "2027-01-01",
    "ends_on": "2027-02-01",
    "people_needed": 2,
    "languages": ["de"],
    "contact_with_minors": False,
}
OFFER = {
    "id": "o1",
    "company": "Firma",
    "title": "Titel",
    "description": "Text",
    "competencies": [],
    "formats": ["training"],
    "target_groups": ["staff"],
    "lat": 52.5,
    "lon": 13.4,
    "radius_km": None,
    "remote_ok": True,
    "available_from": "2027-01-01",
    "available_until": "2027-02-01",
    "capacity": 2,
    "languages": ["de"],
    "excludes": [],
    "min_notice_days": 5,
}


def test_the_exchange_format_is_read():
    need, offer = NeedRecord.from_dict(NEED), OfferRecord.from_dict(OFFER)
    assert (need.starts_on, need.radius_km, need.languages) == (date(2027, 1, 1), 30, ("de",))
    assert (offer.capacity, offer.radius_km, offer.formats) == (2, None, ("training",))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lat", None),
        ("lon", None),
        ("lat", math.nan),
        ("lat", 91),
        ("lon", "13.4"),
        ("radius_km", -1),
        ("radius_km", math.inf),
        ("starts_on", "2027-02-30"),
        ("starts_on", None),
        ("starts_on", 20270101),
        ("ends_on", "2026-12-31"),
        ("format", "party"),
        ("format", None),
        ("format", ["training"]),
        ("alternative_formats", ["party"]),
        ("target_group", "pets"),
        ("competencies", "finance"),
        ("competencies", [1]),
        ("languages", []),
        ("languages", ["German!"]),
        ("people_needed", -1),
        ("people_needed", 1.5),
        ("people_needed", True),
        ("remote_ok", "yes"),
        ("title", 5),
    ],
)
def test_a_bad_value_is_reported_with_record_and_field(field, value):
    with pytest.raises(RecordError) as caught:
        NeedRecord.from_dict({**NEED, field: value})
    assert (caught.value.record_id, caught.value.field) == ("n1", field)
    assert "n1" in str(caught.value)
    assert field in str(caught.value)


@pytest.mark.parametrize("values", [None, [], "text", {}, {"id": ""}, {"id": 5}])
def test_something_that_is_no_record_is_reported(values):
    with pytest.raises(RecordError):
        OfferRecord.from_dict(values)


def test_a_remote_offer_may_do_without_a_place():
    assert OfferRecord.from_dict({**OFFER, "lat": None, "lon": None}).lat is None


def test_an_overlong_text_is_cut_at_a_stated_length():
    need = NeedRecord.from_dict({**NEED, "title": "x" * 5000, "description": "y" * 50_000})
    assert (len(need.title), len(need.description)) == (300, 10_000)


@pytest.mark.parametrize(
    "text", ["", "🎉🎊" * 50, "מתמטיקה לילדים", "\u202eabc\u0000", "a" * 10_000, "- , . ; (" * 99]
)
def test_odd_texts_are_analysed_and_ticks_alone_then_speak(index, text):
    match = index.score_pair(a_need(title=text), an_offer(title=text))
    assert match.score > index.threshold


def test_unknown_competences_match_nothing_and_do_no_harm(index):
    match = index.score_pair(
        a_need(title="", competencies=("no/such",)), an_offer(title="", competencies=("no/such",))
    )
    assert match.score == 0.0


def test_a_record_without_text_and_ticks_is_never_suggested(index):
    bare = a_need(title="", competencies=())
    assert index.score_pair(bare, an_offer()).score < index.threshold


@pytest.mark.parametrize("piece", ["a", "nicht, ", "x,", "kein ", "buchhaltung", "? ", "(", "Ä́"])
def test_a_hostile_text_is_read_in_linear_work(piece):
    """Counted in lines of our own code, which no busy machine changes: quadratic work would be
    sixteen times as much for a text four times as long. Only the encoder cuts texts itself."""
    analyser = Analyser(a_taxonomy(), encoder=None)

    def lines_for(length):
        text = piece * (length // len(piece))
        count = 0

        def trace(frame, event, _argument):
            nonlocal count
            if "matching/engine" not in frame.f_code.co_filename:
                return None
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            analyser.analyse(a_need(description=text))
        finally:
            sys.settrace(before)
        return count

    lines_for(100)  # tables that are made when first used
    assert lines_for(8_000) < 6 * lines_for(2_000)
