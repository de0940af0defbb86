"""What belongs to the portal as a whole and to no single app."""

from portal.site.models.barrier_report import BarrierReport
from portal.site.models.import_run import (
    Choice,
    ImportKind,
    ImportLine,
    ImportRun,
    ImportState,
    Verdict,
)
from portal.site.models.legal_text import LegalKind, LegalLanguage, LegalText
from portal.site.models.saved_search import Frequency, SavedSearch

__all__ = [
    "BarrierReport",
    "Choice",
    "Frequency",
    "ImportKind",
    "ImportLine",
    "ImportRun",
    "ImportState",
    "LegalKind",
    "LegalLanguage",
    "LegalText",
    "SavedSearch",
    "Verdict",
]
