"""What a record's text and ticks mean: competences with confidence, concepts, and words.

`Analyser.analyse` is the only place that reads text. Its result depends on the record, the
taxonomy and the lexicon alone, never on other records, so it can be stored beside the record
(`Features.to_bytes`) and an index rebuilt from storage without reading texts again.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, TypeVar

from matching.engine.lexicon import Lexicon, lexicon_for
from matching.engine.records import NeedRecord, OfferRecord
from matching.engine.taxonomy import Taxonomy
from matching.engine.text import Token, stem, tokens
from matching.engine.weights import WEIGHTS, Weights
from matching.engine.words import COMMON_WORDS, STOP_WORDS

Record = NeedRecord | OfferRecord
Key = TypeVar("Key", int, str)

FORMAT: Final = 1  # of the stored form; raise it when the analysis changes
MAX_CONCEPTS: Final = 24
MAX_WORDS: Final = 64
# A text this sure of another competence contradicts a tick that it does not mention.
_SURE: Final = 0.6


class StaleFeaturesError(ValueError):
    """Stored features were made with another taxonomy, lexicon or format: analyse again."""


@dataclass(frozen=True, slots=True)
class Features:
    """The analysed form of one record.

    `competences` maps slug to confidence (0 to 1), `in_text` those that the text speaks of,
    `refused` those it rules out; `concepts` maps concept number to weight; `words` maps stem to
    weight (those from the lexicon's end on are ticks); `surfaces` maps stems and `#concept` to the word as written, for reasons.
    """

    version: str
    competences: dict[str, float]
    in_text: tuple[str, ...]
    refused: tuple[str, ...]
    concepts: dict[int, float]
    words: dict[str, float]
    surfaces: dict[str, str]

    def to_bytes(self) -> bytes:
        """Compact storable form."""
        plain = [
            self.version, self.competences, self.in_text, self.refused,
            {str(k): v for k, v in self.concepts.items()}, self.words, self.surfaces,
        ]  # fmt: skip
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, stored: bytes, version: str) -> "Features":
        """Read the stored form; raises StaleFeaturesError when `version` differs or it is damaged."""
        try:
            found, competences, in_text, refused, concepts, words, surfaces = json.loads(stored)
        except ValueError as error:
            raise StaleFeaturesError(str(error)) from error
        if found != version:
            raise StaleFeaturesError(f"made by {found}, wanted {version}")
        return cls(
            version=found,
            competences=competences,
            in_text=tuple(in_text),
            refused=tuple(refused),
            concepts={int(k): v for k, v in concepts.items()},
            words=words,
            surfaces=surfaces,
        )


class Analyser:
    """Turns records into features with one taxonomy and its lexicon."""

    def __init__(
        self, taxonomy: Taxonomy, *, lexicon: Lexicon | None = None, weights: Weights = WEIGHTS
    ) -> None:
        self.taxonomy = taxonomy
        self.lexicon = lexicon or lexicon_for(taxonomy)
        self.weights = weights
        known = repr((taxonomy.competences, self.lexicon.concepts, weights, FORMAT))
        self.version = hashlib.sha256(known.encode()).hexdigest()[:12]

    def analyse(self, record: Record) -> Features:
        """Features of a need or an offer; the same record always gives the same features."""
        wanted = isinstance(record, NeedRecord)
        reading = _Reading(self.lexicon, self.weights, wanted=wanted)
        reading.read(tokens(record.title, wanted=wanted), self.weights.title)
        reading.read(tokens(record.description, wanted=wanted), 1.0)
        in_text, refused = reading.competences()
        ticked = [slug for slug in record.competencies if slug in self.taxonomy.position]
        concepts = _strongest(self._weighed(reading.concepts, ticked), MAX_CONCEPTS)
        words = _strongest(reading.words, MAX_WORDS)
        kept = {*words, *(f"#{concept}" for concept in concepts)}
        return Features(
            version=self.version,
            competences=self._confidences(ticked, in_text, refused),
            in_text=tuple(sorted(in_text)),
            refused=tuple(sorted(refused)),
            concepts=concepts,
            words=words,
            surfaces={key: word for key, word in reading.surfaces.items() if key in kept},
        )

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

    def _confidences(
        self, ticked: list[str], in_text: dict[str, float], refused: set[str]
    ) -> dict[str, float]:
        """Ticks and text together: a tick that the text confirms is certain, one it contradicts weak."""
        sure_elsewhere = max(in_text.values(), default=0.0) >= _SURE
        result = dict(in_text)
        for slug in ticked:
            said = in_text.get(slug, 0.0)
            alone = (
                self.weights.tick_contradicted
                if slug in refused or (sure_elsewhere and said < 0.2)
                else self.weights.tick_alone
            )
            result[slug] = round(1.0 - (1.0 - alone) * (1.0 - said), 4)
        return result


class _Reading:
    """Collects concepts and words while the tokens of a text pass by."""

    def __init__(self, lexicon: Lexicon, weights: Weights, *, wanted: bool) -> None:
        self.lexicon = lexicon
        self.weights = weights
        self.wanted = wanted
        self.mentions: dict[int, dict[str, float]] = defaultdict(dict)
        self.refused: set[int] = set()
        self.words: dict[str, float] = defaultdict(float)
        self.surfaces: dict[str, str] = {}

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
            sense = self.lexicon.sense(token.plain)
            for concept, certainty in sense.concepts:
                if at >= covered_until or certainty == 1.0:
                    self._mean(concept, weight * token.polarity * certainty, token.surface)
            self._say(token, sense.parts, weight)

    def _mean(self, concept: int, weight: float, surface: str) -> None:
        if weight < 0:
            self.refused.add(concept)
            return
        mentions = self.mentions[concept]
        mentions[surface.lower()] = max(mentions.get(surface.lower(), 0.0), weight)
        if weight >= max(mentions.values()):
            self.surfaces[f"#{concept}"] = surface

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

    def _say(self, token: Token, parts: tuple[str, ...], weight: float) -> None:
        if token.polarity <= 0 or len(token.stem) < 3:
            return
        weight *= token.polarity
        for word, share in ((token.stem, 1.0), *((part, self.weights.word_part) for part in parts)):
            if word in COMMON_STEMS:
                share *= self.weights.common_word
            self.words[word] = max(self.words[word], weight * share)
            self.surfaces.setdefault(word, token.surface)

    def competences(self) -> tuple[dict[str, float], set[str]]:
        """Confidence per competence that the text speaks of, and those it rules out."""
        missing: dict[str, float] = defaultdict(lambda: 1.0)
        for place, weight in self.concepts.items():
            concept = self.lexicon.concepts[place]
            if concept.competence is not None:
                missing[concept.competence] *= 1.0 - min(0.95, concept.strength * weight)
        found = {
            slug: round(self.weights.text_at_most * (1.0 - rest), 4)
            for slug, rest in missing.items()
        }
        refused: set[str] = set()
        for place in self.refused:
            concept = self.lexicon.concepts[place]
            slug = concept.competence
            if slug is not None and concept.strength >= _SURE and found.get(slug, 0.0) < _SURE:
                refused.add(slug)
                found.pop(slug, None)
        return found, refused


COMMON_STEMS: Final = frozenset(stem(word) for word in COMMON_WORDS)


def _strongest(weights: dict[Key, float], most: int) -> dict[Key, float]:
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    return {key: round(weight, 4) for key, weight in kept if weight > 0}
