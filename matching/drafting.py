"""The beginning of a need or an offer: an unfinished one with what the portal proposes."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from matching.models import Offer
from matching.models.listing import Listing
from matching.templates_to_start import Template
from profiles.models import Organisation

PROPOSED_PERIOD_DAYS = 180


def new(
    model: type[Listing],
    organisation: Organisation,
    *,
    template: Template | None = None,
    public_id: UUID | None = None,
) -> Listing:
    """A draft that is not stored: main site, half a year from today, the template's answers.

    `public_id` is the identifier that the form proposed; it may be taken.
    """
    today = timezone.localdate()
    listing = model(
        organisation=organisation,
        site=organisation.sites.order_by("-is_main", "pk").first(),
        starts_on=today,
        ends_on=today + timedelta(days=PROPOSED_PERIOD_DAYS),
    )
    if model is Offer:
        listing.formats = []
    if public_id:
        listing.public_id = public_id
    if template:
        template.fill(listing)
    return listing
