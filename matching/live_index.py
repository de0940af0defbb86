"""The worker's index of open listings, kept in step with the database.

Rows carry `changed_xid`, the transaction that last changed them (a trigger keeps it). Catching up
asks for all rows whose transaction was not yet finished at the last visit: `pg_snapshot_xmin` of
that visit is the horizon below which nothing can appear any more. So a transaction that commits
late, after one with a higher number, is still seen; one that is seen twice costs an upsert.
"""

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from matching.engine import Index
from matching.models import Need, Offer
from matching.models.listing import Listing
from matching.records import for_records, record_of, taxonomy_of_database

LOAD_AT_ONCE = 2000


class LiveIndex:
    """An engine index that can be brought up to date; one a process, made when first used."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._taxonomy_version: tuple[object, ...] = ()
        self._horizon = 0

    def refreshed(self) -> Index:
        """The index with every change that was committed before this call."""
        taxonomy_version = _taxonomy_version()
        horizon, newest = _snapshot()
        if self._index is None or taxonomy_version != self._taxonomy_version:
            self._index = Index(taxonomy_of_database())
            self._taxonomy_version = taxonomy_version
            self._load_everything(self._index)
        else:
            self._catch_up(self._index, self._horizon, newest)
        self._horizon = horizon
        return self._index

    def _load_everything(self, index: Index) -> None:
        for model in (Need, Offer):
            for listing in for_records(model.objects.open()).iterator(chunk_size=LOAD_AT_ONCE):
                _put(index, listing)

    def _catch_up(self, index: Index, horizon: int, newest: int) -> None:
        # Numbers above `newest` stem from another cluster (a restored dump) and mean nothing here.
        since = (horizon, newest)
        changed = (
            Q(changed_xid__range=since)
            | Q(organisation__changed_xid__range=since)
            | Q(site__changed_xid__range=since)
        )
        for model in (Need, Offer):
            for listing in for_records(model.objects.filter(changed)).iterator(LOAD_AT_ONCE):
                _put(index, listing)


def _put(index: Index, listing: Listing) -> None:
    kind = listing._meta.model_name
    if listing.is_open_on(timezone.localdate()) and listing.organisation.is_approved:
        getattr(index, f"upsert_{kind}")(record_of(listing))
    else:
        getattr(index, f"remove_{kind}")(str(listing.pk))


def _snapshot() -> tuple[int, int]:
    """(horizon, newest): the oldest transaction still running, and the next one to begin."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
            " FROM pg_current_snapshot() AS s"
        )
        return cursor.fetchone()


def _taxonomy_version() -> tuple[object, ...]:
    """Another value after every change. Not the newest number: in a restored dump, old ones lie
    above all new ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(hashint8extended(changed_xid, id)) FROM profiles_competence"
        )
        return cursor.fetchone()
