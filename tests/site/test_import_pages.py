"""The pages of imports in admin: for moderators only, everything escaped, GET changes nothing."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.site.importing import runs, work
from portal.site.models import ImportRun
from profiles.models import EDITORS, Organisation
from tests.builders import a_moderator, a_user, an_organisation
from tests.imports import ORGANISATION, a_csv, an_import, only_line

pytestmark = pytest.mark.django_db
IMPORTS = "/verwaltung/import/"


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator(language="en")
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return person


def page(run: ImportRun, part: str = "") -> str:
    return f"{IMPORTS}{run.public_id}/{part}"


def upload(client, content: bytes, name: str = "liste.csv", kind: str = "organisations"):
    return client.post(IMPORTS, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def text_of(response) -> str:
    return response.content.decode()


def test_from_the_upload_to_the_stored_entry(client, moderator):
    assert "admin/" in text_of(client.get("/verwaltung/"))
    assert IMPORTS in text_of(client.get("/verwaltung/"))
    response = upload(client, a_csv(ORGANISATION))
    run = ImportRun.objects.get()
    assert response.url == page(run)
    at_work = client.get(page(run))
    assert at_work["Refresh"] == "2"
    assert "is being read" in text_of(at_work).casefold()
    work.work(run.pk)
    ready = client.get(page(run))
    assert "Refresh" not in ready
    assert "Jugendhaus Neu" in text_of(ready)
    assert "To be created: 1." in text_of(ready)
    client.post(page(run, "uebernehmen/"), {"version": 0, "status": "approved"})
    assert Organisation.objects.count() == 0
    work.work(run.pk)
    assert Organisation.objects.get().is_approved
    done = text_of(client.get(page(run)))
    assert "Confirmed by Rana Moderation" in done
    assert "What was stored" in done
    assert "Store these entries" not in done


def test_looking_changes_nothing(client, moderator, django_assert_num_queries):
    run = an_import(a_csv(ORGANISATION), by=moderator)
    before = ImportRun.objects.values().get()
    for part in ("", "fehlerhafte.csv", "?show=new&page=9", "?show=odd&page=x"):
        assert client.get(page(run, part)).status_code == 200
    for part in ("auswahl/", "uebernehmen/", "verwerfen/"):
        assert client.get(page(run, part)).status_code == 405
    assert ImportRun.objects.values().get() == before


@pytest.mark.parametrize("who", ["nobody", "somebody", "editor", "owner"])
def test_nobody_but_moderators_sees_or_does_anything(client, settings, who):
    settings.ADMIN_REQUIRES_MFA = False
    run = an_import(a_csv(ORGANISATION))
    person = a_user(is_staff=who == "editor")
    if who == "editor":
        person.groups.add(Group.objects.get(name=EDITORS))
    if who == "owner":
        an_organisation(owner=person)
    if who != "nobody":
        client.force_login(person)
    for part in ("", "fehlerhafte.csv"):
        assert client.get(page(run, part)).status_code in {302, 403}
    for part in ("auswahl/", "uebernehmen/", "verwerfen/"):
        assert client.post(page(run, part), {"version": 0, "status": "draft"}).status_code in {
            302,
            403,
        }
    assert client.get(IMPORTS).status_code in {302, 403}
    assert client.get(IMPORTS + "vorlage/needs/").status_code in {302, 403}
    assert upload(client, b"x").status_code in {302, 403}
    assert ImportRun.objects.get().state == "ready"


def test_a_second_factor_is_asked_for(client, settings):
    settings.ADMIN_REQUIRES_MFA = True
    client.force_login(a_moderator())
    assert client.get(IMPORTS).status_code == 302


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "is empty"), (b"x" * 10_000_001, "larger than 10 MB")]
)  # fmt: skip
def test_an_upload_that_is_empty_or_too_large_is_refused_at_once(
    client, moderator, content, sentence
):
    response = upload(client, content)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert ImportRun.objects.count() == 0


def test_without_a_file_or_a_kind_the_form_says_so(client, moderator):
    assert client.post(IMPORTS, {}).status_code == 400
    assert upload(client, b"x", kind="people").status_code == 400


def test_a_file_that_cannot_be_read_shows_the_reason(client, moderator):
    run = an_import(b"%PDF-1.7", by=moderator)
    assert "This is no table" in text_of(client.get(page(run)))


def test_faults_show_line_and_column_and_can_be_taken_away(client, moderator):
    bad = ORGANISATION | {"Name": "=cmd|' /C calc'!A1", "PLZ": "1"}
    run = an_import(a_csv(ORGANISATION, bad), by=moderator)
    shown = text_of(client.get(page(run, "?show=faulty")))
    assert "Line 3" in shown
    assert "Column C “Postcode”:" in shown
    assert "Jugendhaus Neu" not in shown.split("What would happen")[1].split("Take it over")[0]
    answer = client.get(page(run, "fehlerhafte.csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0] == ["Line", "What is wrong", "Name", "kind", "PLZ"]
    assert rows[1][0] == "3"
    assert rows[1][2:] == ["'=cmd|' /C calc'!A1", "Youth welfare organisation", "1"]
    rows[1][2:5:2] = ["Gut", "04109"]
    into = io.StringIO()
    csv.writer(into, delimiter=";").writerows(rows)
    assert only_line(an_import(into.getvalue().encode(), by=moderator)).verdict == "new"


def test_what_a_file_says_is_text_and_never_markup(client, moderator):
    evil = "<script>alert(1)</script>"
    here = an_organisation("Jugendhaus Süd", industry=evil)
    lines = [
        {"Name": f"{evil}{n}", "kind": "provider", "PLZ": plz, "Branche": evil, evil: "x"}
        for n, plz in enumerate(["04109", evil])
    ]
    lines.append(
        {"Name": here.name, "kind": "provider", "PLZ": "04109", "Branche": f"{evil}!", evil: ""}
    )
    run = an_import(a_csv(*lines), by=moderator)
    ImportRun.objects.update(file_name=f"{evil}.csv")
    for address in (page(run), IMPORTS):
        assert evil not in text_of(client.get(address))
    assert "&lt;script&gt;" in text_of(client.get(page(run)))


def test_choices_are_kept_page_by_page(client, moderator):
    an_organisation("Jugendhaus Süd")
    run = an_import(a_csv(ORGANISATION | {"Name": "Jugendhaus Süd gGmbH"}), by=moderator)
    line = only_line(run)
    shown = text_of(client.get(page(run)))
    assert "Perhaps the same as" in shown
    assert "create new all the same" in shown
    answer = client.post(
        page(run, "auswahl/"),
        {
            f"line-{line.pk}": "create",
            "show": "duplicate",
            "page": "1",
            "line-x": "y",
            "line-": "z",
        },
    )
    assert answer.url == page(run, "?show=duplicate&page=1")
    line.refresh_from_db()
    assert line.choice == "create"
    client.post(page(run, "auswahl/"), {f"line-{line.pk}": "delete"})
    line.refresh_from_db()
    assert line.choice == "create"


def test_who_confirms_without_a_status_is_asked_for_it(client, moderator):
    run = an_import(a_csv(ORGANISATION), by=moderator)
    for values in ({}, {"version": "x"}, {"version": 0, "status": "suspended"}):
        assert client.post(page(run, "uebernehmen/"), values).status_code == 400
    assert ImportRun.objects.get().state == "ready"


def test_a_second_moderator_sees_who_prepared_it(client, moderator):
    other = a_user("Berta Zweite", is_staff=True)
    other.groups.set(moderator.groups.all())
    run = an_import(a_csv(ORGANISATION), by=other)
    assert "Berta Zweite" in text_of(client.get(IMPORTS))
    assert "prepared by Berta Zweite" in text_of(client.get(page(run)))


def test_a_confirmed_import_cannot_be_discarded_while_it_is_stored(client, moderator):
    run = an_import(a_csv(ORGANISATION), by=moderator)
    runs.confirm(run, {"status": "approved"}, version=0, by=moderator)
    client.post(page(run, "verwerfen/"))
    assert ImportRun.objects.count() == 1


def test_an_unknown_import_and_an_unknown_template_are_not_there(client, moderator):
    assert client.get(f"{IMPORTS}00000000-0000-4000-8000-000000000000/").status_code == 404
    assert client.get(f"{IMPORTS}vorlage/people/").status_code == 404


@pytest.mark.parametrize("kind", ["organisations", "needs", "offers"])
def test_there_is_a_template_for_each_kind(client, moderator, kind):
    answer = client.get(reverse("admin:import-template", args=[kind]))
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "attachment" in answer["Content-Disposition"]


def test_a_page_of_many_lines_asks_the_database_as_often_as_one_of_few(
    client, moderator, django_assert_max_num_queries
):
    def file(count: int) -> bytes:
        return a_csv(*(ORGANISATION | {"Name": f"{n * 7919} {n}"} for n in range(count)))

    few, many = an_import(file(2), by=moderator), an_import(file(120), by=moderator)
    client.get(page(few))
    with django_assert_max_num_queries(20) as asked:
        client.get(page(few))
        at_two = len(asked)
    with django_assert_max_num_queries(at_two):
        client.get(page(many))
