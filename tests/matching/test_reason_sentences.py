"""Reason codes of the engine in plain words."""

import pytest
from django.utils import translation

from matching.engine.reasons import CODES
from matching.models import Side
from matching.reasons import SENTENCES, sentences

LABELS = {"finance/accounting": "Buchhaltung", "finance/tax": "Steuern"}
# One value for every name that a code may carry.
VALUES = {
    "slugs": ["finance/accounting"],
    "found_in_text": [],
    "wanted": "finance/accounting",
    "offered": "finance/tax",
    "terms": ["Belege", "Quittungen"],
    "km": 12.4,
    "limit_km": 10.0,
    "side": "need",
    "group": "staff",
    "needed": 3,
    "capacity": 2,
    "languages": ["de", "tr"],
    "from": "2027-03-01",
    "until": "2027-03-05",
    "need_from": "2027-03-01",
    "need_until": "2027-03-05",
    "offer_from": "2027-04-01",
    "offer_until": "2027-04-05",
    "format": "training",
    "days": 1,
    "notice_days": 14,
    "score": 0.1,
    "threshold": 0.26,
    "count": 2,
    "slug": "finance/tax",
}
LISTS = {"format-differs", "language-differs"}


def example(code: str) -> dict:
    """A reason of `code` with the values that the engine says it carries."""
    values = {name: VALUES[name] for name in CODES[code][1]}
    if code in LISTS:
        values = {"wanted": ["training"], "offered": ["mentoring", "space"]}
    if code == "target-group-differs":
        values = {"wanted": "staff", "offered": ["children", "families"]}
    if code == "format-alternative":
        values["wanted"] = "mentoring"
    return {"code": code, "values": values}


def said(code: str, *, reader: str = Side.NEED, language: str = "en", **values) -> str:
    reason = example(code)
    reason["values"] |= values
    with translation.override(language):
        return sentences([reason], labels=LABELS, reader=reader)[0]


def test_every_code_of_the_engine_has_a_sentence():
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("reader", Side.values)
@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_can_be_read_by_both_sides(code, reader, language):
    sentence = said(code, reader=reader, language=language)

    assert sentence
    assert "%" not in sentence
    assert "finance/" not in sentence


def test_the_same_reason_reads_differently_on_the_two_sides():
    assert said("competence-shared", reader=Side.OFFER) == "looks for: Buchhaltung"
    assert said("competence-shared", reader=Side.NEED) == "brings: Buchhaltung"


@pytest.mark.parametrize(
    ("km", "sentence"),
    [(0.2, "in the same place"), (12.4, "12 km away"), (12.6, "13 km away")],
)
def test_distances_are_rounded(km, sentence):
    assert said("distance", km=km) == sentence


def test_competencies_that_are_gone_from_the_taxonomy_are_left_out():
    reasons = [
        {"code": "competence-shared", "values": {"slugs": ["gone/away", "finance/tax"]}},
        {"code": "competence-related", "values": {"wanted": "gone/away", "offered": "x/y"}},
        {"code": "unheard-of", "values": {}},
    ]

    with translation.override("en"):
        assert sentences(reasons, labels=LABELS, reader=Side.NEED) == ["brings: Steuern"]


def test_at_most_four_reasons_are_given():
    reasons = [example("distance")] * 9

    assert len(sentences(reasons, labels=LABELS, reader=Side.NEED)) == 4


def test_only_nouns_are_quoted_and_nothing_is_said_without_one():
    assert "“Belege”" in said("text-similarity", terms=["digitale", "Belege", "Digitale"])
    assert "igitale" not in said("text-similarity", terms=["digitale", "Belege", "Digitale"])
    reason = {"code": "text-similarity", "values": {"terms": ["digitale"]}}
    assert sentences([reason], labels=LABELS, reader=Side.NEED) == []


def test_staff_are_those_of_the_side_that_reads_only_where_that_is_true():
    assert said("target-group", group="staff", reader=Side.NEED) == "for your staff"
    assert said("target-group", group="staff", reader=Side.OFFER) == "for Staff"
