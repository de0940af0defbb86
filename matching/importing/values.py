"""A record of the exchange format in the words of our tables."""

from typing import Any

from matching.engine import NeedRecord, OfferRecord
from matching.models import Need, Offer
from matching.models.listing import Listing

Record = NeedRecord | OfferRecord


def values_of(record: Record) -> dict[str, Any]:
    """The columns that a file decides on; competencies, organisation and site are told apart."""
    values = {
        "title": record.title,
        "description": record.description,
        # Whole kilometres, and never more than somebody wished.
        "radius_km": None if record.radius_km is None else int(record.radius_km),
        "remote_ok": record.remote_ok,
        "languages": list(record.languages),
    }
    if isinstance(record, NeedRecord):
        return values | {
            "format": record.format,
            "alternative_formats": list(record.alternative_formats),
            "target_group": record.target_group,
            "starts_on": record.starts_on,
            "ends_on": record.ends_on,
            "people_needed": record.people_needed,
            "contact_with_minors": record.contact_with_minors,
        }
    return values | {
        "formats": list(record.formats),
        "target_groups": list(record.target_groups),
        "starts_on": record.available_from,
        "ends_on": record.available_until,
        "capacity": record.capacity,
        "excludes": list(record.excludes),
        "min_notice_days": record.min_notice_days,
    }


def listing_of(record: Record) -> Listing:
    """An unsaved need or offer without organisation and site."""
    if isinstance(record, NeedRecord):
        # Whoever delivers the file has checked this, as moderation does for what people post.
        return Need(**values_of(record), import_key=record.id, replaces_no_staff=True)
    return Offer(**values_of(record), import_key=record.id)
