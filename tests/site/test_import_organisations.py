"""Importing organisations: what is new, what changes, what is here already."""

import pytest

from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.site.importing import runs
from portal.site.models import Verdict
from profiles.models import Invitation, Organisation, Site
from tests.builders import a_competence, a_membership, a_moderator, a_user, an_organisation
from tests.imports import ORGANISATION, a_csv, an_import, only_line, stored

pytestmark = pytest.mark.django_db
FULL = ORGANISATION | {
    "Rechtsform": "e. V.", "Beschreibung": "Ein offenes Haus.", "Webseite": "https://neu.example",
    "Straße": "Weg 1", "Kontaktperson": "Kim Neu", "E-Mail": "kim@neu.example",
    "Telefon": "+49 341 1", "Registergericht": "Leipzig", "Registernummer": "VR 77",
    "Kompetenzen": "finance/accounting", "fields of work": "youth_work",
}  # fmt: skip


def address(organisation: Organisation, settings) -> str:
    return settings.SITE_URL + organisation.get_absolute_url()


@pytest.fixture
def here():
    return an_organisation("Jugendhaus Süd", legal_form="e. V.", contact_phone="0341 999")


def test_nothing_is_written_before_somebody_confirms():
    an_import(a_csv(FULL))
    assert Organisation.objects.count() == Site.objects.count() == 0
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("status", ["draft", "submitted", "approved"])
def test_a_new_one_is_stored_whole_in_the_chosen_status(status):
    a_competence()
    run = stored(an_import(a_csv(FULL)), status=status)
    made = Organisation.objects.get()
    assert (made.name, made.kind, made.status) == ("Jugendhaus Neu", "provider", status)
    assert (made.register_key, made.slug) == ("leipzig:VR77", "jugendhaus-neu")
    assert bool(made.approved_at) == (status == "approved")
    assert bool(made.submitted_at) == (status == "submitted")
    site = made.sites.get()
    assert (site.street, site.place, site.land, site.is_main) == ("Weg 1", "Leipzig", "SN", True)
    assert [c.slug for c in made.standing_competencies.all()] == ["finance/accounting"]
    assert made.contact_phone == "+49 341 1"
    entry = history.of(made).get()
    assert (entry.event, entry.by, entry.to_status) == ("imported", run.confirmed_by, status)
    assert [e.event for e in history.of(run)] == ["import stored", "import prepared"]


def test_the_same_file_again_changes_nothing():
    a_competence()
    stored(an_import(a_csv(FULL)))
    line = only_line(an_import(a_csv(FULL)))
    assert (line.verdict, line.changes, line.choice) == (Verdict.UNCHANGED, [], "")


def test_what_changes_is_shown_field_by_field_and_contact_data_are_not(here):
    file = a_csv({"Name": "Jugendhaus Süd", "kind": "provider", "PLZ": "04109",
                  "Rechtsform": "gGmbH", "Telefon": "0341 1"})  # fmt: skip
    run = an_import(file)
    line = only_line(run)
    assert line.verdict == Verdict.CHANGED
    assert line.changes == [
        {"name": "legal_form", "old": "e. V.", "new": "gGmbH"},
        {"name": "contact_phone", "old": "given", "new": "0341 1"},
    ]
    stored(run)
    here.refresh_from_db()
    assert (here.legal_form, here.contact_phone, here.status) == ("gGmbH", "0341 1", "approved")


def test_an_empty_cell_and_a_missing_column_keep_what_is_here(here, settings):
    run = an_import(
        a_csv({"address": address(here, settings), "Beschreibung": "", "Branche": "IT"})
    )
    stored(run)
    here.refresh_from_db()
    assert here.industry == "IT"
    assert here.description


def test_its_address_here_tells_which_one_is_meant_also_under_a_new_name(here, settings):
    run = an_import(
        a_csv(ORGANISATION | {"Name": "Ganz anders", "address": address(here, settings)})
    )
    assert only_line(run).verdict == Verdict.CHANGED
    stored(run)
    here.refresh_from_db()
    assert (here.name, here.name_key) == ("Ganz anders", "ganz anders")


def test_another_postcode_moves_the_main_site(here, settings):
    run = an_import(a_csv({"address": address(here, settings), "PLZ": "50667"}))
    stored(run)
    site = here.sites.get()
    assert (site.postcode, site.place, site.land) == ("50667", "Köln", "NW")
    assert 50 < site.lat < 51.5


def duplicate_line(here):
    """Similar by name and place, but not the same for sure."""
    return {"Name": "Jugendhaus Süd gGmbH", "kind": "provider", "PLZ": "04109", "Branche": "Neu"}


