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

    # A list opens with a pair of at least this score, or stays empty: an honest "nothing fits yet".
    threshold: float = 0.23
    # Below the pair that opens a list, others are suggested from here on.
    beside: float = 0.15

    # Shares of the components of `fit`; they add up to 1.
    topic: float = 0.40  # the same competences
    concepts: float = 0.20  # the same things meant (lexicon entries), whatever the words
    meaning: float = 0.40  # texts that the encoder finds alike

    # A cosine of this size already counts as full agreement: short texts never share everything.
    concepts_full: float = 0.6

    # Cosine of the encoder's vectors: what strangers have, and what close pairs reach.
    meaning_stranger: float = 0.10
    meaning_close: float = 0.60

    # What speaks for a competence, in logits: the classifier's own divided by its temperature, a
    # tick, a tick on its group, being as sure as can be by the lexicon, being ruled out. What the
    # classifier does not know is rated beside its typical (median) competence: one that was added
    # to the taxonomy, and none at all.
    temperature: float = 2.0
    tick: float = 2.0
    group_tick: float = 0.7
    in_lexicon: float = 2.0
    refused: float = -4.0
    unknown: float = -0.5
    nothing: float = 2.0
    least_share: float = 0.02  # shares below are noise
    tick_as_concept: float = 0.1  # what a tick weighs beside the concepts of the text

    # How sure one word for a concept makes it; further words add to that.
    mention: float = 0.6

    # What a mention counts: in the title; in a need's sentence that asks for nothing, while others
    # do; as a concept of no competence (how, with whom).
    title: float = 1.0
    background: float = 0.7
    shared_concept: float = 0.6

    # Circumstances.
    alternative_format: float = 0.97
    capacity_floor: float = 0.8  # factor when almost nothing of the wanted number is there
    notice_short: float = 0.9
    period_short: float = 0.95
    period_short_days: int = 14  # fewer common days than this, where both sides have more
    group_other: float = 0.7  # target groups that have little in common
    groups_near: Mapping[tuple[str, str], float] = field(default_factory=lambda: _GROUPS_NEAR)


WEIGHTS: Final = Weights()
