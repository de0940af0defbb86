"""The Servicestelle's first page, the mail outbox, the history, and overdue enquiries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import MatchingRun
from portal.foundation import history, liveness
from portal.foundation.models import OutboxMail
from tests.builders import (
    a_company,
    a_moderator,
    a_need,
    a_user,
    an_agreement,
    an_enquiry,
    an_offer,
    an_organisation,
    finished_legal_pages,
)

pytestmark = pytest.mark.django_db
INDEX = "/verwaltung/"


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator()
    client.force_login(person)
    return person


def a_mail(**fields) -> OutboxMail:
    values = {
        "key": f"mail:{OutboxMail.objects.count()}",
        "recipient": "person@beispiel.example",
        "subject": "Passwort zurücksetzen",
        "text": "https://portal.example/konto/geheimer-link",
        "html": "<a href='https://portal.example/konto/geheimer-link'>hier</a>",
        "due_at": timezone.now() + timedelta(hours=6),
    }
    return OutboxMail.objects.create(**values | fields)


def ago(**delta):
    return timezone.now() - timedelta(**delta)


def test_what_waits_stands_oldest_first_with_its_age(client, moderator):
    a_need(title="Gestern", status="submitted", submitted_at=ago(days=1))
    an_offer(title="Vor drei Tagen", status="submitted", submitted_at=ago(days=3))
    an_organisation("Vor zwei Tagen", status="submitted", submitted_at=ago(days=2))
    a_need(title="Schon öffentlich")
    page = client.get(INDEX)
    waiting = page.context["waiting"]
    assert [item.title for item in waiting.oldest] == [
        "Vor drei Tagen",
        "Vor zwei Tagen",
        "Gestern",
    ]
    assert [queue.count for queue in waiting.queues] == [1, 1, 1, 0, 0, 0, 0, 0]
    assert "3" in waiting.oldest[0].age
    assert all(client.get(item.url).status_code == 200 for item in waiting.oldest)
    assert "Schon öffentlich" not in page.content.decode()


def test_a_listing_of_an_unapproved_organisation_waits_behind_it(client, moderator):
    newcomer = an_organisation(status="submitted", submitted_at=ago(days=1))
    a_need(organisation=newcomer, title="Noch nicht dran", status="submitted")
    titles = [item.title for item in client.get(INDEX).context["waiting"].oldest]
    assert titles == [newcomer.name]
    blocked = client.get(INDEX + "matching/need/?status=blocked").content.decode()
    assert "Noch nicht dran" in blocked
    assert "Noch nicht dran" not in client.get(INDEX + "matching/need/").content.decode()


def test_the_first_page_says_what_does_not_run_by_itself(client, moderator):
    liveness.beat("worker")
    finished_legal_pages()
    assert client.get(INDEX).context["troubles"] == []
    a_need(matching_error="DatabaseError: …")
    a_mail(error="SMTPServerDisconnected: …")
    troubles = client.get(INDEX).context["troubles"]
    assert len(troubles) == 2
    for _sentence, address in troubles:
        assert len(client.get(address).context["cl"].result_list) == 1


def test_everything_can_be_matched_anew_by_post_only(client, moderator):
    a_need()
    assert client.get(reverse("admin:rematch")).status_code == 405
    assert not MatchingRun.objects.exists()
    client.post(reverse("admin:rematch"))
    run = MatchingRun.objects.get()
    assert (run.started_by, run.progress()["all"]) == (moderator, 1)


def test_the_outbox_shows_what_was_written_without_its_links_and_changes_nothing(client, moderator):
    mail = a_mail(text="Guten Tag, hier ist der Weg:\nhttps://portal.example/konto/geheimer-link")
    page = f"{INDEX}foundation/outboxmail/{mail.pk}/change/"
    for address in (INDEX + "foundation/outboxmail/", page):
        text = client.get(address).content.decode()
        assert "Passwort zurücksetzen" in text
        assert "geheimer-link" not in text
    assert "hier ist der Weg" in client.get(page).content.decode()
    assert client.post(page, {"recipient": "andere@beispiel.example"}).status_code == 403
    assert client.post(f"{INDEX}foundation/outboxmail/{mail.pk}/delete/").status_code == 403


def test_a_failed_mail_is_sent_again_at_once_and_a_sent_one_is_not(client, moderator):
    failed = a_mail(error="timeout")
    given_up = a_mail(state="undeliverable", due_at=None, error="550", refusals=3)
    sent = a_mail(state="sent", sent_at=timezone.now(), due_at=None)
    held = a_mail(state="held")
    client.post(
        INDEX + "foundation/outboxmail/",
        {"action": "try_again", "_selected_action": [m.pk for m in (failed, given_up, sent, held)]},
    )
    for mail in (failed, given_up, sent, held):
        mail.refresh_from_db()
    assert failed.due_at <= timezone.now()
    assert (given_up.state, given_up.refusals) == ("waiting", 0)
    assert given_up.due_at <= timezone.now()
    assert sent.due_at is None
    assert held.state == "held"
    assert held.due_at > timezone.now()


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ("waiting", {}),
        ("failed", {"error": "timeout"}),
        ("given_up", {"state": "refused", "due_at": None}),
        ("held", {"state": "held"}),
        ("sent", {"state": "sent", "due_at": None, "sent_at": timezone.now()}),
        ("withheld", {"state": "withheld", "due_at": None}),
    ],
)
def test_each_filter_of_the_outbox_finds_its_own(client, moderator, chosen, fields):
    wanted = a_mail(**fields)
    others = [
        a_mail(),
        a_mail(error="x"),
        a_mail(state="undeliverable", due_at=None),
        a_mail(state="held"),
        a_mail(state="withheld", due_at=None),
        a_mail(state="sent", due_at=None, sent_at=timezone.now()),
    ]
    found = client.get(f"{INDEX}foundation/outboxmail/?sending={chosen}").context["cl"].result_list
    assert wanted in found
    assert len(found) == 2 < len(others)


def test_the_history_is_read_only_and_keeps_answers_to_itself(client, moderator):
    entry = history.record(a_need(), "published", by=moderator, comment="Nur für die Beteiligten")
    page = f"{INDEX}foundation/historyentry/{entry.pk}/change/"
    for address in (INDEX + "foundation/historyentry/", page):
        response = client.get(address)
        assert response.status_code == 200
        assert "Nur für die Beteiligten" not in response.content.decode()
    assert client.post(page, {"event": "anders"}).status_code == 403
    assert client.post(f"{INDEX}foundation/historyentry/{entry.pk}/delete/").status_code == 403
    assert client.get(INDEX + "foundation/historyentry/add/").status_code == 403


def test_only_overdue_enquiries_are_listed_and_never_their_text(client, moderator):
    overdue = an_enquiry(answer_by=timezone.localdate() - timedelta(days=1), message="Vertraulich")
    in_time = an_enquiry()
    listed = client.get(INDEX + "cooperation/enquiry/").context["cl"].result_list
    assert list(listed) == [overdue]
    page = client.get(f"{INDEX}cooperation/enquiry/{overdue.pk}/change/").content.decode()
    assert overdue.seeking.name in page
    assert "Vertraulich" not in page
    assert client.get(f"{INDEX}cooperation/enquiry/{in_time.pk}/change/").status_code == 302


def test_of_agreements_only_the_head_is_shown(client, moderator):
    version = an_agreement(goals="Vertraulich", place="Geheim", title="Nur für beide")
    for address in ("", f"{version.pk}/change/"):
        page = client.get(f"{INDEX}cooperation/agreementversion/{address}").content.decode()
        assert version.seeking_name in page
        for words in ("Vertraulich", "Geheim", "Nur für beide"):
            assert words not in page


def test_hostile_names_stay_text(client, moderator):
    name = '"><script>alert(1)</script>'
    organisation = an_organisation(name, status="submitted", submitted_at=timezone.now())
    need = a_need(organisation=a_company(), title=name, status="submitted")
    for address in (
        INDEX,
        INDEX + "profiles/organisation/",
        f"{INDEX}profiles/organisation/{organisation.pk}/change/",
        f"{INDEX}matching/need/{need.pk}/change/",
    ):
        assert "<script>alert(1)" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "add"),
    [
        ("matching/need/?status=all", a_need),
        ("matching/offer/?status=all", an_offer),
        ("profiles/organisation/?status=all", an_organisation),
        ("profiles/user/", a_user),
        ("foundation/outboxmail/", a_mail),
        ("foundation/historyentry/", lambda: history.record(a_need(), "created", by=a_user())),
        (
            "cooperation/enquiry/",
            lambda: an_enquiry(answer_by=timezone.localdate() - timedelta(days=1)),
        ),
        ("cooperation/agreementversion/", an_agreement),
        ("", lambda: a_need(status="submitted")),
    ],
)
def test_lists_take_as_many_queries_for_fifty_rows_as_for_two(
    client, moderator, address, add, django_assert_max_num_queries
):
    for _number in range(2):
        add()
    with django_assert_max_num_queries(40) as few:
        client.get(INDEX + address)
    for _number in range(48):
        add()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(INDEX + address)
