"""What somebody meant by the words they typed: places, competencies, words, and slips.

"Mentoring Leipzig 20 km" is a competency, a place and a radius; "Buchführung" is what is filed under
Rechnungswesen; "Buchhaltug" is a slip. Whatever is understood is said on the page.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from portal.site.search.index import SearchIndex, Term
from portal.site.search.vocabulary import (
    LONGEST_PHRASE,
    Named,
    Vocabulary,
    compounds_with,
    meant_by,
)
from portal.site.search.words import WORD, says_nothing, stem
from profiles import places
from profiles.places import Place

LONGEST_TEXT: Final = 200
MOST_WORDS: Final = 12
# What counts how much as the typed word itself.
_AS_COMPOUND: Final = 0.6
_AS_SYNONYM: Final = 0.5
_AS_MEANT: Final = 0.5

_RADIUS: Final = re.compile(r"\b(\d{1,3})\s?km\b", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"(?:\b(?:PLZ|D)[\s-]*)?\b(\d{5})\b", re.IGNORECASE)
_PLACE_BEFORE: Final = frozenset(("in", "bei", "um", "nahe", "nähe", "near", "around"))
_LONGEST_PLACE: Final = 4


@dataclass(slots=True)
class Understood:
    """Search terms, and what is to be said about them.

    `also` are labels of competencies that were searched without being typed; `meant` pairs of a
    typed word that nobody uses and what was searched instead; `maybe_place` is a place whose name was
    searched as the ordinary word it also is; `unknown_postcode` is one that does not exist.
    """

    terms: tuple[Term, ...] = ()
    place: Place | None = None
    maybe_place: Place | None = None
    radius_km: int | None = None
    also: list[Named] = field(default_factory=list)
    meant: list[tuple[str, str]] = field(default_factory=list)
    unknown_postcode: str = ""


def understand(
    text: str, index: SearchIndex, vocabulary: Vocabulary, *, with_place: bool = True
) -> Understood:
    """Read typed words; without `with_place`, names of places are words like all others."""
    return _Reader(index, vocabulary).read(text[:LONGEST_TEXT], with_place=with_place)


class _Reader:
    def __init__(self, index: SearchIndex, vocabulary: Vocabulary) -> None:
        self._index = index
        self._vocabulary = vocabulary
        self._found = Understood()

    def read(self, text: str, *, with_place: bool) -> Understood:
        if with_place:
            text = self._take_radius_and_postcode(text)
        words = WORD.findall(text)[:MOST_WORDS]
        if with_place and self._found.place is None:
            words = self._take_place(words)
        self._found.terms = tuple(self._terms(words))
        return self._found

    def _take_radius_and_postcode(self, text: str) -> str:
        if radius := _RADIUS.search(text):
            self._found.radius_km = max(1, int(radius[1]))
            text = text.replace(radius[0], " ")
        if postcode := _POSTCODE.search(text):
            self._found.place = places.find(postcode[1])
            if self._found.place is None:
                self._found.unknown_postcode = postcode[1]
            text = text.replace(postcode[0], " ")
        return text

    def _take_place(self, words: list[str]) -> list[str]:
        """The longest run of words that is the name of a place, taken out of them."""
        for size in range(min(_LONGEST_PLACE, len(words)), 0, -1):
            for start in range(len(words) - size, -1, -1):
                name = words[start : start + size]
                place = self._place_named(name, words[start - 1] if start else "")
                if place is not None:
                    self._found.place = place
                    before = words[:start]
                    if before and before[-1].casefold() in _PLACE_BEFORE:
                        before.pop()
                    return before + words[start + size :]
        return words

    def _place_named(self, name: list[str], before: str) -> Place | None:
        place = places.named(" ".join(name))
        if place is None:
            return None
        # "Essen" is a town and a meal, "Halle" a town and a room: then a preposition decides.
        if len(name) == 1 and before.casefold() not in _PLACE_BEFORE and self._is_word(name[0]):
            if not says_nothing(name[0]) and name[0][:1].isupper():
                self._found.maybe_place = place
            return None
        return place

    def _is_word(self, word: str) -> bool:
        return says_nothing(word) or self._vocabulary.means_something(word)

    def _terms(self, words: list[str]) -> list[Term]:
        """One term a phrase that names a competency, or a word; grammar only if nothing else is."""
        terms: list[Term] = []
        skipped: list[str] = []
        at = 0
        while at < len(words):
            size, named = self._phrase_at(words, at)
            if named:
                terms.append(self._filed_under(words[at : at + size], named))
            elif says_nothing(words[at]):
                skipped.append(words[at])
            else:
                terms.append(self._word(words[at]))
            at += size
        return terms or [self._word(word) for word in skipped]

    def _phrase_at(self, words: list[str], at: int) -> tuple[int, list[Named]]:
        for size in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = tuple(stem(word) for word in words[at : at + size])
            if named := self._vocabulary.named_by(phrase):
                return size, named
        if says_nothing(words[at]):
            return 1, []
        return 1, self._vocabulary.spoken_of_by(words[at])

    def _filed_under(self, written: list[str], named: list[Named]) -> Term:
        alternatives: dict[str, float] = {}
        for competence in named:
            for word in competence.words:
                alternatives[word] = _AS_SYNONYM
            labels = {competence.competence.label_de, competence.competence.label_en}
            if " ".join(written).casefold() not in {label.casefold() for label in labels}:
                self._found.also.append(competence)
        typed = [stem(word) for word in written]
        for word in typed:
            factor = 1.0 / len(typed)
            alternatives[word] = max(factor, alternatives.get(word, 0.0))
            self._add_compounds(alternatives, word, factor)
        slugs = tuple(competence.competence.slug for competence in named)
        return Term(tuple(alternatives.items()), slugs)

    def _word(self, written: str) -> Term:
        word = stem(written)
        alternatives = {word: 1.0}
        self._add_compounds(alternatives, word, 1.0)
        if len(self._index.postings.of(word)[0]) or len(alternatives) > 1:
            return Term(tuple(alternatives.items()))
        return self._slip(written, word)

    def _slip(self, written: str, word: str) -> Term:
        known = [*self._index.postings.words, *self._vocabulary.terms]
        meant = meant_by(word, known)
        if not meant:
            return Term(((word, 1.0),))
        slugs: list[str] = []
        alternatives: dict[str, float] = {}
        for found in meant:
            alternatives[found] = _AS_MEANT
            self._add_compounds(alternatives, found, _AS_MEANT)
            for named in self._vocabulary.named_by((found,)):
                slugs.append(named.competence.slug)
                alternatives |= dict.fromkeys(named.words, _AS_SYNONYM)
        best = self._vocabulary.terms.get(meant[0]) or self._index.postings.written(meant[0])
        self._found.meant.append((written, best))
        return Term(tuple(alternatives.items()), tuple(dict.fromkeys(slugs)))

    def _add_compounds(self, alternatives: dict[str, float], word: str, factor: float) -> None:
        for compound in compounds_with(word, self._index.postings.words):
            alternatives.setdefault(compound, factor * _AS_COMPOUND)
