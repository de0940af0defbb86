"""A search in a few words, for titles of feeds, saved searches and digests."""

from django.http import QueryDict

from portal.site.search.filters import Scope
from portal.site.search.results import chips_of


def describe(query: QueryDict, scope: Scope) -> str:
    """ "Bedarfe: Mentoring · 25 km um 04109 Leipzig"."""
    parts = [chip.text for chip in chips_of(query, scope)]
    return f"{scope.title}: {' · '.join(parts)}" if parts else str(scope.title)
