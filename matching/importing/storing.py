"""Storing checked records, in bulk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain

from django.db.models import Prefetch
from django.utils import timezone

from matching.engine import NeedRecord, OfferRecord
from matching.importing.owners import Owners
from matching.importing.values import listing_of, values_of
from matching.models import ListingStatus
from matching.models.listing import Listing
from matching.publishing import VALID_DAYS
from portal.foundation import history
from portal.foundation.wake import wake
from profiles.models import Competence, User

Record = NeedRecord | OfferRecord
# A listing and the ids of its competencies.
WithCompetences = tuple[Listing, Sequence[int]]
AT_ONCE = 1000
# What nobody edits by hand and a changed listing needs all the same.
KEPT_IN_STEP = {
    "status", "published_at", "valid_until", "import_key", "matching_due_at", "matching_generation",
    "matching_attempts", "matching_error", "confirmed_at", "ask_at",
}  # fmt: skip


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
    updated = [(known[r.id], [competences[slug] for slug in r.competencies]) for r in changed]
    store_changed(model, updated)
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
    store_new(model, listings)


def store_new(
    model: type[Listing],
    with_competences: Sequence[WithCompetences],
    *,
    by: User | None = None,
    is_public: bool = True,
) -> None:
    """Store unsaved listings (of one `model`): published, or waiting for their review."""
    listings = [listing for listing, _competences in with_competences]
    for listing in listings:
        if is_public:
            _open(listing)
        else:
            listing.status, listing.submitted_at = ListingStatus.SUBMITTED, timezone.now()
    model.objects.bulk_create(listings, batch_size=AT_ONCE)
    _link(model, with_competences)
    history.record_many(listings, "imported", by=by)
    _wake(listings)


def store_changed(
    model: type[Listing], with_competences: Sequence[WithCompetences], *, by: User | None = None
) -> None:
    """Store listings that an import changed. What was paused or ended stays so."""
    listings = [listing for listing, _competences in with_competences]
    for listing in listings:
        if listing.status in {ListingStatus.PUBLISHED, ListingStatus.EXPIRED}:
            _open(listing)
        else:
            _mark_due(listing)
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if (field.editable or field.name in KEPT_IN_STEP) and not field.primary_key
    ]
    model.objects.bulk_update(listings, fields, batch_size=AT_ONCE // 10)
    column = f"{model._meta.model_name}_id"
    link = model.competencies.through
    link.objects.filter(**{f"{column}__in": [listing.pk for listing in listings]}).delete()
    _link(model, with_competences)
    history.record_many(listings, "imported", by=by)
    _wake(listings)


def _link(model: type[Listing], with_competences: Iterable[WithCompetences]) -> None:
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


def _open(listing: Listing) -> None:
    """Published from now on; a period that is over makes it an expired one."""
    today = timezone.localdate()
    listing.published_at = listing.published_at or timezone.now()
    listing.valid_until = min(today + timedelta(days=VALID_DAYS), listing.ends_on)
    is_over = listing.ends_on < today
    listing.status = ListingStatus.EXPIRED if is_over else ListingStatus.PUBLISHED
    listing.note_confirmed()
    _mark_due(listing)


def _mark_due(listing: Listing) -> None:
    """As `due.mark`, for a listing that is about to be stored and whose row is locked."""
    listing.matching_due_at = timezone.now()
    listing.matching_generation += 1
    listing.matching_attempts, listing.matching_error = 0, ""


def _wake(listings: Iterable[Listing]) -> None:
    for listing in listings:
        if listing.matching_due_at is not None:
            wake("matching.tasks.match_listing", listing._meta.model_name, listing.pk)


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
