"""Training of the topic classifier: `python -m matching.engine learn`.

Softmax regression on texts written for this purpose (`examples/*.toml`: what a need and what an
offer of each competence may sound like) and, with little weight, on the terms of the lexicon.
Adam on full batches from zero with a fixed number of steps: the same data, the same model.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engine.encoder import AXES, Encoder
from matching.engine.lexicon import HINT, Lexicon
from matching.engine.packed import MEANING_SIZE
from matching.engine.topics import GRAM_SPACE, MODEL, Floats, gram_weights, grams

EXAMPLES: Final = Path(__file__).parent / "examples"
TERM_WEIGHT: Final = 0.1  # of a lexicon term beside a whole example text
# Both voices come as unit vectors; larger ones learn faster under the same penalty.
MEANING_SCALE: Final = 5.0
GRAM_SCALE: Final = 3.0
PENALTY: Final = 3e-5
STEPS: Final = 300
RATE: Final = 0.05
FOLDS: Final = 5


class ExamplesError(ValueError):
    """An example file cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that speaks of one competence; `weight` is what it counts beside others."""

    text: str
    slug: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Voices:
    """Texts as numbers: the encoder's vectors and the parts of words with their rarity."""

    meaning: Floats
    grams: sparse.csr_matrix
    rarity: Floats


def read_examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    """Examples of all files; raises ExamplesError."""
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            for slug, table in tables.items():
                for text in (*table["needs"], *table["offers"]):
                    yield Example(str(text), slug, 1.0)
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise ExamplesError(f"{path.name}: {error}") from error


def terms_of(lexicon: Lexicon, slugs: set[str]) -> Iterator[Example]:
    """Terms and hints of the lexicon as short examples."""
    for concept in lexicon.concepts:
        if concept.competence in slugs:
            for term in concept.terms:
                yield Example(term.strip("=*"), concept.competence, TERM_WEIGHT)
            for hint in concept.hints:
                yield Example(hint.strip("=*"), concept.competence, TERM_WEIGHT * HINT)


class Learner:
    """Trains on examples with one encoder."""

    def __init__(self, encoder: Encoder, lexicon: Lexicon, folder: Path = EXAMPLES) -> None:
        self.encoder = encoder
        written = list(read_examples(folder))
        self.slugs = sorted({example.slug for example in written})
        self.written = len(written)
        self.examples = [*written, *terms_of(lexicon, set(self.slugs))]
        self._voices = self._hear([example.text for example in self.examples])
        place = {slug: at for at, slug in enumerate(self.slugs)}
        self._answers = np.array([place[example.slug] for example in self.examples])

    def report(self) -> Iterator[str]:
        """How often the classifier is right on examples that it was not shown, per fold."""
        yield f"{self.written} examples, {len(self.examples) - self.written} terms"
        right = []
        for fold in range(FOLDS):
            unseen = np.arange(self.written) % FOLDS == fold
            shown = np.concatenate([~unseen, np.ones(len(self.examples) - self.written, bool)])
            fitted = self._fit(np.flatnonzero(shown))
            asked = np.flatnonzero(unseen)
            found = self._score(fitted, asked).argmax(axis=1)
            right.append(float((found == self._answers[asked]).mean()))
            yield f"fold {fold + 1}: {right[-1]:.3f}"
        yield f"right on unseen examples: {np.mean(right):.3f}"

    def save(self) -> None:
        """Train on everything and write the model into the encoder's folder."""
        meaning, by_gram, start = self._fit(np.arange(len(self.examples)))
        scale = np.abs(by_gram).max(axis=0)
        known = hashlib.sha256(repr((self.examples, self.encoder.name)).encode()).hexdigest()
        np.savez_compressed(
            self.encoder.folder / MODEL,
            slugs=np.array(self.slugs),
            encoder=np.array(self.encoder.name),
            version=np.array(known[:12]),
            meaning=(meaning * MEANING_SCALE).astype(np.float16),
            grams=np.rint(by_gram / scale * 127).astype(np.int8),
            gram_scale=(scale / 127 * GRAM_SCALE).astype(np.float32),
            rarity=self._voices.rarity.astype(np.float16),
            start=start,
        )

    def save_axes(self) -> None:
        """Write beside it the directions along which the lexicon's terms differ most, the strongest first."""
        vectors = self._voices.meaning[self.written :]
        _, _, directions = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
        axes = np.zeros((MEANING_SIZE, vectors.shape[1]), dtype=np.float16)
        axes[: len(directions)] = directions[:MEANING_SIZE]
        np.save(self.encoder.folder / AXES, axes.T)

    def _hear(self, texts: Sequence[str]) -> _Voices:
        meaning = np.array([self.encoder.encode(text) for text in texts], dtype=np.float32)
        counted = [grams(text) for text in texts]
        spread = np.zeros(GRAM_SPACE, dtype=np.float32)
        for counts in counted:
            spread[list(counts)] += 1
        rarity = np.log((len(texts) + 1) / (spread + 1)).astype(np.float16).astype(np.float32)
        rows = [at for at, counts in enumerate(counted) for _ in counts]
        places = [gram for counts in counted for gram in counts]
        weights = [
            gram_weights(np.array(list(counts.values())), rarity[list(counts)])
            for counts in counted
            if counts
        ]
        matrix = sparse.csr_matrix(
            (np.concatenate(weights), (rows, places)), shape=(len(texts), GRAM_SPACE)
        )
        return _Voices(meaning, matrix, rarity)

    def _fit(self, shown: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        """(weights by meaning, weights by gram, start) by Adam from zero."""
        meaning = self._voices.meaning[shown] * np.float32(MEANING_SCALE)
        by_gram = self._voices.grams[shown] * np.float32(GRAM_SCALE)
        wanted = np.eye(len(self.slugs), dtype=np.float32)[self._answers[shown]]
        weight = np.array([self.examples[at].weight for at in shown], dtype=np.float32)
        weight = (weight / weight.sum())[:, np.newaxis]
        sizes = (meaning.shape[1], GRAM_SPACE, 1)
        fitted = [np.zeros((size, len(self.slugs)), dtype=np.float32) for size in sizes]
        first = [np.zeros_like(part) for part in fitted]
        second = [np.zeros_like(part) for part in fitted]
        for step in range(1, STEPS + 1):
            off = (
                _softmax(meaning @ fitted[0] + by_gram @ fitted[1] + fitted[2]) - wanted
            ) * weight
            slopes = (
                meaning.T @ off + PENALTY * fitted[0],
                by_gram.T @ off + PENALTY * fitted[1],
                off.sum(axis=0, keepdims=True),
            )
            for part, slope, mean, square in zip(fitted, slopes, first, second, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope * slope - square)
                part -= (
                    RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
                )
        return fitted[0], fitted[1], fitted[2][0]

    def _score(self, fitted: tuple[Floats, Floats, Floats], asked: NDArray[np.intp]) -> Floats:
        result: Floats = (
            self._voices.meaning[asked] * MEANING_SCALE @ fitted[0]
            + self._voices.grams[asked] * GRAM_SCALE @ fitted[1]
            + fitted[2]
        )
        return result


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
