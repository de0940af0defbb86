"""Bringing files of needs and offers into the database: all of them, or nothing.

The format is that of the engine's command line (JSON lines). Every record becomes a published
listing of an approved organisation; organisations are found, or made, by name. The record's id is
kept as `import_key`: importing a file again changes only what changed in it. What its organisation
paused or ended meanwhile stays so.
"""

from collections import Counter
from pathlib import Path

from django.db import transaction

from matching.engine import NeedRecord, OfferRecord
from matching.importing.reading import BadFiles, Checks
from matching.importing.storing import store
from matching.models import Need, Offer

__all__ = ["BadFiles", "import_files"]


def import_files(needs: Path | None = None, offers: Path | None = None) -> Counter[str]:
    """Import both files in one transaction; how many lines were "created", "changed", "unchanged".

    Raises BadFiles when a single line is wrong, and OSError when a file cannot be read.
    """
    with transaction.atomic():
        checks = Checks()
        need_records = checks.read(needs, NeedRecord) if needs else []
        offer_records = checks.read(offers, OfferRecord) if offers else []
        if checks.bad_lines:
            raise BadFiles(checks.bad_lines)
        return store({Need: need_records, Offer: offer_records})
