"""Bringing an organisation and its sites into the portal."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.refusals import Refused
from portal.foundation.uploads.sized import change_of_photo
from profiles import places, verification
from profiles.identity import UMLAUTS
from profiles.models import (
    FormerOrganisation,
    Membership,
    Organisation,
    ReviewStatus,
    Role,
    Site,
    User,
)

AT_ONCE = 1000


def free_slug(name: str) -> str:
    """An address for `name` that no organisation has or had: "Jugendtreff Süd" → "jugendtreff-sued"."""
    base = slugify(name.translate(UMLAUTS))[:70].strip("-") or "organisation"
    taken = {
        slug
        for model in (Organisation, FormerOrganisation)
        for slug in model.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    }
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def free_slugs() -> Iterator[str]:
    """Takes names (`send`), gives addresses nobody has; asks the database once for all of them."""
    taken = {
        slug
        for model in (Organisation, FormerOrganisation)
        for slug in model.objects.values_list("slug", flat=True)
    }
    slug = ""
    while True:
        name = yield slug
        base = slugify(name.translate(UMLAUTS))[:70].strip("-") or "organisation"
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)


@transaction.atomic
def register(organisation: Organisation, *, by: User | None) -> Organisation:
    """Store a new organisation as a draft whose first owner is `by`."""
    organisation.slug = free_slug(organisation.name)
    photo_event = change_of_photo(None, organisation)
    organisation.save()
    if by is not None:
        Membership.objects.create(organisation=organisation, user=by, role=Role.OWNER)
    history.record(organisation, "created", by=by, change=("", organisation.status))
    if photo_event:
        history.record(organisation, photo_event, by=by, comment=organisation.photo_alt)
    return organisation


@transaction.atomic
def register_many(organisations: list[Organisation], *, by: User | None) -> list[Organisation]:
    """Store many imported organisations, without owners, in the status that each has.

    An approved one is public from now on, a submitted one waits for its review from now on.
    """
    slugs, now = free_slugs(), timezone.now()
    next(slugs)
    for organisation in organisations:
        organisation.slug = slugs.send(organisation.name)
        if organisation.status == ReviewStatus.APPROVED:
            organisation.approved_at = now
        elif organisation.status == ReviewStatus.SUBMITTED:
            organisation.submitted_at = now
    made = Organisation.objects.bulk_create(organisations, batch_size=AT_ONCE)
    history.record_many(made, "imported", by=by)
    return made


@transaction.atomic
def place_site(site: Site, *, by: User | None) -> Site:
    """Store a site with place and coordinates of its postcode. Raises places.UnknownPostcode.

    There is always a main site: without another one it is this; a new one replaces the old.
    """
    place = places.require(site.postcode)
    organisation = _locked(site.organisation)
    site.postcode, site.lat, site.lon = place.postcode, place.lat, place.lon
    site.place = site.place or place.name
    others = site.organisation.sites.select_for_update().exclude(pk=site.pk)
    if not others.filter(is_main=True).exists():
        site.is_main = True
    if site.is_main:
        others.filter(is_main=True).update(is_main=False)
    site.save()
    site.organisation.note_confirmed()
    site.organisation.save(update_fields=["confirmed_at", "ask_at"])
    history.record(site.organisation, "site saved", by=by, comment=str(site))
    verification.end_outdated(organisation, by=by)
    return site


@transaction.atomic
def remove_site(site: Site, *, by: User) -> None:
    """Delete a site. Raises Refused for the last one, and for one that entries still name."""
    organisation = _locked(site.organisation)
    others = site.organisation.sites.select_for_update().exclude(pk=site.pk).order_by("pk")
    if not others:
        raise Refused(_("Every organisation needs a site: add another one first."))
    try:
        with transaction.atomic():
            site.delete()
    except ProtectedError as error:
        titles = ", ".join(f"“{entry}”" for entry in sorted(error.protected_objects, key=str)[:3])
        raise Refused(
            _("This site is named in %(titles)s. Please choose another site there first.")
            % {"titles": titles}
        ) from error
    if site.is_main:
        site.organisation.sites.filter(pk=others[0].pk).update(is_main=True)
    history.record(site.organisation, "site removed", by=by, comment=str(site))
    verification.end_outdated(organisation, by=by)


def _locked(organisation: Organisation) -> Organisation:
    """Before its sites, in the order in which others lock; badges are set under the same lock."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
