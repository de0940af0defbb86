"""Marking a listing as due for matching, in the transaction that changed it."""

from django.db.models import F
from django.utils import timezone

from matching.models.listing import Listing
from portal.foundation.wake import wake


def mark(listing: Listing) -> None:
    """Note that `listing` has to be matched anew, and wake a worker on commit."""
    type(listing).objects.filter(pk=listing.pk).update(
        matching_due_at=timezone.now(),
        matching_generation=F("matching_generation") + 1,
        matching_attempts=0,
        matching_error="",
    )
    wake("matching.tasks.match_listing", listing._meta.model_name, listing.pk)
