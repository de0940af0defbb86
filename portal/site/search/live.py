"""The search index of this process, in step with the database.

Every search first asks which rows changed since the last one (`portal.foundation.changed_xid`), so
what was committed before a request is found by it. Rows that were deleted leave no trace to catch
up by; whoever misses one when fetching it says so with `forget`.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

from matching.records import taxonomy_of_database
from portal.foundation.changed_xid import changed_keys, snapshot
from portal.site.search.entries import NEED, OFFER, ORGANISATION, Key
from portal.site.search.index import SearchIndex
from portal.site.search.reading import MODELS, entries
from portal.site.search.vocabulary import Vocabulary
from profiles.models import Competence

logger = logging.getLogger(__name__)

_CHANGED_WITH = {
    ORGANISATION: ("changed_xid", "sites__changed_xid"),
    NEED: ("changed_xid", "organisation__changed_xid", "site__changed_xid"),
    OFFER: ("changed_xid", "organisation__changed_xid", "site__changed_xid"),
}


class Known(NamedTuple):
    """All that a search needs to know."""

    index: SearchIndex
    vocabulary: Vocabulary


class LiveSearch:
    """An index that can be brought up to date, and the words of the taxonomy it was made with."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # threads of a web process share the index
        self._known: Known | None = None
        self._taxonomy: tuple[object, ...] = ()
        self._horizon = 0

    @contextmanager
    def refreshed(self) -> Iterator[Known]:
        """Index and vocabulary with every change that was committed before this call.

        Held by the caller until the block ends; other threads of the process wait.
        """
        with self._lock:
            taxonomy = Competence.objects.version()
            horizon, newest = snapshot()
            known = self._known
            if known is None or taxonomy != self._taxonomy or known.index.is_worn:
                known = Known(_loaded(), Vocabulary(taxonomy_of_database()))
                self._taxonomy = taxonomy
            else:
                _catch_up(known.index, self._horizon, newest)
            self._known, self._horizon = known, horizon
            yield known

    def warm(self) -> None:
        """Load the index before somebody searches, in a thread of its own."""
        try:
            with self.refreshed():
                pass
        except Exception as error:  # noqa: BLE001 -- whatever it is, the first search will say it
            logger.warning("the search index is loaded by the first search: %s", error)
        finally:
            connection.close()

    def forget(self, keys: Iterable[Key] | None = None) -> None:
        """Take out entries whose rows are gone; everything, when no keys are given."""
        with self._lock:
            if keys is None:
                self._known = None
            elif self._known is not None:
                for key in keys:
                    self._known.index.remove(key)


def _loaded() -> SearchIndex:
    index = SearchIndex()
    index.load([entry for what in MODELS for entry in entries(what)])
    return index


def _catch_up(index: SearchIndex, horizon: int, newest: int) -> None:
    for what, columns in _CHANGED_WITH.items():
        gone = changed_keys(MODELS[what].objects, columns, (horizon, newest))
        if not gone:
            continue
        for entry in entries(what, gone):
            index.put(entry)
            gone.discard(entry.key.pk)
        for pk in gone:
            index.remove(Key(what, pk))


process_search = LiveSearch()
