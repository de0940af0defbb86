"""Organisations and sites of imported records: found by name and place, or made."""

from collections.abc import Iterable, Iterator

from matching.engine import NeedRecord, OfferRecord
from profiles import places
from profiles.models import Organisation, OrganisationKind, ReviewStatus, Site
from profiles.models.site import land_of
from profiles.registration import register_many

Record = NeedRecord | OfferRecord

KINDS_THAT_POST = {
    NeedRecord: (OrganisationKind.PROVIDER, OrganisationKind.PUBLIC_BODY),
    OfferRecord: (OrganisationKind.COMPANY, OrganisationKind.PUBLIC_BODY),
}
AT_ONCE = 1000


def owner_name(record: Record) -> str:
    """The name of the organisation that posts."""
    name = record.organisation if isinstance(record, NeedRecord) else record.company
    return " ".join(name.split())


class Owners:
    """Finds or makes the organisation and the site of every record of one import."""

    def __init__(self, records: Iterable[Record]) -> None:
        records = list(records)
        self._organisations = self._find_or_make_organisations(records)
        self._sites = self._find_or_make_sites(records)

    def of(self, record: Record) -> tuple[Organisation, Site]:
        """Who posts `record`, and where."""
        organisation = self._organisations[type(record), owner_name(record)]
        return organisation, self._sites[organisation.pk, *_place_of(record)]

    def _find_or_make_organisations(
        self, records: list[Record]
    ) -> dict[tuple[type[Record], str], Organisation]:
        names = {(type(record), owner_name(record)) for record in records}
        approved = {
            (organisation.kind, organisation.name): organisation
            for chunk in _chunks(sorted({name for _type, name in names}))
            for organisation in Organisation.objects.approved().filter(name__in=chunk)
        }
        kinds = {
            (record_type, name): self._kind_of(record_type, name, names, approved)
            for record_type, name in sorted(names, key=lambda n: (n[0].__name__, n[1]))
        }
        missing = dict.fromkeys((k, n) for (_t, n), k in kinds.items() if (k, n) not in approved)
        approved |= {(o.kind, o.name): o for o in _make_organisations(missing)}
        return {(t, name): approved[kind, name] for (t, name), kind in kinds.items()}

    def _kind_of(self, record_type: type[Record], name: str, names: set, approved: dict) -> str:
        """The kind of an organisation that is here, or of the one to make.

        A name that stands in both files is one body that seeks and offers: it must not be
        suggested to itself.
        """
        here = [kind for kind in KINDS_THAT_POST[record_type] if (kind, name) in approved]
        if here:
            return here[0]
        posts_both = all((t, name) in names for t in KINDS_THAT_POST)
        return OrganisationKind.PUBLIC_BODY if posts_both else KINDS_THAT_POST[record_type][0]

    def _find_or_make_sites(self, records: list[Record]) -> dict[tuple, Site]:
        ids = sorted({organisation.pk for organisation in self._organisations.values()})
        known: dict[tuple, Site] = {}
        have_a_site = set()
        for chunk in _chunks(ids):
            for site in Site.objects.filter(organisation__in=chunk):
                have_a_site.add(site.organisation_id)
                known[site.organisation_id, site.postcode, site.place, site.lat, site.lon] = site
        new = {}
        for record in records:
            organisation = self._organisations[type(record), owner_name(record)]
            postcode, place, lat, lon = _place_of(record)
            key = (organisation.pk, postcode, place, lat, lon)
            if key not in known and key not in new:
                new[key] = Site(
                    organisation=organisation, postcode=postcode, place=place, lat=lat, lon=lon,
                    land=land_of(postcode),
                    is_main=organisation.pk not in have_a_site,
                )  # fmt: skip
                have_a_site.add(organisation.pk)
        Site.objects.bulk_create(new.values(), batch_size=AT_ONCE)
        return known | new


def _place_of(record: Record) -> tuple[str, str, float, float]:
    if record.lat is None or record.lon is None:
        place = places.require(record.postcode)
        return record.postcode, record.place, place.lat, place.lon
    return record.postcode, record.place, record.lat, record.lon


def _make_organisations(missing: Iterable[tuple[str, str]]) -> list[Organisation]:
    approved = [
        Organisation(kind=kind, name=name, status=ReviewStatus.APPROVED) for kind, name in missing
    ]
    return register_many(approved, by=None)


def _chunks(items: list) -> Iterator[list]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
