"""German text into tokens: folding, stems, sentences, and what a sentence says no to.

Folding makes spellings meet: lower case, umlauts and their ae/oe/ue/ss spellings become the bare
vowel ("Räume", "Raeume" → "raume"), gender marks are taken off ("Pat*innen" → "patinnen"), accents
are dropped, letters of other scripts stay. Feminine forms meet the masculine ones when stemmed.

Tokens carry the weight of their statement, see `polarity`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matching.engine.polarity import Sentence, polarities
from matching.engine.words import REQUESTS

_GENDER_MARK = re.compile(r"(?<=\w)[*:_·/]-?(?=(?:innen|in|r|n|e)\b)")
_BINNEN_I = re.compile(r"(?<=[a-zäöüß])I(?=nnen\b|n\b)")
_SHORT = {"IT": "EDV", "QM": "Qualitätsmanagement", "PR": "Öffentlichkeitsarbeit"}
_SHORT_FORM = re.compile(r"\b(?:IT|QM|PR)\b")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(
    r"(?P<words>.+?)(?P<end>[.!?;:•–—]+(?=\s|$)|\s[–—-]\s|[()\n]|$)", re.MULTILINE
)
_FEMININE = re.compile(r"(?<=er|or|nt|st|ge|eg|rt|in)in(nen)?$")
_DATIVE = re.compile(r"(?<=\w{3})ern$")
_ADJECTIVE = re.compile(r"(?<=lich|isch)er$|(?<=ig)er$")
# Bounds that no honest text meets; they keep the work linear for a hostile one.
LONGEST_WORD: Final = 60
LONGEST_SENTENCE: Final = 120


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as written, folded, without inflection, and the weight of its statement."""

    surface: str
    plain: str
    folded: str
    base: str
    polarity: float
    asks: bool  # its sentence asks for something


def spell_out(text: str) -> str:
    """Capital abbreviations that would be other words in small letters ("IT", "200 qm")."""
    return _SHORT_FORM.sub(lambda short: _SHORT[short.group()], text)


def plain(text: str) -> str:
    """Lower case with one spelling of umlauts: "Räume", "RAEUME" → "räume"; "ß" → "ss"."""
    text = _BINNEN_I.sub("i", _GENDER_MARK.sub("", unicodedata.normalize("NFKC", text)))
    text = text.lower().replace("ß", "ss").replace("ae", "ä").replace("oe", "ö")
    # "ue" is an umlaut spelling unless the u belongs to "au", "eu" or "qu" (bauen, neue, quer).
    return re.sub(r"(?<![aeqäö])ue", "ü", text)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Spelling-insensitive form: plain, and without umlauts and accents ("Räume" → "raume")."""
    decomposed = unicodedata.normalize("NFKD", plain(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=65_536)
def base_form(folded: str) -> str:
    """A folded word without its inflection only: "druckern" → "drucker", not "druck"."""
    word = _masculine(folded)
    word = _DATIVE.sub("er", word)
    word = _ADJECTIVE.sub("", word)
    if word.endswith("ss"):
        return word
    for ending in ("en", "es", "em", "e", "n", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _masculine(folded: str) -> str:
    if len(folded) < 7:
        return folded
    return re.sub(r"innen$", "in", _FEMININE.sub("", folded))


def tokens(text: str, *, wanted: bool) -> list[Token]:
    """Tokens of `text` with their polarity; `wanted` for the text of a need."""
    result: list[Token] = []
    prepared = _BINNEN_I.sub("i", _GENDER_MARK.sub("", spell_out(text)))
    for ending in _SENTENCE.finditer(prepared):
        words = [
            (match.group()[:LONGEST_WORD], clause)
            for clause, part in enumerate(ending.group("words").split(","))
            for match in _WORD.finditer(part)
        ]
        question = "?" in ending.group("end")
        for start in range(0, len(words), LONGEST_SENTENCE):
            piece = words[start : start + LONGEST_SENTENCE]
            result.extend(_sentence(piece, wanted=wanted, question=question))
    return result


def _sentence(words: list[tuple[str, int]], *, wanted: bool, question: bool) -> Iterator[Token]:
    folded = [fold(surface) for surface, _ in words]
    weights = polarities(Sentence(folded, [clause for _, clause in words], wanted))
    asks = question or not REQUESTS.isdisjoint(folded)
    for (surface, _), word, weight in zip(words, folded, weights, strict=True):
        yield Token(surface, plain(surface), word, base_form(word), weight, asks)
