"""Suggestions while typing: competencies, places, organisations and words that begin so."""

from typing import Final

from django.utils.translation import get_language

from portal.site.search.entries import ORGANISATION, TITLE
from portal.site.search.index import SearchIndex
from portal.site.search.live import LiveSearch, process_search
from portal.site.search.words import stem
from profiles import places
from profiles.models import Organisation

SHORTEST: Final = 2
MOST: Final = 8
_MOST_OF_A_KIND: Final = 4
_LONGEST: Final = 60


def suggestions(typed: str, *, live: LiveSearch = process_search) -> list[str]:
    """Up to eight texts that go on with what was typed; its earlier words are kept in front."""
    typed = " ".join(typed.replace("\0", "").split())[-_LONGEST:]
    before, _space, start = typed.rpartition(" ")
    start = start.casefold()
    if len(start) < SHORTEST:
        return []
    with live.refreshed() as (index, vocabulary):
        english = get_language() == "en"
        topics = []
        for competence, name in vocabulary.beginning_with(start)[:_MOST_OF_A_KIND]:
            label = competence.label_en if english else competence.label_de
            # The word that was typed is kept: it finds the competency as well as its label does.
            topics.append(name if start in name.casefold() else label)
        words = index.postings.beginning_with(stem(start), start)[:_MOST_OF_A_KIND]
        named = _organisations_of(index, words) if not before else []
    towns = (
        [place.name for place in places.search(start, _MOST_OF_A_KIND)] if len(start) > 2 else []
    )
    found = [*topics, *towns[:2], *named[:2], *(written for _word, written in words)]
    prefix = f"{before} " if before else ""
    unique = {text.casefold(): text for text in reversed(found)}
    kept = [text for text in found if unique.get(text.casefold()) == text]
    return [prefix + text for text in dict.fromkeys(kept)][:MOST]


def _organisations_of(index: SearchIndex, words: list[tuple[str, str]]) -> list[str]:
    """Names of organisations that hold one of the words in their name."""
    pks: list[int] = []
    for word, _written in words:
        rows, weights = index.postings.of(word)
        for row in rows[weights == TITLE][:50].tolist():
            key = index.key_at(row)
            if key is not None and key.what == ORGANISATION:
                pks.append(key.pk)
            if len(pks) == _MOST_OF_A_KIND:
                break
    return list(
        Organisation.objects.approved()
        .filter(pk__in=pks)
        .order_by("name")
        .values_list("name", flat=True)
    )
