"""Every number that decides what is suggested, in one place.

Chosen by cross-validation on judged pairs (`python -m matching.engine tune`); docs/matching.md has
the figures. A score is `fit × circumstances`: fit mixes the three topic components, circumstances
multiply softly for what would have to be arranged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_GROUPS_NEAR: Final[Mapping[tuple[str, str], float]] = {
    ("adolescents", "young-adults"): 0.9,
    ("adolescents", "children"): 0.85,
    ("children", "families"): 0.95,
    ("adolescents", "families"): 0.9,
    ("families", "young-adults"): 0.85,
    ("staff", "volunteers"): 0.95,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of one engine; all shares, factors and confidences lie between 0 and 1."""

    # Below this score nothing is suggested: an honest "nothing fits yet".
    threshold: float = 0.26

    # Shares of the three components of `fit`; they add up to 1.
    coverage: float = 0.50  # competences of the need that the offer covers
    best_part: float = 0.6  # of coverage: how much the best covered competence alone decides
    nothing_agreed: float = 0.7  # factor of coverage when no concept is shared
    concepts: float = 0.40  # same things meant (lexicon entries), whatever the words
    words: float = 0.10  # same words and word parts

    # A cosine of this size already counts as full agreement: short texts never share everything.
    concepts_full: float = 0.6
    words_full: float = 0.35

    # Nearness in the taxonomy tree: a group and its member, two members of one group.
    group_nearness: float = 0.35
    sibling_nearness: float = 0.15

    # Confidence in a competence: a tick alone, a tick while the text clearly speaks of something
    # else, the text alone at most. A tick that the text confirms is nearly certain.
    tick_alone: float = 0.7
    tick_contradicted: float = 0.35
    text_at_most: float = 0.9
    tick_as_concept: float = 0.1  # what a tick weighs beside the concepts of the text

    # How sure one word for a concept makes it; further words add to that.
    mention: float = 0.6

    # What a mention counts: in the title; in a need's sentence that asks for nothing, while others
    # do; as a concept of no competence (how, with whom); as part of a compound; an everyday word.
    title: float = 1.0
    background: float = 0.7
    shared_concept: float = 0.6
    word_part: float = 0.6
    common_word: float = 0.15

    # Circumstances.
    alternative_format: float = 0.97
    capacity_floor: float = 0.8  # factor when almost nothing of the wanted number is there
    notice_short: float = 0.9
    period_short: float = 0.95
    period_short_days: int = 14  # fewer common days than this, where both sides have more
    group_other: float = 0.7  # target groups that have little in common
    groups_near: Mapping[tuple[str, str], float] = field(default_factory=lambda: _GROUPS_NEAR)


WEIGHTS: Final = Weights()
