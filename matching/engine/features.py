"""What a record's text and ticks mean: shares of competences, concepts, and the encoder's view.

`Analyser.analyse` is the only place that reads text. Its result depends on the record, the
taxonomy, the lexicon, the classifier and the encoder alone, never on other records, so it can be
stored beside the record (`Features.to_bytes`) and an index rebuilt from storage without reading
texts again.
"""

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.engine import packed
from matching.engine.encoder import Encoder, nothing_learned
from matching.engine.lexicon import Lexicon, lexicon_for
from matching.engine.records import NeedRecord, OfferRecord
from matching.engine.taxonomy import Taxonomy
from matching.engine.text import Token, tokens
from matching.engine.topics import TopicModel, grams, topic_model
from matching.engine.weights import WEIGHTS, Weights
from matching.engine.words import STOP_WORDS

Record = NeedRecord | OfferRecord

FORMAT: Final = 3  # of the stored form; raise it when the analysis changes
_SURE: Final = 0.6  # a concept that speaks this surely of its competence can rule it out


class StaleFeaturesError(ValueError):
    """Stored features were made with another taxonomy, lexicon or format: analyse again."""


@dataclass(frozen=True, slots=True)
class Features:
    """The analysed form of one record.

    `competences` maps slug to its share of what the record is about (0 to 1, in sum 1 at most);
    `concepts` maps concept number to weight, `surfaces` to the word as written, for reasons;
    `meaning` is the encoder's shortened vector (None without encoder); `source` is the digest of
    what was analysed.
    """

    version: str
    source: bytes
    competences: dict[str, float]
    concepts: dict[int, float]
    surfaces: dict[int, str]
    meaning: NDArray[np.float32] | None = None

    def to_bytes(self) -> bytes:
        """Compact storable form; what only explanations read stands in its tail."""
        tail = (self.competences, self.surfaces)
        return packed.pack((self.version, self.source), self.concepts, self.meaning, tail)


def source_of(record: Record) -> bytes:
    """Digest of everything that the analysis of a record reads; equal digests, equal features."""
    read = (type(record).__name__, record.title, record.description, record.competencies)
    return hashlib.blake2b(repr(read).encode(), digest_size=8).digest()


def is_current(stored: bytes, record: Record, version: str) -> bool:
    """Whether stored features were made by this version from this very text."""
    return packed.version(stored) == version and packed.source(stored) == source_of(record)


def check_version(stored: bytes, version: str) -> None:
    """Raise StaleFeaturesError unless `stored` was made by this `version`."""
    if packed.version(stored) != version or len(stored) <= packed.BLOCK.itemsize:
        raise StaleFeaturesError(f"made by {packed.version(stored)!r}, wanted {version!r}")


