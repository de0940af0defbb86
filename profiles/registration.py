"""Bringing an organisation and its sites into the portal."""

from django.db import transaction
from django.utils.text import slugify

from portal.foundation import history
from profiles import places
from profiles.models import Membership, Organisation, Role, Site, User

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def free_slug(name: str) -> str:
    """An address for `name` that no organisation has yet: "Jugendtreff Süd" → "jugendtreff-sued"."""
    base = slugify(name.translate(UMLAUTS))[:70].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def register(organisation: Organisation, *, by: User | None) -> Organisation:
    """Store a new organisation as a draft whose first owner is `by`."""
    organisation.slug = free_slug(organisation.name)
    organisation.save()
    if by is not None:
        Membership.objects.create(organisation=organisation, user=by, role=Role.OWNER)
    history.record(organisation, "created", by=by, change=("", organisation.status))
    return organisation


@transaction.atomic
def place_site(site: Site, *, by: User | None) -> Site:
    """Store a site with place and coordinates of its postcode. Raises places.UnknownPostcode.

    The first site of an organisation is its main one; a new main site replaces the old.
    """
    place = places.require(site.postcode)
    site.postcode, site.lat, site.lon = place.postcode, place.lat, place.lon
    site.place = site.place or place.name
    others = site.organisation.sites.select_for_update().exclude(pk=site.pk)
    if not others:
        site.is_main = True
    if site.is_main:
        others.filter(is_main=True).update(is_main=False)
    site.save()
    history.record(site.organisation, "site saved", by=by, comment=str(site))
    return site
