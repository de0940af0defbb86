"""Storing checked records: new ones in bulk, changed ones one by one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain

from django.db.models import Prefetch
from django.utils import timezone

from matching import due
from matching.engine import NeedRecord, OfferRecord
from matching.importing.owners import Owners
from matching.importing.values import listing_of, values_of
from matching.models import ListingStatus
from matching.models.listing import Listing
from matching.publishing import VALID_DAYS
from portal.foundation import history
from portal.foundation.models import HistoryEntry
from portal.foundation.wake import wake
from profiles.models import Competence, User

Record = NeedRecord | OfferRecord
AT_ONCE = 1000


def store(records: Mapping[type[Listing], Sequence[Record]]) -> Counter[str]:
    """Store all `records`, and have whatever is new or changed matched. Needs a transaction."""
    owners = Owners(chain.from_iterable(records.values()))
    competences = dict(Competence.objects.values_list("slug", "pk"))
    counts: Counter[str] = Counter(created=0, changed=0, unchanged=0)
    for model, of_model in records.items():
        for start in range(0, len(of_model), AT_ONCE):
            counts.update(
                _store_some(model, of_model[start : start + AT_ONCE], owners, competences)
            )
    return counts


def _store_some(
    model: type[Listing], records: Sequence[Record], owners: Owners, competences: dict[str, int]
) -> dict[str, int]:
    slugs = Prefetch("competencies", queryset=Competence.objects.only("slug"))
    known = {
        listing.import_key: listing
        for listing in model.objects.filter(import_key__in=[record.id for record in records])
        .select_for_update(no_key=True, of=("self",))
        .select_related("organisation")
        .prefetch_related(slugs)
    }
    new = [record for record in records if record.id not in known]
    changed = [r for r in records if r.id in known and _apply(r, known[r.id], owners)]
    _create(model, new, owners, competences)
    for record in changed:
        _update(known[record.id], record, competences)
    return {
        "created": len(new),
        "changed": len(changed),
        "unchanged": len(records) - len(new) - len(changed),
    }


def _create(
    model: type[Listing], records: Sequence[Record], owners: Owners, competences: dict[str, int]
) -> None:
    listings = []
    for record in records:
        listing = listing_of(record)
        listing.organisation, listing.site = owners.of(record)
        listings.append((listing, [competences[slug] for slug in record.competencies]))
    publish_new(model, listings)


def publish_new(
    model: type[Listing],
    with_competences: Sequence[tuple[Listing, Sequence[int]]],
    *,
    by: User | None = None,
) -> None:
    """Store unsaved listings (of one `model`) with the ids of their competencies, as published."""
    listings = [listing for listing, _competences in with_competences]
    for listing in listings:
        _open(listing)
    model.objects.bulk_create(listings, batch_size=AT_ONCE)
    link = model.competencies.through
    column = f"{model._meta.model_name}_id"
    link.objects.bulk_create(
        [
            link(**{column: listing.pk, "competence_id": competence})
            for listing, competences in with_competences
            for competence in competences
        ],
        batch_size=AT_ONCE,
    )
    _note(listings, by)
    for listing in listings:
        wake("matching.tasks.match_listing", model._meta.model_name, listing.pk)


def _open(listing: Listing) -> None:
    """Published from now on; a period that is over makes it an expired one."""
    now, today = timezone.now(), timezone.localdate()
    listing.published_at = listing.published_at or now
    listing.valid_until = min(today + timedelta(days=VALID_DAYS), listing.ends_on)
    is_over = listing.ends_on < today
    listing.status = ListingStatus.EXPIRED if is_over else ListingStatus.PUBLISHED
    listing.note_confirmed()
    listing.matching_due_at = now
    listing.matching_generation += 1


def _note(listings: Iterable[Listing], by: User | None) -> None:
    HistoryEntry.objects.bulk_create(
        HistoryEntry(
            subject_type=listing._meta.label_lower,
            subject_id=listing.public_id,
            event="imported",
            to_status=listing.status,
            by=by,
        )
        for listing in listings
    )


def _apply(record: Record, listing: Listing, owners: Owners) -> bool:
    """Take over what the file says; whether that changed anything."""
    organisation, site = owners.of(record)
    values = values_of(record) | {"organisation_id": organisation.pk, "site_id": site.pk}
    if isinstance(record, OfferRecord):
        # What has been promised stands, whatever a file says.
        values["capacity"] = max(values["capacity"], listing.capacity_taken)
    has_changed = {c.slug for c in listing.competencies.all()} != set(record.competencies)
    for name, value in values.items():
        if getattr(listing, name) != value:
            setattr(listing, name, value)
            has_changed = True
    return has_changed


def _update(listing: Listing, record: Record, competences: dict[str, int]) -> None:
    store_changed(listing, [competences[slug] for slug in record.competencies])


def store_changed(listing: Listing, competences: Iterable[int], *, by: User | None = None) -> None:
    """Store a listing that an import changed. What was paused or ended stays so."""
    before = listing.status
    if listing.status in {ListingStatus.PUBLISHED, ListingStatus.EXPIRED}:
        _open(listing)
    listing.save()
    listing.competencies.set(competences)
    history.record(listing, "imported", by=by, change=(before, listing.status))
    due.mark(listing)
