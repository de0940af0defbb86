"""What a sentence says no to: a weight for each of its words.

`NEGATED` words are ruled out, `PRESENT` ones are there already, all others count 1. A need that
says "keine Rechtsberatung" does not want it; an offer that says "Webseiten machen wir nicht" does
not bring it; but a need that says "wir haben keine Website" or "das WLAN geht nicht" states its
problem, and that counts in full. Clauses are told apart by commas, statements by turning words
such as "aber" and "sondern".
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from matching.engine import words as lists

NEGATED: Final = -1.0
PRESENT: Final = 0.3
_NOT_ONLY: Final = frozenset(["nur", "only", "just", "allein"])


@dataclass(frozen=True, slots=True)
class Sentence:
    """Folded words of a sentence with the number of the clause each stands in."""

    words: list[str]
    clauses: list[int]
    wanted: bool  # the sentence is part of a need


def polarities(sentence: Sentence) -> list[float]:
    """Weight of each word (see the module)."""
    weights = [1.0] * len(sentence.words)
    if sentence.wanted:
        _mark_present(sentence, weights)
    for start, stop in _statements(sentence.words):
        for at in range(start, stop):
            for place in _ruled_out(sentence, start, at, stop):
                weights[place] = NEGATED
    return weights


def _statements(words: list[str]) -> list[tuple[int, int]]:
    cuts = [0, *(i for i, word in enumerate(words) if word in lists.TURNS and i > 0), len(words)]
    return list(pairwise(cuts))


def _ruled_out(sentence: Sentence, start: int, at: int, stop: int) -> range:
    """Words of the statement `start:stop` that the word at `at` says no to."""
    words = sentence.words
    before, after = words[at] in lists.RULES_OUT_NEXT, words[at] in lists.RULES_OUT_PREVIOUS
    if not before and not after:
        return range(0)
    if at + 1 < len(words) and words[at + 1] in _NOT_ONLY:
        return range(0)
    if sentence.wanted and _tells_a_lack(sentence, start, at, stop, certain=before):
        return range(0)
    clause_end = next(
        (i for i in range(at, stop) if sentence.clauses[i] != sentence.clauses[at]), stop
    )
    if before:
        # "Geräte haben wir leider keine" looks back; "keine Verträge, keine Satzungen" ahead.
        return range(at + 1, stop) if at + 1 < stop else range(start, at)
    return range(start, at) if at - start > 1 else range(at, clause_end)


def _tells_a_lack(sentence: Sentence, start: int, at: int, stop: int, *, certain: bool) -> bool:
    """In a need: does the "no" describe the problem, rather than what is not wanted?"""
    clause = {
        sentence.words[i] for i in range(start, stop) if sentence.clauses[i] == sentence.clauses[at]
    }
    if clause & lists.WISHES:
        return False
    return bool(clause & lists.LACKS) or not certain


def _mark_present(sentence: Sentence, weights: list[float]) -> None:
    """What a need says it already has counts little ("Werkzeug haben wir selbst")."""
    for clause in set(sentence.clauses):
        inside = [i for i, number in enumerate(sentence.clauses) if number == clause]
        said = {sentence.words[i] for i in inside}
        if said & lists.ALREADY and said & lists.HAVE:
            for i in inside:
                weights[i] = PRESENT
