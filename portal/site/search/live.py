"""The search index of this process, in step with the database.

Every search first asks which rows changed since the last one (`portal.foundation.changed_xid`), so
what was committed before a request is found by it. Rows that were deleted leave no trace to catch
up by; whoever misses one when fetching it says so with `forget`.
"""

import threading
from collections.abc import Iterable

from django.db.models import Q

from matching.records import taxonomy_of_database
from portal.foundation.changed_xid import snapshot
from portal.site.search.entries import NEED, OFFER, ORGANISATION, Key
from portal.site.search.index import SearchIndex
from portal.site.search.reading import MODELS, entries
from portal.site.search.vocabulary import Vocabulary
from profiles.models import Competence

_CHANGED_WITH = {
    ORGANISATION: ("changed_xid", "sites__changed_xid"),
    NEED: ("changed_xid", "organisation__changed_xid", "site__changed_xid"),
    OFFER: ("changed_xid", "organisation__changed_xid", "site__changed_xid"),
}


class LiveSearch:
    """An index that can be brought up to date, and the words of the taxonomy it was made with."""

    def __init__(self) -> None:
        self.lock = threading.RLock()  # threads of a web process share the index
        self._known: tuple[SearchIndex, Vocabulary] | None = None
        self._taxonomy: tuple[object, ...] = ()
        self._horizon = 0

    def refreshed(self) -> tuple[SearchIndex, Vocabulary]:
        """Index and vocabulary with every change that was committed before this call."""
        with self.lock:
            taxonomy = Competence.objects.version()
            horizon, newest = snapshot()
            if self._known is None or taxonomy != self._taxonomy or self._known[0].is_worn:
                self._known = _loaded(), Vocabulary(taxonomy_of_database())
                self._taxonomy = taxonomy
            else:
                _catch_up(self._known[0], self._horizon, newest)
            self._horizon = horizon
            return self._known

    def forget(self, keys: Iterable[Key] | None = None) -> None:
        """Take out entries whose rows are gone; everything, when no keys are given."""
        with self.lock:
            if keys is None:
                self._known = None
            elif self._known is not None:
                for key in keys:
                    self._known[0].remove(key)


def _loaded() -> SearchIndex:
    index = SearchIndex()
    index.load([entry for what in MODELS for entry in entries(what)])
    return index


def _catch_up(index: SearchIndex, horizon: int, newest: int) -> None:
    for what, columns in _CHANGED_WITH.items():
        changed = Q()
        for column in columns:
            changed |= Q(**{f"{column}__range": (horizon, newest)})
        gone = set(MODELS[what].objects.filter(changed).values_list("pk", flat=True))
        if not gone:
            continue
        for entry in entries(what, gone):
            index.put(entry)
            gone.discard(entry.key.pk)
        for pk in gone:
            index.remove(Key(what, pk))


process_search = LiveSearch()
