"""What an adviser knows: which words speak of which competence, from the files in `lexicon/`.

A table is a *concept*, a thing that is meant, named by competence and concept:

    ["finance/accounting".receipts]
    strength = 0.7
    terms = ["Belege", "Quittungen"]
    hints = ["Kasse"]

`strength` is how surely the concept speaks of its competence (0 to 1); terms mean the concept,
hints point to it half as surely. Concepts of `[shared.…]` speak of no competence but make two texts
alike. A term is one word or several in a row; it also matches inside compounds, as their head in
full ("Vereinsbuchhaltung") and as their first part weaker ("Buchhaltungsprogramm"); a trailing `*`
matches any continuation, a leading `=` only this very form (for short words with many neighbours). Labels and synonyms of the taxonomy join in as concepts of their own, so
that an operator's new competence is understood without a lexicon entry.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from matching.engine.taxonomy import Competence, Taxonomy
from matching.engine.text import base_form, fold, plain, spell_out
from matching.engine.words import COMMON_WORDS

FOLDER: Final = Path(__file__).parent / "lexicon"
DEFAULT_STRENGTH: Final = 0.8
HINT: Final = 0.5
SHARED: Final = "shared"
AS_FIRST_PART: Final = 0.5
MISSPELT: Final = 0.8
_LINKS: Final = ("", "s", "es", "n", "en", "e", "er", "ns")
_MIN_PART: Final = 5
LONG_WORD: Final = 7  # misspellings are only guessed in words of this length
# A head is believed after an unknown first part when both are long: "Advents|backen", but not
# "be|gleitung" or "Vor|bereitung".
_MIN_HEAD: Final = 6
_MIN_UNKNOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that texts mean; `competence` is a slug, or None for shared concepts."""

    name: str
    competence: str | None
    strength: float
    terms: tuple[str, ...]
    hints: tuple[str, ...] = ()


class Meaning(NamedTuple):
    """A concept (its place in `Lexicon.concepts`) and how sure this reading is."""

    concept: int
    certainty: float


