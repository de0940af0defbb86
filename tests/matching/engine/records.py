"""Smallest valid records for the engine's tests."""

from datetime import date

from matching.engine import Competence, NeedRecord, OfferRecord, Taxonomy

BERLIN = (52.52, 13.405)
POTSDAM = (52.391, 13.064)  # 27.2 km from BERLIN
COLOGNE = (50.938, 6.957)


def a_taxonomy() -> Taxonomy:
    """A small tree with the slugs that the lexicon knows."""
    return Taxonomy(
        [
            Competence("finance", None, "Finanzen & Verwaltung", "Finance"),
            Competence("finance/accounting", "finance", "Buchhaltung", "Accounting"),
            Competence("finance/payroll", "finance", "Lohn & Gehalt", "Payroll"),
            Competence("finance/tax", "finance", "Steuern & Gemeinnützigkeit", "Tax"),
            Competence("legal", None, "Recht", "Legal"),
            Competence("legal/labour-law", "legal", "Arbeitsrecht", "Labour law"),
            Competence("communication", None, "Kommunikation", "Communication"),
            Competence("communication/web", "communication", "Website", "Website"),
            Competence("it", None, "EDV", "IT"),
            Competence("it/support", "it", "EDV-Betreuung & Netzwerke", "IT support"),
            Competence("youth", None, "Angebote für junge Menschen", "Offers for young people"),
            Competence("youth/sports", "youth", "Sport & Bewegung", "Sports"),
            Competence("youth/nutrition", "youth", "Ernährung & Kochen", "Nutrition"),
            Competence("youth/arts", "youth", "Kunst, Musik & Kultur", "Arts"),
        ]
    )


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
