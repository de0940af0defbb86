"""The matching engine: plain records in, ranked pairs with reasons out.

Knows neither Django nor a database. See docs/matching.md.
"""

from matching.engine.encoder import EncoderError, encoder_named
from matching.engine.features import Analyser, Features, Record, StaleFeaturesError, is_current
from matching.engine.index import Comparison, Index, Match
from matching.engine.reasons import CODES, Reason
from matching.engine.records import (
    FORMATS,
    TARGET_GROUPS,
    NeedRecord,
    OfferRecord,
    RecordError,
)
from matching.engine.taxonomy import Competence, Taxonomy, TaxonomyError

__all__ = [
    "CODES", "FORMATS", "TARGET_GROUPS", "Analyser", "Comparison", "Competence",
    "EncoderError", "Features", "Index", "Match",
    "NeedRecord", "OfferRecord", "Reason", "Record", "RecordError", "StaleFeaturesError", "Taxonomy",
    "TaxonomyError", "encoder_named", "is_current",
]  # fmt: skip