class Lexicon:
    """Finds concepts in tokens; built once for a taxonomy."""

    def __init__(self, taxonomy: Taxonomy, folder: Path = FOLDER) -> None:
        written = [
            concept
            for concept in _from_files(folder)
            if concept.competence is None or concept.competence in taxonomy.position
        ]
        in_files = {
            (c.competence, base_form(fold(term))) for c in written for term in (*c.terms, *c.hints)
        }
        self.concepts: tuple[Concept, ...] = (*written, *_from_taxonomy(taxonomy, in_files))
        self._exact: dict[str, list[Meaning]] = defaultdict(list)
        self._words: dict[str, list[Meaning]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = defaultdict(list)
        self._beginnings: dict[str, list[Meaning]] = defaultdict(list)
        self._near: dict[str, set[str]] = defaultdict(set)
        for place, concept in enumerate(self.concepts):
            for term in concept.terms:
                self._add(term, Meaning(place, 1.0))
            for hint in concept.hints:
                self._add(hint, Meaning(place, HINT))
        for known in list(self._words):
            for variant in _without_one_letter(known):
                self._near[variant].add(known)
        self.sense = lru_cache(maxsize=65_536)(self._sense)

    def _add(self, term: str, place: Meaning) -> None:
        if term.startswith("="):
            self._exact[plain(term[1:])].append(place)
            return
        words = fold(spell_out(term)).replace("-", " ").split()
        if not words:
            return
        if len(words) > 1:
            bases = tuple(base_form(word) for word in words)
            self._phrases[bases[0]].append((bases, place))
        elif words[0].endswith("*"):
            self._beginnings[words[0][:-1]].append(place)
        else:
            for form in _forms(term, words[0]):
                self._words[form].append(place)

    def phrases_at(self, bases: list[str], at: int) -> Iterator[tuple[Meaning, int]]:
        """Concepts of terms of several words that begin at token `at`, with their length."""
        for phrase, place in self._phrases.get(bases[at], ()):
            if tuple(bases[at : at + len(phrase)]) == phrase:
                yield place, len(phrase)

    def _sense(self, written: str) -> tuple[Meaning, ...]:
        """Best meaning of a plain word per concept: itself, else as a compound or a misspelling."""
        folded = fold(written)
        whole = [*self._exact.get(written, ()), *self._words.get(base_form(folded), ())]
        for size in range(3, len(folded) + 1):
            whole += self._beginnings.get(folded[:size], ())
        if whole:
            return _best(whole, 1.0)
        found = [
            Meaning(concept, share * certainty)
            for part, share in self._split(folded)
            for concept, certainty in self._words[part]
        ]
        if not found:
            found = list(_best(self._misspelt(folded), MISSPELT))
        return _best(found, 1.0)

    def _split(self, folded: str) -> list[tuple[str, float]]:
        """Known head and first part of a compound with the certainty that they carry."""
        parts = []
        for cut in range(3, len(folded) - 3):
            tail = base_form(folded[cut:])
            if tail in self._words and self._is_head(folded, cut):
                parts.append((tail, 1.0))
                break
        for cut in range(len(folded) - 3, 4, -1):
            if (first := self._part(folded[:cut])) is not None:
                parts.append((first, AS_FIRST_PART))
                break
        return parts

    def _part(self, text: str) -> str | None:
        """The known word that `text` is as a first part, with or without a linking letter."""
        for link in _LINKS:
            if text.endswith(link):
                base = base_form(text[: len(text) - len(link)])
                if len(base) >= _MIN_PART and base in self._words:
                    return base
        return None

    def _is_head(self, folded: str, cut: int) -> bool:
        long_enough = cut >= _MIN_UNKNOWN and len(folded) - cut >= _MIN_HEAD
        return long_enough or self._part(folded[:cut]) is not None

    def _misspelt(self, folded: str) -> list[Meaning]:
        """Concepts of known long words with one letter too many, too few, or two swapped."""
        near: set[str] = set()
        for word in {folded, base_form(folded)}:
            near |= self._near.get(word, set())
            for variant in _without_one_letter(word):
                if variant in self._words:
                    near.add(variant)
                near |= {w for w in self._near.get(variant, ()) if sorted(w) == sorted(word)}
        return [meaning for known in sorted(near) for meaning in self._words[known]]


@lru_cache(maxsize=4)
def lexicon_for(taxonomy: Taxonomy) -> Lexicon:
    """The lexicon of a taxonomy, built once a process."""
    return Lexicon(taxonomy)


def _best(meanings: list[Meaning], share: float) -> tuple[Meaning, ...]:
    """The surest meaning per concept, scaled."""
    best: dict[int, float] = {}
    for concept, certainty in meanings:
        best[concept] = max(best.get(concept, 0.0), certainty * share)
    return tuple(Meaning(concept, certainty) for concept, certainty in sorted(best.items()))


def _forms(term: str, folded: str) -> set[str]:
    """Base form of a term; of a verb ("kochen") also "kocht" and "gekocht"."""
    base = base_form(folded)
    if not term.islower() or not folded.endswith("en"):
        return {base}
    return {base, f"{base}t", f"ge{base}t"}


def _without_one_letter(word: str) -> list[str]:
    if len(word) < LONG_WORD:
        return []
    return [word[:i] + word[i + 1 :] for i in range(1, len(word))]


def _from_files(folder: Path) -> Iterator[Concept]:
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            for competence, tables in tomllib.load(file).items():
                for name, table in tables.items():
                    yield _concept(competence, name, table)


def _concept(competence: str, name: str, table: dict[str, Any]) -> Concept:
    return Concept(
        name=f"{competence}:{name}",
        competence=None if competence == SHARED else competence,
        strength=float(table.get("strength", DEFAULT_STRENGTH)),
        terms=tuple(table["terms"]),
        hints=tuple(table.get("hints", ())),
    )


def _from_taxonomy(taxonomy: Taxonomy, known: set[tuple[str | None, str]]) -> Iterator[Concept]:
    """Labels and synonyms that the files do not know yet."""
    for competence in taxonomy.competences:
        terms, hints = _label_terms(competence, known)
        if terms or hints:
            strength = DEFAULT_STRENGTH if competence.parent else DEFAULT_STRENGTH / 2
            yield Concept(f"{competence.slug}:label", competence.slug, strength, terms, hints)


def _label_terms(
    competence: Competence, known: set[tuple[str | None, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Terms and, from double labels such as "Architektur & Planung", hints."""
    terms: list[str] = []
    hints: list[str] = []
    for text in (
        competence.label_de,
        competence.label_en,
        *competence.synonyms_de,
        *competence.synonyms_en,
    ):
        parts = [part.strip() for part in re.split(r"[,&/]", text)]
        for part in parts:
            # "Vereins- & Stiftungsrecht": the half word stands for nothing on its own.
            if len(part) < 2 or part.endswith("-") or fold(part) in COMMON_WORDS:
                continue
            if (competence.slug, base_form(fold(part))) not in known:
                (hints if len(parts) > 1 else terms).append(part)
    return tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(hints))
