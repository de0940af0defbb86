"""Rows of the database as records of the engine."""

from django.db.models import Prefetch

from matching.engine import Competence as EngineCompetence
from matching.engine import NeedRecord, OfferRecord, Taxonomy
from matching.models import Need, Offer
from matching.models.listing import Listing
from matching.querysets import ListingQuerySet
from profiles.models import Competence


def taxonomy_of_database() -> Taxonomy:
    """The taxonomy as the Servicestelle keeps it in admin."""
    return Taxonomy(
        [
            EngineCompetence(
                slug=row.slug,
                parent=row.parent.slug if row.parent else None,
                label_de=row.label_de,
                label_en=row.label_en,
                synonyms_de=tuple(row.synonyms_de),
                synonyms_en=tuple(row.synonyms_en),
            )
            for row in Competence.objects.select_related("parent").order_by("slug")
        ]
    )


def for_records(listings: ListingQuerySet) -> ListingQuerySet:
    """`listings` with everything that `record_of` reads, in a fixed number of queries."""
    slugs = Prefetch("competencies", queryset=Competence.objects.only("pk", "slug"))
    return listings.select_related("site", "organisation").prefetch_related(slugs)


def record_of(listing: Listing) -> NeedRecord | OfferRecord:
    """The engine's record of a listing."""
    return need_record(listing) if isinstance(listing, Need) else offer_record(listing)


def need_record(need: Need) -> NeedRecord:
    """A need as the engine knows it; its id is the primary key as text."""
    return NeedRecord(
        id=str(need.pk),
        organisation=str(need.organisation_id),
        format=need.format,
        alternative_formats=tuple(need.alternative_formats),
        target_group=need.target_group,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        people_needed=need.people_needed,
        contact_with_minors=need.contact_with_minors,
        **_shared(need),
    )


def offer_record(offer: Offer) -> OfferRecord:
    """An offer as the engine knows it; its capacity is what is left of it."""
    return OfferRecord(
        id=str(offer.pk),
        company=str(offer.organisation_id),
        formats=tuple(offer.formats),
        target_groups=tuple(offer.target_groups),
        available_from=offer.starts_on,
        available_until=offer.ends_on,
        capacity=offer.capacity_left,
        excludes=tuple(offer.excludes),
        min_notice_days=offer.min_notice_days,
        **_shared(offer),
    )


def _shared(listing: Listing) -> dict:
    return {
        "title": listing.title,
        "description": listing.description,
        "competencies": tuple(sorted(c.slug for c in listing.competencies.all())),
        "postcode": listing.site.postcode,
        "place": listing.site.place,
        "lat": listing.site.lat,
        "lon": listing.site.lon,
        "radius_km": listing.radius_km,
        "remote_ok": listing.remote_ok,
        "languages": tuple(listing.languages),
    }
