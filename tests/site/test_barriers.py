"""Reporting a barrier: for everybody, without an account, and never a way to write to strangers."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from portal.site import barriers
from portal.site.models import BarrierReport
from tests.builders import a_barrier_report, a_moderator, a_user

pytestmark = pytest.mark.django_db
FORM = "/barriere-melden/"
ADMIN = "/verwaltung/site/barrierreport/"
ANSWERS = {"text": "Der Kontrast ist zu schwach.", "page": "/bedarfe/", "email": ""}


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator()
    client.force_login(person)
    return person


def test_somebody_without_account_reports_and_is_told_what_follows(client, settings):
    settings.SERVICEDESK_EMAIL = "hilfe@servicestelle.example"
    answer = client.post(FORM, ANSWERS | {"email": "ich@person.example"}, follow=True)
    assert answer.redirect_chain == [(reverse("site:barrier-thanks"), 302)]
    row = BarrierReport.objects.get()
    assert (row.text, row.page, row.email) == (ANSWERS["text"], "/bedarfe/", "ich@person.example")
    assert row.language == "de"


def test_the_servicestelle_is_told_and_nobody_else(client, settings):
    settings.SERVICEDESK_EMAIL = "hilfe@servicestelle.example"
    client.post(FORM, ANSWERS | {"email": "fremd@person.example"})
    mail = OutboxMail.objects.get()
    assert mail.recipient == "hilfe@servicestelle.example"
    for part in (mail.subject, mail.text, mail.html):
        assert "fremd@person.example" not in part
        assert ANSWERS["text"] not in part
    assert f"{ADMIN}{BarrierReport.objects.get().pk}/change/" in mail.text


@pytest.mark.parametrize("answers", [
    {"text": ""}, {"text": "   "}, {"text": "x" * 2001}, {"page": "x" * 301},
    {"email": "keine Adresse"}, {"email": "a@b.example,c@d.example"},
    {"email": "a@b.example\nBcc: c@d.example"}, {"leave_empty": "https://spam.example"},
])  # fmt: skip
def test_a_wrong_answer_is_explained_and_no_word_is_lost(client, answers):
    answer = client.post(FORM, ANSWERS | answers)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not BarrierReport.objects.exists()
    if "text" not in answers:
        assert ANSWERS["text"] in answer.content.decode()


def test_the_trap_is_hidden_until_somebody_has_stepped_into_it(client):
    trap = 'class="visually-hidden" aria-hidden="true"'
    assert trap in client.get(FORM).content.decode()
    assert trap not in client.post(FORM, ANSWERS | {"leave_empty": "x"}).content.decode()


def test_the_same_report_twice_is_one(client):
    for _time in range(2):
        client.post(FORM, ANSWERS)
    assert BarrierReport.objects.count() == OutboxMail.objects.count() == 1


@time_machine.travel("2027-03-10T11:30:00Z", tick=False)  # the hour ends in no test
def test_one_address_reports_five_times_an_hour(client):
    answers = [
        client.post(FORM, ANSWERS | {"text": f"Nummer {number}"}).status_code for number in range(6)
    ]
    assert answers == [302] * 5 + [429]
    assert BarrierReport.objects.count() == 5


def test_a_wrong_answer_does_not_count(client):
    for _time in range(7):
        client.post(FORM, ANSWERS | {"text": ""})
    assert client.post(FORM, ANSWERS).status_code == 302


def test_a_flood_reaches_the_list_but_not_the_mailbox():
    for number in range(barriers.MAILS_A_DAY + 5):
        barriers.report(f"Nummer {number}")
    assert BarrierReport.objects.count() == barriers.MAILS_A_DAY + 5
    assert OutboxMail.objects.count() == barriers.MAILS_A_DAY


def test_the_page_one_comes_from_is_filled_in_as_text(client):
    page = client.get(FORM, {"page": '/x/"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert(1)" not in page
    assert 'value="/bedarfe/"' in client.get(FORM, {"page": "/bedarfe/"}).content.decode()
    assert client.get(FORM, {"page": "x" * 5000}).status_code == 200


def test_every_page_leads_to_the_form_with_its_path(client):
    page = client.get("/so-geht-es/?utm=geheim").content.decode()
    assert f'href="{FORM}?page=%2Fso-geht-es%2F"' in page
    assert "geheim" not in page.split("site-footer")[1]
    assert f"{FORM}?page=" in client.get("/gibt-es-nicht/").content.decode()


@pytest.mark.parametrize("address", [
    "/konto/confirm-email/geheim:x:y/", "/suchen-abbestellen/geheim/",
    "/konto/password/reset/key/abc-set-password/",
])  # fmt: skip
def test_what_opens_something_is_not_told_to_others(client, address):
    footer = client.get(address, follow=True).content.decode().split("site-footer")[1]
    for secret in ("geheim", "abc", "set-password"):
        assert secret not in footer


def test_reports_wait_on_the_first_page_until_they_are_answered(client, moderator):
    report = a_barrier_report(page="/bedarfe/", email="ich@person.example")
    index = client.get("/verwaltung/")
    assert f"{ADMIN}{report.pk}/change/" in index.content.decode()
    page = client.get(f"{ADMIN}{report.pk}/change/").content.decode()
    assert 'href="mailto:ich@person.example"' in page
    assert 'href="/bedarfe/"' in page
    assert client.post(f"{ADMIN}{report.pk}/settle/", {"note": "Gemildert"}).status_code == 302
    report.refresh_from_db()
    assert (report.settled_by, report.note) == (moderator, "Gemildert")
    assert history.of(report).get().event == "barrier answered"
    assert f"{ADMIN}{report.pk}/change/" not in client.get("/verwaltung/").content.decode()
    assert "settle/" not in client.get(f"{ADMIN}{report.pk}/change/").content.decode()


def test_nothing_that_was_typed_becomes_a_link_to_elsewhere(client, moderator):
    for where in (
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://evil.example",
    ):
        report = a_barrier_report("<b>x</b>", page=where)
        page = client.get(f"{ADMIN}{report.pk}/change/").content.decode()
        assert f'href="{where}"' not in page
        assert "<b>x</b>" not in page


def test_answering_twice_is_refused():
    report, by = a_barrier_report(), a_moderator()
    barriers.settle(report, by=by)
    with pytest.raises(Refused):
        barriers.settle(report, by=by)


def test_only_moderators_read_and_settle(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    report = a_barrier_report()
    client.force_login(a_user())
    assert client.post(f"{ADMIN}{report.pk}/settle/").status_code in {302, 403}
    assert client.get(f"{ADMIN}{report.pk}/change/").status_code in {302, 403}
    report.refresh_from_db()
    assert report.settled_at is None


def test_settling_is_a_post(client, moderator):
    assert client.get(f"{ADMIN}{a_barrier_report().pk}/settle/").status_code == 405
    assert client.post(f"{ADMIN}999999/settle/").status_code == 404


def test_answered_reports_are_deleted_and_waiting_ones_never():
    long_ago = timezone.now() - barriers.KEPT_AFTER_ANSWER - timedelta(days=1)
    over = a_barrier_report(settled_at=long_ago)
    recent = a_barrier_report(settled_at=timezone.now())
    waiting = a_barrier_report()
    BarrierReport.objects.filter(pk=waiting.pk).update(reported_at=long_ago - timedelta(days=900))
    assert barriers.forget_settled() == 1
    assert set(BarrierReport.objects.all()) == {recent, waiting}
    assert over not in BarrierReport.objects.all()
    assert barriers.forget_settled() == 0


@pytest.mark.parametrize(
    ("status", "shown"),
    [("waiting", ["offen"]), ("handled", ["fertig"]), ("x", ["offen", "fertig"])],
)
def test_the_list_shows_what_waits_or_what_is_done(client, moderator, status, shown):
    a_barrier_report("offen")
    a_barrier_report("fertig", settled_at=timezone.now())
    listed = client.get(ADMIN, {"status": status}).context["cl"].result_list
    assert [row.text for row in listed] == shown


def test_the_list_takes_as_many_queries_for_fifty_as_for_two(
    client, moderator, django_assert_max_num_queries
):
    for _number in range(2):
        a_barrier_report(settled_at=timezone.now(), settled_by=moderator)
    with django_assert_max_num_queries(30) as few:
        client.get(ADMIN)
    for _number in range(48):
        a_barrier_report(settled_at=timezone.now(), settled_by=moderator)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(ADMIN)
