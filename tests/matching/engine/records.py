"""Smallest valid records for the engine's tests."""

from datetime import date
from pathlib import Path

from matching.engine import NeedRecord, OfferRecord, Taxonomy

ROOT = Path(__file__).resolve().parents[3]
BERLIN = (52.52, 13.405)
POTSDAM = (52.391, 13.064)  # 27.2 km from BERLIN
COLOGNE = (50.938, 6.957)


def a_taxonomy() -> Taxonomy:
    """The taxonomy that the portal is delivered with."""
    return Taxonomy.from_json(ROOT / "profiles" / "taxonomy.json")


def a_need(id="need", at=BERLIN, **changes) -> NeedRecord:
    values = {
        "id": id,
        "organisation": f"provider of {id}",
        "title": "Hilfe bei der Buchhaltung",
        "description": "",
        "competencies": ("finance/accounting",),
        "format": "advisory-hour",
        "alternative_formats": (),
        "target_group": "staff",
        "lat": at[0] if at else None,
        "lon": at[1] if at else None,
        "radius_km": None,
        "remote_ok": False,
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 6, 30),
    }
    return NeedRecord(**{**values, **changes})


def an_offer(id="offer", at=BERLIN, **changes) -> OfferRecord:
    values = {
        "id": id,
        "company": f"company of {id}",
        "title": "Buchhaltung für Vereine",
        "description": "",
        "competencies": ("finance/accounting",),
        "formats": ("advisory-hour",),
        "target_groups": ("staff",),
        "lat": at[0] if at else None,
        "lon": at[1] if at else None,
        "radius_km": None,
        "remote_ok": False,
        "available_from": date(2027, 1, 1),
        "available_until": date(2027, 12, 31),
    }
    return OfferRecord(**{**values, **changes})
