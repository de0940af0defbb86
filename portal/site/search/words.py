"""Words of German texts as the search compares them: folded, without inflection, cached."""

import re
from collections.abc import Iterator
from functools import lru_cache

from matching.engine.text import base_form, fold, spell_out
from matching.engine.words import STOP_WORDS

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
# What people type around the thing they look for.
_AROUND = frozenset(
    """
    suche suchen gesucht sucht finden finde biete bieten angebot angebote bedarf bedarfe hilfe hilft
    helfen brauche brauchen benoetigen benotigen wer kann machen wir uns jemand jemanden jemandem
    unterstutzung nahe umgebung looking need help want find search with near
    """.split()  # noqa: SIM905 -- a list of words reads better as text
)


def words_of(text: str) -> Iterator[str]:
    """Every word of a text as it is compared; the same word may come several times."""
    for word in WORD.findall(text):
        yield stem(word[:LONGEST_WORD])


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """ "Räume", "raeume" and "RAUM" meet; so do "Bewerbungen" and "Bewerbung"."""
    return base_form(fold(spell_out(word)))


def says_nothing(word: str) -> bool:
    """Whether a typed word is grammar or courtesy ("wir suchen Hilfe bei …")."""
    folded = fold(word)
    return folded in STOP_WORDS or folded in _AROUND
