"""What the portal exports can be imported again, and changes nothing then."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.models import Format, Language, Need, Offer, TargetGroup
from portal.foundation.spreadsheets import safe, unmarked
from portal.site.models import Verdict
from profiles.models import FieldOfWork, Organisation
from tests.builders import a_company, a_competence, a_need, an_offer, an_organisation
from tests.imports import a_workbook, an_import, faults, stored

pytestmark = pytest.mark.django_db
NASTY = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(1)",
    "- Kochen\n- Garten",
    "＝1",
    "Zeile\nzwei; \"drei\", 'vier'",
]
ADDRESS = {"organisations": "/export/organisationen.csv", "needs": "/export/bedarfe.csv",
           "offers": "/export/angebote.csv"}  # fmt: skip


@pytest.fixture
def world():
    """Entries with everything that an export can hold."""
    for slug in ("finance/accounting", "it/websites"):
        a_competence(slug)
    today = timezone.localdate()
    for number, text in enumerate(NASTY):
        provider = an_organisation(
            f"{text} {number}"[:60].replace("\n", " "), description=text, legal_form="e. V.",
            website="https://haus.example/", fields_of_work=list(FieldOfWork.values[:3]),
            size="10-49", industry="Bildung",
        )  # fmt: skip
        provider.standing_competencies.set([a_competence(), a_competence("it/websites")])
        a_need(
            organisation=provider, title=f"{text} {number}".replace("\n", " "), description=text,
            alternative_formats=[Format.MENTORING, Format.TRAINING], remote_ok=True,
            target_group=TargetGroup.CHILDREN, languages=[Language.DE, Language.DGS],
            radius_km=None, contact_with_minors=True, people_needed=4,
        )  # fmt: skip
        an_offer(
            organisation=a_company(f"Firma {number}"), title=f"{text} {number}".replace("\n", " "),
            formats=[Format.IN_KIND, Format.SPACE], target_groups=[], capacity=3,
            capacity_taken=3 if number == 0 else 1, excludes=["contact-with-minors"],
            starts_on=today, ends_on=today + timedelta(days=400),
        )  # fmt: skip


def exported(client, kind: str, language: str) -> bytes:
    response = client.get(ADDRESS[kind], headers={"accept-language": language})
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", ADDRESS)
def test_an_export_that_nobody_touched_changes_nothing(client, world, kind, language):
    file = exported(client, kind, language)
    run = an_import(file, kind=kind)
    assert faults(run) == []
    assert [line.changes for line in run.lines.all() if line.changes] == []
    assert {line.verdict for line in run.lines.all()} == {Verdict.UNCHANGED}
    assert run.lines.count() == {"organisations": 14, "needs": 7, "offers": 7}[kind]


@pytest.mark.parametrize("kind", ADDRESS)
def test_an_export_that_went_through_a_workbook_changes_nothing(client, world, kind):
    text = exported(client, kind, "de").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    run = an_import(a_workbook(*rows), kind=kind)
    assert faults(run) == []
    assert {line.verdict for line in run.lines.all()} == {Verdict.UNCHANGED}


def test_one_edited_cell_of_an_export_is_the_one_change(client, world):
    text = exported(client, "needs", "de").decode("utf-8-sig").replace("\nzwei;", "\nfünf;", 1)
    run = an_import(text.encode("utf-16"), kind="needs")
    changed = run.lines.get(verdict=Verdict.CHANGED)
    assert len(changed.changes) == 1
    stored(run)
    assert Need.objects.filter(description__contains="fünf").count() == 1


def test_an_export_without_addresses_makes_the_same_entries_elsewhere(client, world):
    text = exported(client, "offers", "de").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    kept = [row | {"Adresse": ""} for row in rows if row["Titel"][0] not in "'＝"]
    assert kept
    before = {offer.title: offer for offer in Offer.objects.all()}
    Offer.objects.all().delete()
    into = io.StringIO()
    writer = csv.DictWriter(into, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(kept)
    stored(an_import(into.getvalue().encode(), kind="offers"))
    for offer in Offer.objects.all():
        old = before[offer.title]
        for name in ("description", "formats", "excludes", "radius_km", "languages", "site_id"):
            assert getattr(offer, name) == getattr(old, name), name


@given(st.text(max_size=30))
@settings(suppress_health_check=list(HealthCheck))
def test_the_mark_of_an_export_is_taken_off_again(text):
    if not text.startswith("'"):
        assert unmarked(safe(text)) == text


def test_the_template_can_be_filled_in_and_imported(client):
    from portal.site.importing.showing import template_rows

    an_organisation("Jugendhaus Beispiel e. V.")
    a_company("Kontor Beispiel")
    for kind in ADDRESS:
        rows = list(template_rows(kind))
        if kind == "offers":
            rows[1][0] = "Kontor Beispiel"
        run = an_import(a_workbook(*rows), kind=kind)
        assert [f for f in faults(run) if "period is over" not in f] == [], kind
    assert Organisation.objects.count() == 2
