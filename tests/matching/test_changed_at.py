"""When an entry's public part last changed: what open data and sitemap tell. Kept by triggers."""

import pytest
from django.utils import timezone

from matching.models import Need, Offer
from profiles.models import Organisation
from tests.builders import (
    a_company,
    a_competence,
    a_need,
    a_site,
    a_verification,
    an_offer,
    an_organisation,
)

# A transaction's writes share its time: each write here has to be one of its own.
pytestmark = pytest.mark.django_db(transaction=True)


def clock_of(row) -> object:
    return type(row).objects.values_list("changed_at", flat=True).get(pk=row.pk)


def moves(row, change) -> bool:
    before = clock_of(row)
    change()
    after = clock_of(row)
    assert after >= before
    return after > before


NEW_VALUES = {
    "name": "Neuer Name", "slug": "neue-adresse", "kind": "public_body", "legal_form": "e. V.",
    "description": "Neu.", "website": "https://neu.example/", "logo": "logos/neu.webp", "logo_alt": "Ein Haus",
    "fields_of_work": ["daycare"], "industry": "Handwerk", "size": "1-9", "status": "suspended",
    "legal_name": "Neuer Name e. V.", "umbrella": "other", "umbrella_name": "Bündnis",
    "recognised_under_75": True, "recognised_on": "2020-05-03", "recognised_by": "Jugendamt",
    "region": "Leipzig", "photo_alt": "Ein Tor", "photo": "photos/organisations/neu.webp",
    "photo_by": "Kim Bild",
}  # fmt: skip
NEW_NOTICE = {
    "tax_notice": "exemption",
    "tax_notice_on": "2025-01-01",
}  # never one without the other
NEW_NEED = {
    "title": "Neu", "description": "Neu.", "radius_km": None, "remote_ok": True,
    "starts_on": "2026-01-01", "ends_on": "2099-01-01", "languages": ["de", "tr"],
    "status": "paused", "published_at": "2026-01-01T00:00:00Z", "valid_until": "2099-01-01",
    "format": "mentoring", "alternative_formats": ["space"], "target_group": "families",
    "people_needed": 9, "contact_with_minors": True, "gives_back": "Kuchen",
    "max_group_size": 5, "lead_time_days": 5,
}  # fmt: skip
NEW_OFFER = {
    "title": "Neu", "formats": ["mentoring"], "target_groups": [], "capacity": 9,
    "capacity_taken": 1, "excludes": ["contact-with-minors"], "min_notice_days": 4,
}  # fmt: skip


def test_each_public_value_of_an_organisation_counts():
    row = an_organisation()
    change = Organisation.objects.filter(pk=row.pk).update
    for name, value in NEW_VALUES.items():
        assert moves(row, lambda: change(**{name: value})), name  # noqa: B023 -- called at once
        assert not moves(row, lambda: change(**{name: value})), name  # noqa: B023
    assert moves(row, lambda: change(**NEW_NOTICE))
    later = NEW_NOTICE | {"tax_notice_on": "2026-01-01"}
    assert moves(row, lambda: change(**later))


@pytest.mark.parametrize(("build", "values"), [(a_need, NEW_NEED), (an_offer, NEW_OFFER)])
def test_each_public_value_of_a_listing_counts(build, values):
    row = build()
    for name, value in values.items():
        change = type(row).objects.filter(pk=row.pk).update
        assert moves(row, lambda: change(**{name: value})), name  # noqa: B023


def test_the_fields_above_are_all_that_the_open_data_tell():
    """A field that is told and does not move the clock would be missed by whoever reads by it."""
    from portal.site.api import serializers

    def told(serializer) -> set[str]:
        sources = {field.source.split(".")[0] for field in serializer().fields.values()}
        return sources & {field.name for field in serializer.Meta.model._meta.concrete_fields}

    fixed = {"public_id", "changed_at", "organisation", "site"}  # tried below, or never change
    assert told(serializers.OrganisationSerializer) - fixed <= set(NEW_VALUES | NEW_NOTICE)
    assert told(serializers.NeedSerializer) - fixed <= set(NEW_NEED)
    assert told(serializers.OfferSerializer) - fixed <= set(NEW_NEED) | set(NEW_OFFER)


def test_what_nobody_reads_does_not_count():
    organisation, need, offer = an_organisation(), a_need(), an_offer()
    change = Organisation.objects.filter(pk=organisation.pk).update
    assert not moves(organisation, lambda: change(contact_phone="1", register_number="VR 1"))
    due = {
        "matching_due_at": timezone.now(),
        "matching_generation": 7,
        "matched_at": timezone.now(),
    }
    assert not moves(need, lambda: Need.objects.update(**due))
    assert not moves(offer, lambda: Offer.objects.update(**due))


def test_sites_and_competencies_of_an_organisation_count():
    row = an_organisation()
    assert moves(row, lambda: a_site(row, in_="Köln"))
    assert moves(row, lambda: row.sites.filter(place="Köln").update(postcode="50668"))
    assert moves(row, lambda: row.sites.get(place="Köln").delete())
    assert moves(row, lambda: row.standing_competencies.add(a_competence()))
    assert moves(row, lambda: row.standing.update(conditions="dienstags"))
    assert moves(row, lambda: row.standing_competencies.clear())
    assert moves(row, lambda: a_verification(row, "visit"))
    assert moves(row, lambda: row.verifications.all().delete())


@pytest.mark.parametrize("build", [a_need, an_offer])
def test_what_a_listing_tells_of_others_counts(build):
    row = build()
    assert moves(row, lambda: row.competencies.set([a_competence("legal/contracts")]))
    organisations = Organisation.objects.filter(pk=row.organisation_id)
    assert moves(row, lambda: organisations.update(name="Anders"))
    assert moves(row, lambda: organisations.update(status="suspended"))
    assert moves(row, lambda: organisations.update(status="approved"))
    assert not moves(row, lambda: organisations.update(description="Anders"))
    assert moves(row, lambda: row.organisation.sites.update(place="Anderswo"))
    other = a_site(row.organisation, in_="Berlin")
    assert moves(row, lambda: type(row).objects.filter(pk=row.pk).update(site=other))


def test_listings_of_others_stay_as_they_are():
    row, other = a_need(), a_need()
    assert not moves(
        other, lambda: Organisation.objects.filter(pk=row.organisation_id).update(name="x")
    )


def test_an_object_read_before_does_not_turn_the_clock_back():
    row = a_company()
    stale = Organisation.objects.get(pk=row.pk)
    assert moves(row, lambda: a_site(row, in_="Köln"))
    before = clock_of(row)
    stale.save()
    assert clock_of(row) == before


def test_deleting_still_works():
    row = an_organisation()
    a_need(organisation=row).delete()
    an_offer(organisation=a_company()).organisation.needs.all().delete()
    row.delete()
    assert not Need.objects.exists()
