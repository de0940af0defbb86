"""Bringing files of needs and offers into the database: all of them, or nothing.

The format is that of the engine's command line (JSON lines). Every record becomes a published
listing of an approved organisation; organisations are found, or made, by name. The record's id is
kept as `import_key`: importing a file again changes only what changed in it. What its organisation
paused or ended meanwhile stays so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from matching import due
from matching.engine import NeedRecord, OfferRecord
from matching.engine.files import BadLine, read_numbered
from matching.import_owners import Owners
from matching.models import ListingStatus, Need, Offer
from matching.models.listing import Listing
from matching.publishing import VALID_DAYS
from portal.foundation.models import HistoryEntry
from portal.foundation.wake import wake
from profiles.models import Competence

AT_ONCE = 1000
Record = NeedRecord | OfferRecord

# What the exchange format calls differently from our models.
FILE_NAMES = {"starts_on": "available_from", "ends_on": "available_until"}
OUR_PART = {"organisation", "site", "created_by", "competencies"}


class BadFiles(Exception):  # noqa: N818 -- reads as what it is
    """Lines that cannot be imported, all of them; nothing was stored."""

    def __init__(self, bad_lines: Sequence[BadLine]) -> None:
        super().__init__(f"{len(bad_lines)} bad lines")
        self.bad_lines = bad_lines


@dataclass(slots=True)
class Line:
    """One checked line on its way into the database."""

    file: str
    number: int
    record: Record
    listing: Listing
    slugs: tuple[str, ...] = field(default=())


def import_files(needs: Path | None, offers: Path | None) -> Counter[str]:
    """Import both files in one transaction; how many were "created", "changed", "unchanged".

    Raises BadFiles when a single line is wrong, and OSError when a file cannot be read.
    """
    lines, bad = [], []
    for path, record_type in ((needs, NeedRecord), (offers, OfferRecord)):
        if path is not None:
            good, faults = _read(path, record_type)
            lines += good
            bad += faults
    if bad:
        raise BadFiles(bad)
    with transaction.atomic():
        return _store(lines)
