"""Needs, offers, and the suggestions that bring them together."""

from matching.models.choices import Format, Language, ListingStatus, Side, TargetGroup
from matching.models.features import NeedFeatures, OfferFeatures
from matching.models.freshness import Answer, AskedPerson, FreshnessQuestion, Step
from matching.models.need import Need
from matching.models.offer import CONTACT_WITH_MINORS, Offer
from matching.models.proposal import PairState, Proposal, ProposedPair
from matching.models.run import MatchingPart, MatchingRun, RunState
from matching.models.suggestion import Dismissal, DismissalReason, Suggestion
from matching.models.told import ToldSuggestion

__all__ = [
    "CONTACT_WITH_MINORS",
    "Answer",
    "AskedPerson",
    "Dismissal",
    "DismissalReason",
    "Format",
    "FreshnessQuestion",
    "Language",
    "ListingStatus",
    "MatchingPart",
    "MatchingRun",
    "Need",
    "NeedFeatures",
    "Offer",
    "OfferFeatures",
    "PairState",
    "Proposal",
    "ProposedPair",
    "RunState",
    "Side",
    "Step",
    "Suggestion",
    "TargetGroup",
    "ToldSuggestion",
]
