"""What of needs and offers everybody may take away as a table."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from matching.models import CONTACT_WITH_MINORS, Format, Language, Need, Offer, TargetGroup
from matching.models.listing import Listing
from portal.foundation.spreadsheets import Column
from profiles.export import labels


def with_all_that_is_exported(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """`listings` fetched together with what the columns read."""
    return listings.select_related("organisation", "site").prefetch_related("competencies")


def _formats(listing: Need | Offer) -> list[str]:
    return labels(listing.formats, Format.choices)


def _groups(listing: Need | Offer) -> list[str]:
    groups = [listing.target_group] if isinstance(listing, Need) else listing.target_groups
    return labels(groups, TargetGroup.choices)


WHAT = [
    Column(_("organisation"), lambda e: e.organisation.name),
    Column(_("title"), lambda e: e.title),
    Column(_("description"), lambda e: e.description),
    Column(_("competencies"), lambda e: [c.label for c in e.competencies.all()]),
    Column(_("kinds of help"), _formats),
    Column(_("for whom"), _groups),
]
WHERE_AND_WHEN = [
    Column(_("postcode"), lambda e: e.site.postcode),
    Column(_("place"), lambda e: e.site.place),
    Column(_("radius in km"), lambda e: e.radius_km),
    Column(_("possible online or by phone"), lambda e: e.remote_ok),
    Column(_("from"), lambda e: e.starts_on),
    Column(_("until"), lambda e: e.ends_on),
    Column(_("languages"), lambda e: labels(e.languages, Language.choices)),
    Column(_("last valid day"), lambda e: e.valid_until),
    Column(_("address"), lambda e: settings.SITE_URL + e.get_absolute_url()),
]
NEED_COLUMNS = [
    *WHAT,
    Column(_("how many"), lambda need: need.people_needed),
    Column(_("contact with minors"), lambda need: need.contact_with_minors),
    *WHERE_AND_WHEN,
]
OFFER_COLUMNS = [
    *WHAT,
    Column(_("how many are still free"), lambda offer: offer.capacity_left),
    Column(_("contact with minors"), lambda offer: CONTACT_WITH_MINORS not in offer.excludes),
    *WHERE_AND_WHEN,
]
COLUMNS = {Need: NEED_COLUMNS, Offer: OFFER_COLUMNS}
STATUS = Column(_("status"), lambda e: e.get_status_display())
