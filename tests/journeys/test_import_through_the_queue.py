"""Imported files are matched by a real worker, as the engine ranks them by itself."""

import json
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from matching.live_index import LiveIndex
from matching.models import Need, Offer, Suggestion
from matching.records import record_of

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
SHARED = {
    "postcode": "04109", "place": "Leipzig", "lat": 51.34, "lon": 12.374, "remote_ok": False,
    "languages": ["de"],
}  # fmt: skip


def needs() -> list[dict]:
    texts = {
        "n1": ("Buchhaltung ordnen", "Wer ordnet mit uns Belege für den Jahresabschluss?"),
        "n2": ("Neue Website", "Unsere Homepage ist von 2009. Wer baut mit uns eine neue?"),
        "n3": ("Zaun streichen", "Der Zaun um den Garten braucht Farbe und viele Hände."),
    }
    return [
        SHARED | {
            "id": key, "organisation": f"Verein {key}", "title": title, "description": text,
            "competencies": [], "format": "advisory-hour", "alternative_formats": ["action-day"],
            "target_group": "staff", "radius_km": 50, "starts_on": TODAY.isoformat(),
            "ends_on": (TODAY + timedelta(days=60)).isoformat(), "people_needed": 1,
            "contact_with_minors": False,
        }
        for key, (title, text) in texts.items()
    ]  # fmt: skip


def offers() -> list[dict]:
    texts = {
        "o1": ("Buchhaltung für Vereine", "Wir erklären Belege, Konten und Jahresabschluss."),
        "o2": ("Website-Werkstatt", "Wir bauen mit Ihnen eine Homepage, die Sie selbst pflegen."),
        "o3": ("Team mit Pinseln", "Unser Team streicht Zäune und Wände und bringt Farbe mit."),
    }
    return [
        SHARED | {
            "id": key, "company": f"Firma {key}", "title": title, "description": text,
            "competencies": [], "formats": ["advisory-hour", "action-day"],
            "target_groups": ["staff"], "radius_km": None, "available_from": TODAY.isoformat(),
            "available_until": (TODAY + timedelta(days=90)).isoformat(), "capacity": 3,
            "excludes": [], "min_notice_days": 0,
        }
        for key, (title, text) in texts.items()
    ]  # fmt: skip


def test_every_imported_need_gets_its_suggestions(worker, tmp_path):
    call_command("load_taxonomy", verbosity=0)
    files = {"needs": needs(), "offers": offers()}
    for name, lines in files.items():
        text = "\n".join(json.dumps(line) for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")

    call_command(
        "import_listings", needs=tmp_path / "needs.jsonl", offers=tmp_path / "offers.jsonl"
    )
    until = time.monotonic() + 60
    while Need.objects.due_for_matching().exists() or Offer.objects.due_for_matching().exists():
        assert time.monotonic() < until, "the worker did not match everything within a minute"
        time.sleep(0.1)

    index = LiveIndex().refreshed()
    for need in Need.objects.all():
        ranked = [int(match.offer_id) for match in index.rank_offers(record_of(need))]
        stored = Suggestion.objects.filter(need=need).order_by("rank_for_need")
        assert [suggestion.offer_id for suggestion in stored] == ranked
        assert stored[0].offer.import_key == need.import_key.replace("n", "o")
