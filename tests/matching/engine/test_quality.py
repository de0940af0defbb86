"""The engine against needs and offers judged by hand: steps back in quality are seen here.

The limits stand a few hundredths below what was measured (docs/matching.md), so that a change has
to answer for itself without every new lexicon entry breaking a test.
"""

import tomllib
from datetime import date

import pytest

from matching.engine import FORMATS, NeedRecord, OfferRecord, Taxonomy
from matching.engine.judged import Judged, judge
from matching.engine.lexicon import FOLDER
from matching.engine.weights import WEIGHTS
from tests.matching.engine.worlds import first, second, third


def everything(world) -> Judged:
    """A world in which texts alone decide: one place, all formats, all year, no ticks."""
    somewhere = {"lat": 52.37, "lon": 9.73, "radius_km": None, "remote_ok": False}
    offers = [
        OfferRecord(
            id=name,
            company=f"company of {name}",
            title=title,
            description=description,
            competencies=(),
            formats=FORMATS,
            target_groups=(),
            available_from=date(2027, 1, 1),
            available_until=date(2027, 12, 31),
            capacity=100,
            **somewhere,
        )
        for name, (title, description) in world.OFFERS.items()
    ]
    needs = [
        NeedRecord(
            id=name,
            organisation=f"provider of {name}",
            title=title,
            description=description,
            competencies=(),
            format="advisory-hour",
            alternative_formats=(),
            target_group="staff",
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 12, 31),
            **somewhere,
        )
        for name, (title, description, _) in world.NEEDS.items()
    ]
    grades = {
        (need, offer): grade
        for need, (_, _, fitting) in world.NEEDS.items()
        for offer, grade in fitting.items()
    }
    return Judged(a_full_taxonomy(), needs, offers, grades)


def a_full_taxonomy() -> Taxonomy:
    """Every competence that the lexicon knows, without labels: the lexicon alone is on trial."""
    slugs = {
        slug
        for path in FOLDER.glob("*.toml")
        for slug in tomllib.loads(path.read_text(encoding="utf-8"))
        if slug != "shared"
    }
    groups = {slug.partition("/")[0] for slug in slugs}
    rows = [
        {
            "slug": slug,
            "parent": slug.partition("/")[0] if "/" in slug else None,
            "label_de": "",
            "label_en": "",
        }
        for slug in sorted(slugs | groups)
    ]
    return Taxonomy.from_json({"competencies": rows})


@pytest.mark.parametrize(
    ("world", "least", "silence"),
    [(first, 0.92, 0.25), (second, 0.92, 0.4), (third, 0.90, 0.3)],
    ids=["1st", "2nd", "3rd"],
)
def test_texts_without_a_single_tick_find_their_offers(world, least, silence):
    outcome = judge(everything(world), WEIGHTS)
    assert outcome.mean_ndcg >= least
    assert outcome.mean_reverse >= 0.87
    assert outcome.mean_honest >= silence