class Analyser:
    """Turns records into features with one taxonomy and its lexicon.

    Raises EncoderError when nothing was learned with the encoder yet.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        lexicon: Lexicon | None = None,
        weights: Weights = WEIGHTS,
        encoder: Encoder | None = None,
    ) -> None:
        self.taxonomy = taxonomy
        self.encoder = encoder
        self.lexicon = lexicon or lexicon_for(taxonomy)
        self.weights = weights
        self.model = _model_for(encoder)
        heard = encoder.name if encoder else "no encoder"
        known = repr((taxonomy.competences, self.lexicon.concepts, weights, heard, FORMAT))
        stamp = f"{known} {self.model.version}"
        self.version = hashlib.sha256(stamp.encode()).hexdigest()[:12]

    def analyse(self, record: Record) -> Features:
        """Features of a need or an offer; the same record always gives the same features."""
        wanted = isinstance(record, NeedRecord)
        reading = _Reading(self.lexicon, self.weights, wanted=wanted)
        title, description = (
            tokens(text, wanted=wanted) for text in (record.title, record.description)
        )
        reading.read(title, self.weights.title)
        reading.read(description, 1.0)
        ticked = [slug for slug in record.competencies if slug in self.taxonomy.position]
        concepts = _strongest(self._weighed(reading.concepts, ticked), packed.MAX_CONCEPTS)
        meaning = self._meaning(record)
        not_denied = " ".join(t.surface for t in (*title, *description) if t.polarity > 0)
        return Features(
            version=self.version,
            source=source_of(record),
            competences=self._shares(not_denied, meaning, ticked, reading),
            concepts=concepts,
            surfaces={c: reading.surfaces[c] for c in concepts if c in reading.surfaces},
            meaning=self.encoder.shorten(meaning) if self.encoder and meaning is not None else None,
        )

    def _meaning(self, record: Record) -> NDArray[np.float32] | None:
        if self.encoder is None or not (record.title + record.description).strip():
            return None
        return self.encoder.encode(f"{record.title}. {record.description}")

    def _weighed(self, concepts: dict[int, float], ticked: list[str]) -> dict[int, float]:
        """Concepts that say how or with whom weigh less; ticks are concepts of their own."""
        known = self.lexicon.concepts
        weighed = {
            place: weight * (1.0 if known[place].competence else self.weights.shared_concept)
            for place, weight in concepts.items()
        }
        for slug in ticked:
            weighed[len(known) + self.taxonomy.position[slug]] = self.weights.tick_as_concept
        return weighed

    def _shares(
        self,
        text: str,
        meaning: NDArray[np.float32] | None,
        ticked: list[str],
        reading: "_Reading",
    ) -> dict[str, float]:
        """What the record is about, as shares of competences: classifier, lexicon and ticks.

        Evidence adds up as logits. A record without a word and without a tick is about nothing.
        """
        in_lexicon, refused = reading.competences()
        if not ticked and not in_lexicon and not grams(text):
            return {}
        heard = self.encoder is not None and self.encoder.name == self.model.encoder
        logits = self.model.logits(text, meaning if heard else None)
        weights = self.weights
        logits = {slug: logit / weights.temperature for slug, logit in logits.items()}
        typical = median(logits.values())
        found: dict[str, float] = {"": typical + weights.nothing}
        for slug, parent in self.taxonomy.leaves:
            found[slug] = (
                logits.get(slug, typical + weights.unknown)
                + weights.tick * (slug in ticked)
                + weights.group_tick * (parent in ticked)
                + weights.in_lexicon * in_lexicon.get(slug, 0.0)
                + weights.refused * (slug in refused)
            )
        shares = _softmax(found, weights.least_share)
        shares.pop("", None)
        return shares


def _model_for(encoder: Encoder | None) -> TopicModel:
    if encoder is None:
        return topic_model()
    try:
        return topic_model(encoder.folder)
    except FileNotFoundError as error:
        raise nothing_learned(encoder.folder) from error


class _Reading:
    """Collects concepts and words while the tokens of a text pass by."""

    def __init__(self, lexicon: Lexicon, weights: Weights, *, wanted: bool) -> None:
        self.lexicon = lexicon
        self.weights = weights
        self.wanted = wanted
        self.mentions: dict[int, dict[str, float]] = defaultdict(dict)
        self.refused: set[int] = set()
        self.surfaces: dict[int, str] = {}

    def read(self, text: list[Token], weight: float) -> None:
        bases = [token.base for token in text]
        covered_until = 0
        asked_for = self.wanted and any(token.asks for token in text)
        whole = weight
        for at, token in enumerate(text):
            weight = whole * (self.weights.background if asked_for and not token.asks else 1.0)
            for (concept, certainty), length in self.lexicon.phrases_at(bases, at):
                surface = " ".join(t.surface for t in text[at : at + length])
                self._mean(
                    concept,
                    weight * certainty * min(t.polarity for t in text[at : at + length]),
                    surface,
                )
                covered_until = max(covered_until, at + length)
            if token.folded in STOP_WORDS:
                continue
            for concept, certainty in self.lexicon.sense(token.plain):
                if at >= covered_until or certainty == 1.0:
                    self._mean(concept, weight * token.polarity * certainty, token.surface)

    def _mean(self, concept: int, weight: float, surface: str) -> None:
        if weight < 0:
            self.refused.add(concept)
            return
        mentions = self.mentions[concept]
        mentions[surface.lower()] = max(mentions.get(surface.lower(), 0.0), weight)
        if weight >= max(mentions.values()):
            self.surfaces[concept] = surface

    @property
    def concepts(self) -> dict[int, float]:
        """Weight of each concept; every further word for it makes it surer."""
        weights = {}
        for concept, mentions in self.mentions.items():
            doubt = 1.0
            for weight in mentions.values():
                doubt *= 1.0 - self.weights.mention * min(1.0, weight)
            weights[concept] = 1.0 - doubt
        return weights

    def competences(self) -> tuple[dict[str, float], set[str]]:
        """Confidence per competence that the text speaks of, and those it rules out."""
        missing: dict[str, float] = defaultdict(lambda: 1.0)
        for place, weight in self.concepts.items():
            concept = self.lexicon.concepts[place]
            if concept.competence is not None:
                missing[concept.competence] *= 1.0 - min(0.95, concept.strength * weight)
        found = {slug: round(1.0 - rest, 4) for slug, rest in missing.items()}
        refused: set[str] = set()
        for place in self.refused:
            concept = self.lexicon.concepts[place]
            slug = concept.competence
            if slug is not None and concept.strength >= _SURE and found.get(slug, 0.0) < _SURE:
                refused.add(slug)
                found.pop(slug, None)
        return found, refused


def _strongest(weights: dict[int, float], most: int) -> dict[int, float]:
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    return {key: round(weight, 4) for key, weight in kept if weight > 0}


def _softmax(logits: dict[str, float], least: float) -> dict[str, float]:
    """Shares of the whole, without those below `least`."""
    most = max(logits.values(), default=0.0)
    powers = {slug: math.exp(logit - most) for slug, logit in logits.items()}
    whole = sum(powers.values())
    return {slug: round(p / whole, 4) for slug, p in powers.items() if p >= least * whole}
