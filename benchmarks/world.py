"""A country full of invented listings, the same on every machine.

Their texts are mixed from the demo data: title, sentences and ticks of one offer or need, and a
sentence of another one with the same competency, so that words are distributed as people write.
"""

import json
import random
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from benchmarks.country import DEMO, mixed, some_places
from matching.models import ListingStatus, Need, Offer
from matching.models.listing import Listing
from profiles.models import Competence, Organisation, OrganisationKind, ReviewStatus, Site

LISTINGS_PER_ORGANISATION = 5
AT_ONCE = 2000
COPIED = {
    Need: ("format", "alternative_formats", "target_group", "people_needed", "contact_with_minors"),
    Offer: ("formats", "target_groups", "capacity", "excludes", "min_notice_days"),
}
BOTH = ("radius_km", "remote_ok", "languages")


def fill(
    model: type[Need] | type[Offer],
    number: int,
    *,
    status: str,
    organisations: int | None = None,
    seed: int = 1,
) -> None:
    """Store `number` listings of new approved organisations, spread over all of Germany.

    Without `organisations` there are as many as have five listings each.
    """
    chance = random.Random(f"{seed} {model.__name__}")
    samples = json.loads((DEMO / f"{model._meta.model_name}s.json").read_text("utf-8"))
    sites = _sites(model, organisations or number // LISTINGS_PER_ORGANISATION + 1, chance)
    ids = dict(Competence.objects.values_list("slug", "pk"))
    listings = (
        _listing(model, samples, chance.choice(sites), status, chance) for _number in range(number)
    )
    while some := list(islice(listings, AT_ONCE)):
        model.objects.bulk_create([listing for listing, _slugs in some])
        through = model.competencies.through
        column = f"{model._meta.model_name}_id"
        through.objects.bulk_create(
            through(**{column: listing.pk, "competence_id": ids[slug]})
            for listing, slugs in some
            for slug in slugs
        )


def _sites(model: type[Listing], number: int, chance: random.Random) -> list[Site]:
    kind = OrganisationKind.PROVIDER if model is Need else OrganisationKind.COMPANY
    told = json.loads((DEMO / "organisations.json").read_text("utf-8"))
    samples = [sample for sample in told if sample["kind"] == kind]
    organisations = Organisation.objects.bulk_create(
        (_organisation(kind, n, chance.choice(samples)) for n in range(number)), batch_size=AT_ONCE
    )
    somewhere = [chance.choice(some_places()) for _organisation in organisations]
    return Site.objects.bulk_create(
        Site(
            organisation=organisation,
            postcode=place.postcode,
            land=place.land,
            place=place.name,
            lat=place.lat,
            lon=place.lon,
            is_main=True,
        )
        for organisation, place in zip(organisations, somewhere, strict=True)
    )


def _organisation(kind: OrganisationKind, number: int, sample: dict) -> Organisation:
    return Organisation(
        name=f"{sample['name']} {number}",
        slug=f"{kind}-{number}",
        kind=kind,
        status=ReviewStatus.APPROVED,
        approved_at=timezone.now(),
        description=sample["description"],
        fields_of_work=sample.get("fields_of_work", []),
        industry=sample.get("industry", ""),
        size=sample.get("size", ""),
    )


def _listing(
    model: type[Listing], samples: list[dict], site: Site, status: str, chance: random.Random
) -> tuple[Listing, list[str]]:
    """A listing, and the competencies that it ticks."""
    now, today = timezone.now(), timezone.localdate()
    sample = chance.choice(samples)
    starts_on = today + timedelta(days=chance.randrange(0, 60))
    listing = model(
        organisation_id=site.organisation_id,
        site=site,
        title=sample["title"],
        description=mixed(sample, samples, chance),
        status=status,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=chance.randrange(30, 200)),
        submitted_at=now,
        **{name: sample[name] for name in (*COPIED[model], *BOTH)},
    )
    if model is Need:
        listing.replaces_no_staff = True
    if status == ListingStatus.PUBLISHED:
        listing.published_at, listing.valid_until = now, today + timedelta(days=90)
    return listing, sample["competencies"]
