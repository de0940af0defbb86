"""The life of an import: confirmed once, only while its plan is true, whatever happens to workers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone, translation

from portal.foundation.models import HistoryEntry
from portal.site.importing import runs, storing_organisations, work
from portal.site.importing.kinds import KINDS
from portal.site.models import ImportLine, ImportRun, Verdict
from portal.site.tasks import sweep_imports, work_on_import
from profiles.models import Organisation
from tests.builders import a_moderator, a_need, a_user, an_organisation
from tests.imports import ORGANISATION, a_csv, an_import, only_line, stored

pytestmark = pytest.mark.django_db
CHANGE = {"Name": "Jugendhaus Süd", "kind": "provider", "PLZ": "04109", "Branche": "Neu"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return an_organisation("Jugendhaus Süd")


def test_confirming_twice_stores_once():
    run = an_import(a_csv(ORGANISATION))
    other = a_moderator()
    runs.confirm(run, {"status": "approved"}, version=0, by=run.started_by)
    with pytest.raises(runs.Refused, match="has confirmed this import already"):
        runs.confirm(run, {"status": "approved"}, version=0, by=other)
    work.work(run.pk)
    work.work(run.pk)
    assert Organisation.objects.count() == 1
    with pytest.raises(runs.Refused, match="Rana Moderation has confirmed"):
        runs.confirm(run, {"status": "approved"}, version=0, by=other)


def test_what_changed_meanwhile_is_reported_and_nothing_is_stored(here):
    run = an_import(a_csv(CHANGE, ORGANISATION))
    Organisation.objects.filter(pk=here.pk).update(industry="Etwas anderes")
    run = stored(run)
    assert (run.state, run.confirmed_by) == ("ready", None)
    assert run.problem.startswith("Nothing has been stored")
    assert Organisation.objects.get().industry == "Etwas anderes"
    line = run.lines.get(number=2)
    assert line.changes[0]["old"] == "Etwas anderes"
    run = stored(run)
    assert (run.state, Organisation.objects.count()) == ("done", 2)
    here.refresh_from_db()
    assert here.industry == "Neu"


def test_a_change_that_the_import_does_not_touch_disturbs_nothing(here):
    run = an_import(a_csv(CHANGE))
    Organisation.objects.filter(pk=here.pk).update(review_comment="Nur eine Notiz")
    assert stored(run).state == "done"


def test_an_organisation_that_went_away_meanwhile_becomes_a_new_line(here):
    run = an_import(a_csv(CHANGE))
    here.delete()
    run = stored(run)
    assert run.state == "ready"
    assert only_line(run).verdict == Verdict.NEW


def test_one_that_somebody_registered_meanwhile_is_no_new_one_any_more():
    run = an_import(a_csv(ORGANISATION | {"Name": "Jugendhaus Süd gGmbH"}))
    assert only_line(run).verdict == Verdict.NEW
    an_organisation("Jugendhaus Süd")
    run = stored(run)
    assert run.state == "ready"
    line = only_line(run)
    assert (line.verdict, line.choice) == (Verdict.DUPLICATE, "skip")
    runs.choose(run, {line.pk: "create"}, by=run.started_by)
    assert stored(run).state == "done"
    assert Organisation.objects.count() == 2


def test_a_need_whose_organisation_was_suspended_meanwhile_is_not_stored(here):
    today = timezone.localdate()
    line = {"organisation": here.name, "title": "A", "description": "B", "kinds of help": "Mentoring",
            "for whom": "Staff", "from": f"{today:%d.%m.%Y}", "until": f"{today:%d.%m.%Y}"}  # fmt: skip
    run = an_import(a_csv(line), kind="needs")
    Organisation.objects.update(status="suspended")
    run = stored(run)
    assert run.state == "ready"
    assert "not approved" in only_line(run).faults[0]["text"]


def test_choices_that_somebody_else_changed_are_looked_at_again():
    run = an_import(a_csv(ORGANISATION))
    seen = run.version
    runs.choose(run, {only_line(run).pk: "skip"}, by=a_moderator())
    with pytest.raises(runs.Refused, match="changed the choices"):
        runs.confirm(run, {"status": "approved"}, version=seen, by=run.started_by)
    run.refresh_from_db()
    with pytest.raises(runs.Refused, match="nothing to take over"):
        runs.confirm(run, {"status": "approved"}, version=run.version, by=run.started_by)


@pytest.mark.parametrize("choice", ["update", "update:1", "delete", "", "create:2", "update:x"])
def test_only_what_is_offered_can_be_chosen(here, choice):
    run = an_import(
        a_csv(CHANGE, ORGANISATION | {"PLZ": "1"}, ORGANISATION | {"Name": "Neues Haus"})
    )
    lines = {line.verdict: line for line in run.lines.all()}
    with pytest.raises(runs.Refused, match="cannot be taken over like that"):
        runs.choose(run, {lines["faulty"].pk: choice}, by=run.started_by)
    if choice != "create:2":
        with pytest.raises(runs.Refused, match="cannot be taken over like that"):
            runs.choose(run, {lines["new"].pk: choice}, by=run.started_by)
    assert not run.lines.exclude(choice__in=["", "create", "update"]).exists()


def test_lines_of_another_import_are_out_of_reach():
    one, two = an_import(a_csv(ORGANISATION)), an_import(a_csv(ORGANISATION))
    assert runs.choose(one, {only_line(two).pk: "skip"}, by=one.started_by) == 0


def test_only_moderators_import():
    run = an_import(a_csv(ORGANISATION))
    somebody = a_user()
    for attempt in (
        lambda: runs.prepare("needs", "x.csv", b"x", by=somebody),
        lambda: runs.choose(run, {}, by=somebody),
        lambda: runs.confirm(run, {"status": "approved"}, version=0, by=somebody),
        lambda: runs.discard(run, by=somebody),
    ):
        with pytest.raises(runs.Refused, match="Only the Servicestelle"):
            attempt()


def test_who_is_no_moderator_any_more_stores_nothing():
    run = an_import(a_csv(ORGANISATION))
    runs.confirm(run, {"status": "approved"}, version=0, by=run.started_by)
    run.started_by.groups.clear()
    work.work(run.pk)
    run.refresh_from_db()
    assert run.state == "ready"
    assert Organisation.objects.count() == 0


def test_a_failure_while_storing_leaves_nothing_and_is_tried_again(monkeypatch):
    run = an_import(a_csv(ORGANISATION))
    whole = storing_organisations._tick

    def fails(*_args):
        raise DatabaseError("gone")

    monkeypatch.setattr(storing_organisations, "_tick", fails)
    runs.confirm(run, {"status": "approved"}, version=0, by=run.started_by)
    work.work(run.pk)
    assert Organisation.objects.count() == 0
    run.refresh_from_db()
    assert (run.state, run.attempts) == ("storing", 1)
    assert run.due_at > timezone.now()
    monkeypatch.setattr(storing_organisations, "_tick", whole)
    ImportRun.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    sweep_imports()
    assert Organisation.objects.count() == 1


def test_what_fails_again_and_again_is_given_back_to_people(monkeypatch):
    run = an_import(a_csv(ORGANISATION))

    def fails(*_args):
        raise DatabaseError("gone")

    monkeypatch.setattr(storing_organisations, "_tick", fails)
    runs.confirm(run, {"status": "approved"}, version=0, by=run.started_by)
    for _time in range(work.ATTEMPTS):
        ImportRun.objects.update(due_at=timezone.now())
        work.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.due_at) == ("ready", None)
    assert "did not succeed" in run.problem


def test_a_file_that_kills_its_workers_is_given_up():
    run = runs.prepare("organisations", "a.csv", a_csv(ORGANISATION), by=a_moderator(language="en"))
    for _death in range(work.ATTEMPTS):
        assert work._claim(run.pk)  # and then the process is gone
    work_on_import(run.pk)
    run.refresh_from_db()
    assert (run.state, run.content) == ("refused", None)
    assert "could not be read" in run.problem


def test_a_lost_wake_up_is_found_by_the_sweep():
    run = runs.prepare("organisations", "a.csv", a_csv(ORGANISATION), by=a_moderator())
    sweep_imports()
    run.refresh_from_db()
    assert run.state == "reading"  # its wake-up is still under way
    ImportRun.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    sweep_imports()
    run.refresh_from_db()
    assert run.state == "ready"


def test_comparing_goes_on_where_it_was_interrupted(monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 2)
    lines = [ORGANISATION | {"Name": f"{n * 7919} Haus {n}"} for n in range(5)]
    run = runs.prepare("organisations", "a.csv", a_csv(*lines), by=a_moderator())
    work._step(run.pk), work._step(run.pk)
    assert run.lines.exclude(verdict="").count() == 2
    work.work(run.pk)
    assert run.lines.filter(verdict="new").count() == 5


def test_the_upload_is_forgotten_when_read_and_all_of_it_after_a_week():
    run = an_import(a_csv(ORGANISATION))
    assert run.content is None
    assert timedelta(days=6) < run.expires_at - timezone.now() <= timedelta(days=7)
    ImportRun.objects.update(expires_at=timezone.now())
    with pytest.raises(runs.Refused, match="prepare it anew"):
        runs.confirm(run, {"status": "approved"}, version=0, by=run.started_by)
    sweep_imports()
    assert ImportRun.objects.count() == ImportLine.objects.count() == 0
    assert HistoryEntry.objects.filter(event="import prepared").count() == 1


def test_a_discarded_import_is_gone_and_the_history_knows():
    run = an_import(a_csv(ORGANISATION))
    runs.discard(run, by=run.started_by)
    assert ImportLine.objects.count() == 0
    assert HistoryEntry.objects.get(event="import discarded").comment == "liste.csv"
    with pytest.raises(runs.Refused, match="is gone"):
        runs.confirm(run, {"status": "approved"}, version=0, by=run.started_by)


def test_every_status_that_is_offered_can_be_stored(here):
    assert {status for kind in KINDS.values() for status, _label in kind.statuses} == {
        "draft", "submitted", "approved", "published",
    }  # fmt: skip
    run = an_import(a_csv(ORGANISATION))
    with pytest.raises(runs.Refused, match="choose the status"):
        runs.confirm(run, {"status": "suspended"}, version=0, by=run.started_by)


def test_needs_that_changed_meanwhile_are_reported(here, settings):
    need = a_need(organisation=here)
    address = settings.SITE_URL + need.get_absolute_url()
    run = an_import(a_csv({"address": address, "title": "Neu"}), kind="needs")
    need.title = "Anders"
    need.save()
    run = stored(run)
    assert run.state == "ready"
    assert only_line(run).changes[0]["old"] == "Anders"
