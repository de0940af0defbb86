"""Writing confirmed lines of needs or offers: all at once, matched afterwards."""

from typing import Any

from django.db.models import Q

from matching.importing.storing import store_changed, store_new
from matching.models import ListingStatus, Need, Offer
from matching.models.listing import Listing
from portal.site.importing.listings import apply, fetched, seen_of
from portal.site.importing.storing_organisations import refuse_member_of
from portal.site.models import Choice, ImportLine
from profiles import places
from profiles.models import Competence, Organisation, Site, User
from profiles.models.site import land_of
from profiles.places.lookup import fold

Model = type[Need] | type[Offer]


def refuse_own(model: Model, lines: list[ImportLine], by: User) -> None:
    """Raises Refused where `by` is a member of an organisation whose entries would be written."""
    ids = {line.values["organisation_id"] for line in lines if line.choice == Choice.CREATE}
    own = f"{model._meta.model_name}s__in"
    targets = model.objects.filter(
        pk__in=[line.chosen_id for line in lines if line.choice == Choice.UPDATE]
    )
    refuse_member_of(Organisation.objects.filter(pk__in=ids), by)
    refuse_member_of(Organisation.objects.filter(**{own: targets}).distinct(), by)


def changed_meanwhile(model: Model, lines: list[ImportLine], since_xid: int) -> list[ImportLine]:
    """Lines whose plan is not true any more. Locks what will be changed."""
    updates = {line.chosen_id: line for line in lines if line.choice == Choice.UPDATE}
    ids = sorted(updates)
    list(
        model.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    here = fetched(model.objects.all()).in_bulk(ids)
    stale = [
        line for pk, line in updates.items() if pk not in here or seen_of(here[pk]) != line.seen
    ]
    creates = [line for line in lines if line.choice == Choice.CREATE]
    owners = {line.values["organisation_id"] for line in creates}
    approved = set(
        Organisation.objects.approved().filter(pk__in=owners).values_list("pk", flat=True)
    )
    keys = {line.values["import_key"] for line in creates if line.values.get("import_key")}
    came = model.objects.filter(
        Q(organisation__in=owners, changed_xid__gte=since_xid) | Q(import_key__in=keys)
    ).values_list("pk", "organisation_id", "title", "import_key")
    titles = {(owner, fold(title)): pk for pk, owner, title, _key in came}
    taken = {key for *_rest, key in came}
    for line in creates:
        owner = line.values["organisation_id"]
        shown = {candidate["id"] for candidate in line.candidates}
        same = titles.get((owner, fold(line.values["title"])))
        if (
            owner not in approved
            or line.values.get("import_key") in taken
            or (same is not None and same not in shown)
        ):
            stale.append(line)
    return stale


def store(
    model: Model, lines: list[ImportLine], options: dict[str, Any], *, by: User | None
) -> None:
    """Write them; each line knows its entry afterwards. Needs a transaction, locked rows."""
    competences = dict(Competence.objects.values_list("slug", "pk"))
    updates = {line.chosen_id: line for line in lines if line.choice == Choice.UPDATE}
    creates = [line for line in lines if line.choice == Choice.CREATE]
    here = fetched(model.objects.all()).in_bulk(list(updates))
    sites = _Sites(
        {line.values["organisation_id"] for line in creates}
        | {listing.organisation_id for listing in here.values()}
    )
    new = [(line, _new(model, line)) for line in creates]
    for line, listing in new:
        sites.place(listing, line.values)
    for pk, line in updates.items():
        apply(here[pk], line.values)
        if line.values.get("postcode") or line.values.get("place"):
            sites.place(here[pk], line.values)
    sites.store()
    with_ids = [(x, _ids(line, competences)) for line, x in new]
    store_new(model, with_ids, by=by, is_public=options["status"] == ListingStatus.PUBLISHED)
    changed = [
        (
            here[pk],
            _ids(line, competences)
            if line.values.get("competencies")
            else [competence.pk for competence in here[pk].competencies.all()],
        )
        for pk, line in updates.items()
    ]
    store_changed(model, changed, by=by)
    for line, listing in [*new, *((line, here[pk]) for pk, line in updates.items())]:
        line.target_id = listing.pk


def _new(model: Model, line: ImportLine) -> Listing:
    listing = model(organisation_id=line.values["organisation_id"])
    if isinstance(listing, Need):
        # Whoever confirms has ticked it for all of them.
        listing.replaces_no_staff = True
    apply(listing, line.values)
    return listing


def _ids(line: ImportLine, competences: dict[str, int]) -> list[int]:
    slugs = line.values.get("competencies") or []
    return [competences[slug] for slug in slugs if slug in competences]


class _Sites:
    """The sites of the organisations, and those that the lines ask for besides."""

    def __init__(self, organisation_ids: set[int]) -> None:
        self._known: dict[int, list[Site]] = {pk: [] for pk in organisation_ids}
        rows = Site.objects.filter(organisation__in=organisation_ids)
        for site in rows.order_by("-is_main", "pk"):
            self._known[site.organisation_id].append(site)
        self._new: list[Site] = []

    def place(self, listing: Listing, values: dict[str, Any]) -> None:
        """Give `listing` the site at the line's postcode; without one its own, or the main one."""
        known = self._known[listing.organisation_id]
        before = listing.site if listing.site_id else known[0]
        code = values.get("postcode") or before.postcode
        name = values.get("place")
        for site in known:
            if site.postcode == code and (not name or fold(site.place) == fold(name)):
                listing.site = site
                return
        place = places.require(code)
        site = Site(
            organisation_id=listing.organisation_id, postcode=code, place=name or place.name,
            lat=place.lat, lon=place.lon, land=land_of(code), is_main=not known,
        )  # fmt: skip
        known.append(site)
        self._new.append(site)
        listing.site = site

    def store(self) -> None:
        """Store the new ones; call it before the listings that need them."""
        Site.objects.bulk_create(self._new, batch_size=500)