def test_a_likely_duplicate_is_left_out_unless_somebody_decides(here):
    run = an_import(a_csv(duplicate_line(here), ORGANISATION))
    line = run.lines.get(number=2)
    assert (line.verdict, line.choice) == (Verdict.DUPLICATE, "skip")
    assert line.candidates[0]["name"].startswith("Jugendhaus Süd")
    assert line.candidates[0]["reason"] == "a similar name, nearby"
    stored(run)
    assert Organisation.objects.count() == 2
    here.refresh_from_db()
    assert here.industry == ""


def test_a_likely_duplicate_can_be_updated_or_made_anew(here):
    for choice, count, industry in (("create", 2, ""), (f"update:{here.pk}", 2, "Neu")):
        run = an_import(a_csv(duplicate_line(here)))
        line = only_line(run)
        if line.verdict == Verdict.DUPLICATE:
            runs.choose(run, {line.pk: choice}, by=run.started_by)
        if choice == "create":
            stored(run)
        else:
            Organisation.objects.exclude(pk=here.pk).delete()
            run = an_import(a_csv(duplicate_line(here)))
            line = only_line(run)
            runs.choose(run, {line.pk: choice}, by=run.started_by)
            stored(run)
            count = 1
        here.refresh_from_db()
        assert (Organisation.objects.count(), here.industry) == (count, industry)


def test_the_same_register_number_is_a_likely_duplicate_whatever_the_name():
    an_organisation(
        "Ganz anderer Name", register_court="Leipzig", register_number="VR 77", in_="Köln"
    )
    line = only_line(an_import(a_csv(FULL)))
    assert line.verdict == Verdict.DUPLICATE
    assert line.candidates[0]["reason"] == "the same register number"


def test_a_similar_name_far_away_is_only_mentioned(here):
    line = only_line(an_import(a_csv(ORGANISATION | {"Name": "Jugendhaus Süd", "PLZ": "50667"})))
    assert line.verdict == Verdict.NEW
    assert "similar name elsewhere" in line.notices[0]["text"]


def test_an_import_changes_no_kind_and_nothing_suspended(here, settings):
    run = an_import(a_csv(ORGANISATION | {"kind": "company", "address": address(here, settings)}))
    assert "does not change that" in only_line(run).faults[0]["text"]
    here.status = "suspended"
    here.save()
    run = an_import(a_csv({"address": address(here, settings), "Branche": "IT"}))
    assert "suspended" in only_line(run).faults[0]["text"]


def test_nobody_changes_their_own_organisation_by_an_import(here, settings):
    moderator = a_moderator(language="en")
    a_membership(here, moderator)
    run = an_import(a_csv({"address": address(here, settings), "Branche": "IT"}), by=moderator)
    with pytest.raises(runs.Refused, match="You are a member of “Jugendhaus Süd”"):
        stored(run)
    assert stored(run, by=a_moderator()).state == "done"


def test_contact_persons_are_invited_as_owners_once():
    file = a_csv(FULL, FULL | {"Name": "B", "E-Mail": "", "Registernummer": "", "Webseite": ""})
    run = stored(an_import(file), invite=True)
    assert (run.state, run.options["invited"]) == ("done", 1)
    invited = Invitation.objects.get()
    assert (invited.email, invited.role) == ("kim@neu.example", "owner")
    assert OutboxMail.objects.get().recipient == "kim@neu.example"
    stored(an_import(file), invite=True)
    assert Invitation.objects.count() == 1


def test_owners_can_be_invited_later_by_the_same_file():
    stored(an_import(a_csv(FULL)))
    assert Invitation.objects.count() == 0
    stored(an_import(a_csv(FULL)), invite=True)
    assert Invitation.objects.count() == 1


def test_who_has_an_owner_gets_no_invitation(here, settings):
    a_membership(here, a_user(), role="owner")
    file = a_csv({"address": address(here, settings), "E-Mail": "neu@neu.example"})
    stored(an_import(file), invite=True)
    assert Invitation.objects.count() == 0


def test_many_lines_take_no_more_queries_than_few(django_assert_max_num_queries):
    def file(start: int, count: int) -> bytes:
        return a_csv(*(
            FULL | {"Name": f"Haus {n}x{n}", "Registernummer": f"VR {n}", "PLZ": "04109",
                    "Webseite": f"https://haus{n}.example", "E-Mail": f"a@haus{n}.example"}
            for n in range(start, start + count)
        ))  # fmt: skip

    with django_assert_max_num_queries(110) as few:
        stored(an_import(file(1000, 2)))
        at_two = len(few)
    with django_assert_max_num_queries(at_two + 10):
        stored(an_import(file(2000, 200)))
