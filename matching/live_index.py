"""The worker's index of open listings, kept in step with the database.

Rows carry `changed_xid`, the transaction that last changed them (a trigger keeps it). Catching up
asks for all rows whose transaction was not yet finished at the last visit: `pg_snapshot_xmin` of
that visit is the horizon below which nothing can appear any more. So a transaction that commits
late, after one with a higher number, is still seen; one that is seen twice costs an upsert.

Texts are read once: what the engine found in them is stored beside the listing, by whichever worker
meets it first.
"""

import logging
from dataclasses import replace
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from matching.engine import Index, Record, encoder_named, is_current
from matching.models import Need, NeedFeatures, Offer, OfferFeatures
from matching.querysets import ListingQuerySet
from matching.records import LOAD_AT_ONCE, records_of, taxonomy_of_database
from portal.foundation.changed_xid import changed_keys, snapshot
from profiles.models import Competence

logger = logging.getLogger(__name__)

CHANGED_WITH = ("changed_xid", "organisation__changed_xid", "site__changed_xid")
FEATURES = {Need: NeedFeatures, Offer: OfferFeatures}


class LiveIndex:
    """An engine index that can be brought up to date; one a process, made when first used."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._taxonomy_version: tuple[object, ...] = ()
        self._horizon = 0

    def refreshed(self, *, stores: bool = True) -> Index:
        """The index with every change that was committed before this call.

        With `stores` False what is read out of new texts is left to the worker to be stored.
        """
        taxonomy_version = Competence.objects.version()
        horizon, newest = snapshot()
        if self._index is None or taxonomy_version != self._taxonomy_version:
            self._index = new_index()
            self._taxonomy_version = taxonomy_version
            for model in (Need, Offer):
                load(self._index, model.objects.open(), stores=stores)
        else:
            self._catch_up(self._index, (self._horizon, newest), stores=stores)
        self._horizon = horizon
        return self._index

    def _catch_up(self, index: Index, between: tuple[int, int], *, stores: bool) -> None:
        for model in (Need, Offer):
            remove = index.remove_need if model is Need else index.remove_offer
            gone = changed_keys(model.objects, CHANGED_WITH, between)
            if gone:
                gone -= load(index, model.objects.open().filter(pk__in=gone), stores=stores)
            for pk in gone:
                remove(str(pk))


def new_index() -> Index:
    """An empty index with the taxonomy and the encoder of this portal; raises EncoderError."""
    return Index(taxonomy_of_database(), encoder=encoder_named(settings.MATCHING_ENCODER))


def load(index: Index, listings: ListingQuerySet, *, stores: bool = True) -> set[int]:
    """Put open listings into the index; the primary keys of those that were put."""
    put = index.load_needs if listings.model is Need else index.load_offers
    found = records_of(listings)
    loaded: set[int] = set()
    while some := list(islice(found, LOAD_AT_ONCE)):
        current, to_store = [], {}
        for record, stored in some:
            if not is_current(stored, record, index.analyser.version):
                stored = index.analyse(record).to_bytes()
                to_store[int(record.id)] = stored
            current.append((_without_text(record), stored))
        put(current)
        loaded.update(int(record.id) for record, _stored in some)
        if stores:
            _store(listings.model, to_store)
    return loaded


def _without_text(record: Record) -> Record:
    return replace(record, title="", description="")


def _store(model: type[Need] | type[Offer], features: dict[int, bytes]) -> None:
    if not features:
        return
    rows = [FEATURES[model](listing_id=pk, stored=stored) for pk, stored in features.items()]
    try:
        with transaction.atomic():
            # In one order for all workers, so that two of them never wait for each other in a circle.
            FEATURES[model].objects.bulk_create(
                sorted(rows, key=lambda row: row.listing_id),
                batch_size=500,
                update_conflicts=True,
                unique_fields=["listing"],
                update_fields=["stored"],
            )
            connection.check_constraints()  # a listing that is gone by now is noticed here
    except DatabaseError as error:
        logger.warning("features are stored another time: %s", error)
