"""What belongs to the portal as a whole and to no single app."""

from portal.site.models.import_run import (
    Choice,
    ImportKind,
    ImportLine,
    ImportRun,
    ImportState,
    Verdict,
)
from portal.site.models.saved_search import Frequency, SavedSearch

__all__ = [
    "Choice",
    "Frequency",
    "ImportKind",
    "ImportLine",
    "ImportRun",
    "ImportState",
    "SavedSearch",
    "Verdict",
]
