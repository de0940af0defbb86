"""A country full of needs and offers as plain records of the engine, the same on every machine.

Texts are mixed from the demo data as in `world.py`. There are `texts` different ones; every further
listing repeats one of them with another owner, place, period and number of people.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from matching.engine import NeedRecord, OfferRecord, Taxonomy
from profiles import places

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "portal" / "site" / "demo"
TAXONOMY = ROOT / "profiles" / "taxonomy.json"
FIRST_DAY = date(2027, 1, 4)
LISTINGS_PER_OWNER = 5


def taxonomy() -> Taxonomy:
    """The taxonomy that the portal is delivered with."""
    return Taxonomy.from_json(TAXONOMY)


def offers(number: int, *, texts: int, seed: int = 1) -> Iterator[OfferRecord]:
    """`number` offers with ids "0", "1", …; about a tenth have one place left, a few none."""
    chance = random.Random(f"{seed} offers")
    told = _told("offers", texts, chance)
    for at in range(number):
        sample = told[at % len(told)]
        first, last = _period(chance)
        yield OfferRecord(
            id=str(at),
            company=f"company {chance.randrange(number // LISTINGS_PER_OWNER + 1)}",
            formats=tuple(sample["formats"]),
            target_groups=tuple(sample["target_groups"]),
            available_from=first,
            available_until=last,
            capacity=max(0, sample["capacity"] - chance.randrange(3)),
            excludes=tuple(sample["excludes"]),
            min_notice_days=sample["min_notice_days"],
            **_shared(sample, chance),
        )


def needs(number: int, *, texts: int, seed: int = 1) -> Iterator[NeedRecord]:
    """`number` needs with ids "0", "1", …"""
    chance = random.Random(f"{seed} needs")
    told = _told("needs", texts, chance)
    for at in range(number):
        sample = told[at % len(told)]
        first, last = _period(chance)
        yield NeedRecord(
            id=str(at),
            organisation=f"provider {chance.randrange(number // LISTINGS_PER_OWNER + 1)}",
            format=sample["format"],
            alternative_formats=tuple(sample["alternative_formats"]),
            target_group=sample["target_group"],
            starts_on=first,
            ends_on=last,
            people_needed=sample["people_needed"],
            contact_with_minors=sample["contact_with_minors"],
            **_shared(sample, chance),
        )


def without_text(record: Any) -> Any:
    """A record as the portal's index holds it, beside its stored features."""
    return replace(record, title="", description="")


def _told(kind: str, texts: int, chance: random.Random) -> list[dict[str, Any]]:
    samples = json.loads((DEMO / f"{kind}.json").read_text("utf-8"))
    chosen = [chance.choice(samples) for _text in range(texts)]
    return [sample | {"description": mixed(sample, samples, chance)} for sample in chosen]


def _period(chance: random.Random) -> tuple[date, date]:
    first = FIRST_DAY + timedelta(days=chance.randrange(0, 60))
    return first, first + timedelta(days=chance.randrange(30, 200))


def _shared(sample: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    place = chance.choice(some_places())
    return {
        "title": sample["title"],
        "description": sample["description"],
        "competencies": tuple(sample["competencies"]),
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": sample["radius_km"],
        "remote_ok": sample["remote_ok"],
        "languages": tuple(sample["languages"]),
    }


@lru_cache(maxsize=1)
def some_places() -> list[places.Place]:
    """Every seventh postcode that exists: listings lie where people live."""
    found = (places.find(f"{number:05d}") for number in range(1000, 99999, 7))
    return [place for place in found if place]


def mixed(sample: dict, samples: list[dict], chance: random.Random) -> str:
    """Three to seven sentences of a sample and of another one on the same matter."""
    alike = [s for s in samples if set(s["competencies"]) & set(sample["competencies"])] or samples
    sentences = sample["description"].split(". ") + chance.choice(alike)["description"].split(". ")
    chance.shuffle(sentences)
    return ". ".join(sentences[: chance.randrange(3, 8)])
