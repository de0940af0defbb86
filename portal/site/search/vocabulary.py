"""What words mean on this portal: which competencies they name, and what was meant by a typo."""

from collections import defaultdict
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.engine.lexicon import lexicon_for
from matching.engine.taxonomy import Competence, Taxonomy
from matching.engine.text import plain, spell_out
from portal.site.search.words import WORD, stem, words_of

LONGEST_PHRASE: Final = 4
# A word of the lexicon stands for its competence only if it speaks of it this surely.
_SURE: Final = 0.55
_MEANT_AT_MOST: Final = 3
_SHORTEST_SLIP: Final = 5
_LONG: Final = 8
_MIN_PART: Final = 5
_PARTS_AT_MOST: Final = 40


class Named(NamedTuple):
    """A competency that a phrase names, and the words that its texts use for it."""

    competence: Competence
    words: tuple[str, ...]


class Vocabulary:
    """The taxonomy's labels and synonyms, and the lexicon behind them."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._lexicon = lexicon_for(taxonomy)
        self._competence = {c.slug: c for c in taxonomy.competences}
        self._phrases: dict[tuple[str, ...], list[Competence]] = defaultdict(list)
        self._words: dict[str, tuple[str, ...]] = {}
        self.terms: dict[str, str] = {}  # compared form → as written
        for competence in taxonomy.competences:
            singles = []
            for text in _names(competence):
                phrase = tuple(words_of(text))
                if not phrase:
                    continue
                if competence not in self._phrases[phrase]:
                    self._phrases[phrase].append(competence)
                for word, written in zip(phrase, WORD.findall(text), strict=True):
                    self.terms.setdefault(word, written)
                if len(phrase) == 1:
                    singles.append(phrase[0])
            self._words[competence.slug] = tuple(dict.fromkeys(singles))

    def named_by(self, phrase: tuple[str, ...]) -> list[Named]:
        """The competencies whose label or synonym is exactly this phrase (compared forms)."""
        return [Named(c, self._words[c.slug]) for c in self._phrases.get(phrase, ())]

    def spoken_of_by(self, written: str) -> list[Named]:
        """The competencies that an adviser hears in a single word: "Quittungen" → Rechnungswesen."""
        sure: dict[str, float] = {}
        for meaning in self._lexicon.sense(plain(spell_out(written))):
            concept = self._lexicon.concepts[meaning.concept]
            if concept.competence is not None:
                certainty = concept.strength * meaning.certainty
                sure[concept.competence] = max(sure.get(concept.competence, 0.0), certainty)
        best = max(sure.values(), default=0.0)
        return [
            Named(self._competence[slug], self._words[slug])
            for slug, certainty in sorted(sure.items())
            if certainty >= _SURE and certainty == best
        ]

    def means_something(self, written: str) -> bool:
        """Whether the word is an ordinary word of the field, not only a name."""
        return bool(self._lexicon.sense(plain(spell_out(written))))

    def beginning_with(self, start: str) -> list[tuple[Competence, str]]:
        """Competencies one of whose names has a word that begins so, with that name; best first."""
        found = {}
        for competence in self._competence.values():
            for place, text in enumerate(_names(competence)):
                words = [word.casefold() for word in text.split()]
                if any(word.startswith(start) or stem(word).startswith(start) for word in words):
                    found[competence] = (place > 1, competence.parent is None, text)
                    break
        ordered = sorted(found.items(), key=lambda item: (*item[1][:2], len(item[1][2])))
        return [(competence, rank[2]) for competence, rank in ordered]


def meant_by(word: str, known: list[str]) -> list[str]:
    """Known words that somebody may have meant: one slip in short words, two in long ones."""
    if len(word) < _SHORTEST_SLIP:
        return []  # "Kino" is no slip of "Kind"
    slips = 1 if len(word) < _LONG else 2
    close = process.extract(
        word, known, scorer=OSA.distance, score_cutoff=slips, limit=2 * _MEANT_AT_MOST
    )
    # The beginning of a word is hardly ever misspelt.
    close.sort(key=lambda hit: (hit[1], hit[0][:1] != word[:1], hit[0]))
    if not close:
        return []
    return [found for found, distance, _ in close if distance == close[0][1]][:_MEANT_AT_MOST]


def compounds_with(word: str, known: list[str]) -> list[str]:
    """Known longer words that begin or end with this one: "buchhalt" → "vereinsbuchhalt"."""
    if len(word) < _MIN_PART:
        return []
    found = [
        w for w in known if word in w and w != word and (w.startswith(word) or w.endswith(word))
    ]
    return sorted(found, key=len)[:_PARTS_AT_MOST]


def _names(competence: Competence) -> tuple[str, ...]:
    return (
        competence.label_de,
        competence.label_en,
        *competence.synonyms_de,
        *competence.synonyms_en,
    )
