"""`import_listings`: files become published listings, all of them or none."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matching import sync
from matching.models import Need, Offer, Suggestion
from profiles.models import Organisation, Site
from tests.builders import a_company, a_competence, an_organisation

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _taxonomy(db):
    a_competence("finance/accounting")
    a_competence("finance/tax")


def a_need_line(**fields) -> dict:
    return {
        "id": "n1", "organisation": "Jugendhaus Süd e. V.", "title": "Buchhaltung",
        "description": "Unsere Buchhaltung ist liegen geblieben.",
        "competencies": ["finance/accounting"], "format": "advisory-hour",
        "alternative_formats": [], "target_group": "staff", "postcode": "04109",
        "place": "Leipzig", "lat": 51.34, "lon": 12.374, "radius_km": 30, "remote_ok": False,
        "starts_on": TODAY.isoformat(), "ends_on": (TODAY + timedelta(days=60)).isoformat(),
        "people_needed": 1, "languages": ["de"], "contact_with_minors": False,
    } | fields  # fmt: skip


def an_offer_line(**fields) -> dict:
    return {
        "id": "o1", "company": "Kontor Nord GmbH", "title": "Hilfe bei der Buchhaltung",
        "description": "Wir helfen Vereinen bei der Buchhaltung.",
        "competencies": ["finance/accounting"], "formats": ["advisory-hour"],
        "target_groups": ["staff"], "postcode": "04109", "place": "Leipzig", "lat": 51.35,
        "lon": 12.38, "radius_km": None, "remote_ok": False,
        "available_from": TODAY.isoformat(),
        "available_until": (TODAY + timedelta(days=200)).isoformat(), "capacity": 2,
        "languages": ["de"], "excludes": [], "min_notice_days": 7,
    } | fields  # fmt: skip


@pytest.fixture
def run(tmp_path):
    """Writes both files and imports them; gives what the command said."""

    def run_with(needs=(), offers=()) -> str:
        paths = {"needs": needs, "offers": offers}
        for name, lines in paths.items():
            texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(texts), encoding="utf-8")
        out, err = StringIO(), StringIO()
        try:
            call_command(
                "import_listings", needs=tmp_path / "needs.jsonl", offers=tmp_path / "offers.jsonl",
                stdout=out, stderr=err,
            )  # fmt: skip
        except CommandError as error:
            return f"{err.getvalue()}{error}"
        return out.getvalue()

    return run_with


def test_lines_become_published_listings_of_approved_organisations(run):
    assert run([a_need_line()], [an_offer_line()]) == "2 created, 0 changed, 0 unchanged.\n"

    need, offer = Need.objects.get(), Offer.objects.get()
    assert need.is_open
    assert offer.is_open
    assert need.valid_until == TODAY + timedelta(days=60)
    assert offer.valid_until == TODAY + timedelta(days=90)
    assert (need.organisation.kind, offer.organisation.kind) == ("provider", "company")
    assert (need.site.lat, need.site.place, need.site.is_main) == (51.34, "Leipzig", True)
    assert [c.slug for c in offer.competencies.all()] == ["finance/accounting"]
    assert (offer.radius_km, offer.min_notice_days) == (None, 7)


def test_what_is_imported_is_matched_like_everything_else(run):
    run([a_need_line()], [an_offer_line()])

    assert sync.match("need", Need.objects.get().pk)

    assert Suggestion.objects.get().offer.import_key == "o1"


def test_a_second_import_changes_nothing(run):
    run([a_need_line()], [an_offer_line()])
    sync.match("need", Need.objects.get().pk)

    assert run([a_need_line()], [an_offer_line()]) == "0 created, 0 changed, 2 unchanged.\n"

    assert Need.objects.get().matching_due_at is None
    assert (Organisation.objects.count(), Site.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    "change",
    [{"title": "Anders"}, {"radius_km": 5}, {"competencies": ["finance/tax"]}, {"lat": 51.0},
     {"organisation": "Anderer Verein"}, {"languages": ["de", "en"]}],
)  # fmt: skip
def test_a_changed_line_updates_its_listing_and_has_it_matched_anew(run, change):
    run([a_need_line()])
    sync.match("need", Need.objects.get().pk)
    before = Need.objects.get()

    assert run([a_need_line(**change)]) == "0 created, 1 changed, 0 unchanged.\n"

    need = Need.objects.get()
    assert (need.public_id, need.status) == (before.public_id, "published")
    assert need.matching_due_at is not None
    assert run([a_need_line(**change)]) == "0 created, 0 changed, 1 unchanged.\n"


def test_what_its_organisation_paused_stays_paused(run):
    run([a_need_line()])
    Need.objects.update(status="paused")

    run([a_need_line(title="Anders")])

    assert (Need.objects.get().status, Need.objects.get().title) == ("paused", "Anders")


def test_promised_capacity_stands(run):
    run(offers=[an_offer_line(capacity=5)])
    Offer.objects.update(capacity_taken=4)

    run(offers=[an_offer_line(capacity=1)])

    assert Offer.objects.get().capacity == 4


def test_one_organisation_posts_from_several_places(run):
    run([a_need_line(), a_need_line(id="n2", place="Halle", postcode="06108", lat=51.48)])

    organisation = Organisation.objects.get()
    assert organisation.needs.count() == organisation.sites.count() == 2
    assert organisation.sites.filter(is_main=True).count() == 1


def test_an_approved_organisation_of_that_name_is_used(run):
    company = a_company("Kontor Nord GmbH")

    run(offers=[an_offer_line()])

    assert Offer.objects.get().organisation == company


def test_a_name_that_seeks_and_offers_is_never_suggested_to_itself(run):
    run([a_need_line(organisation="Stadt Leipzig")], [an_offer_line(company="Stadt Leipzig")])

    assert Organisation.objects.get().kind == "public_body"
    sync.match("need", Need.objects.get().pk)
    assert not Suggestion.objects.exists()


def test_names_that_look_alike_get_addresses_of_their_own(run):
    run([a_need_line(organisation="Süd"), a_need_line(id="n2", organisation="Sued")])

    slugs = Organisation.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["sued", "sued-2"]


def test_a_period_that_is_over_comes_in_as_expired(run):
    over = (TODAY - timedelta(days=1)).isoformat()

    run([a_need_line(starts_on="2020-01-01", ends_on=over)])

    assert Need.objects.get().status == "expired"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a" * 121}, "title"),
        ({"description": "a" * 5001}, "description"),
        ({"description": "a\x00b"}, "description"),
        ({"description": "\ud800"}, "description"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "a" * 151}, "organisation"),
        ({"competencies": ["finance/alchemy"]}, "competencies"),
        ({"competencies": "finance/tax"}, "competencies"),
        ({"format": "séance"}, "format"),
        ({"target_group": None}, "target_group"),
        ({"languages": ["xx"]}, "languages"),
        ({"languages": []}, "languages"),
        ({"lon": None}, "lon"),
        ({"lat": None, "lon": None}, "lat"),
        ({"lat": None, "lon": None, "remote_ok": True, "postcode": "99999"}, "lat"),
        ({"lat": 0, "lon": 0}, "lat"),
        ({"lat": 91}, "lat"),
        ({"radius_km": 0}, "radius_km"),
        ({"radius_km": 5000}, "radius_km"),
        ({"radius_km": "weit"}, "radius_km"),
        ({"people_needed": 0}, "people_needed"),
        ({"people_needed": 1000}, "people_needed"),
        ({"starts_on": "morgen"}, "starts_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"remote_ok": "ja"}, "remote_ok"),
        ({"postcode": "123456"}, "postcode"),
        ({"id": "a" * 121}, "id"),
        ({"id": None}, "id"),
    ],
)
def test_a_bad_line_is_named_with_its_field_and_nothing_is_imported(run, fields, field):
    said = run([a_need_line(id="good"), a_need_line(id="bad") | fields], [an_offer_line()])

    assert f"needs.jsonl:2: {field}: " in said
    assert "nothing was imported" in said
    assert not Need.objects.exists()
    assert not Offer.objects.exists()
    assert not Organisation.objects.exists()


def test_faults_of_offers_are_named_as_the_file_names_them(run):
    said = run(offers=[an_offer_line(available_until="2020-01-01", excludes=["x"])])
    assert "offers.jsonl:1: available_until: " in said

    assert "offers.jsonl:1: excludes: " in run(offers=[an_offer_line(excludes=["noise"])])
    assert "offers.jsonl:1: company: " in run(offers=[an_offer_line(company=" ")])


def test_every_bad_line_of_both_files_is_named(run):
    said = run(["{", "[1]", a_need_line(), a_need_line()], ["null", an_offer_line(id="")])

    for place in ("needs.jsonl:1: line", "needs.jsonl:2: record", "needs.jsonl:4: id",
                  "offers.jsonl:1: record", "offers.jsonl:2: id"):  # fmt: skip
        assert place in said
    assert "5 bad lines" in said


def test_an_organisation_that_waits_for_its_review_is_not_let_in_by_the_back_door(run):
    an_organisation("Jugendhaus Süd e. V.", status="submitted")

    assert "needs.jsonl:1: organisation: " in run([a_need_line()])


def test_coordinates_that_are_missing_come_from_the_postcode(run):
    run([a_need_line(lat=None, lon=None, remote_ok=True)])

    assert Need.objects.get().site.lat == pytest.approx(51.34, abs=0.1)


def test_a_radius_is_never_rounded_up(run):
    run([a_need_line(radius_km=12.9)])

    assert Need.objects.get().radius_km == 12


def test_empty_lines_and_empty_files_are_fine(run):
    assert run(["", a_need_line(), ""], []) == "1 created, 0 changed, 0 unchanged.\n"


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("import_listings", needs=tmp_path / "none.jsonl")
    with pytest.raises(CommandError, match="at least one file"):
        call_command("import_listings")
