"""What the mail server says decides what becomes of a mail: nothing is lost, nothing is tried for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.foundation import outbox
from portal.foundation.models import MailPause, MailState, OutboxMail
from portal.foundation.outbox import pauses, retention
from portal.foundation.outbox.kinds import TEAM
from portal.foundation.outbox.sending import LONGEST_PAUSE, REFUSALS_AT_MOST
from tests.foundation import unfriendly_smtp as smtp

pytestmark = pytest.mark.django_db
NOBODY = "niemand@haus.example"


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    server = smtp.UnfriendlyServer()
    server.up()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
    yield server
    server.down()


def a_mail(to: str = "mia@haus.example", key: str = "k:1", **more) -> OutboxMail:
    return outbox.queue_rendered(key=key, to=to, subject="Betreff", text="Text", **more)


def try_now(mail: OutboxMail, times: int = 1) -> OutboxMail:
    for _time in range(times):
        past = timezone.now() - timedelta(seconds=1)
        OutboxMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(due_at=past)
        MailPause.objects.update(until=past)
        outbox.send(mail.pk)
    mail.refresh_from_db()
    return mail


def test_an_address_that_does_not_exist_is_given_up_after_some_refusals(server):
    mail = try_now(a_mail(NOBODY), REFUSALS_AT_MOST - 1)
    assert (mail.state, mail.refusals) == (MailState.WAITING, REFUSALS_AT_MOST - 1)
    mail = try_now(mail)
    assert mail.state == MailState.UNDELIVERABLE
    assert mail.due_at is None
    assert "550" in mail.error
    assert not MailPause.objects.exists(), "a clear answer costs no pause"


def test_further_mails_to_it_are_kept_but_not_tried_until_one_arrives(server):
    try_now(a_mail(NOBODY), REFUSALS_AT_MOST)
    further = a_mail(NOBODY, key="k:2", kind=TEAM)
    assert further.state == MailState.UNDELIVERABLE
    assert not server.moody.kept

    server.moody.knows_everybody = True
    about_the_account = try_now(a_mail(NOBODY, key="k:3"))
    assert about_the_account.state == MailState.SENT
    outbox.sweep()
    assert OutboxMail.objects.filter(state=MailState.SENT).count() == 3
    assert a_mail(NOBODY, key="k:4", kind=TEAM).state == MailState.WAITING


def test_a_mail_that_is_not_taken_for_its_words_is_given_up_but_its_recipient_is_not(server):
    server.moody.mood = smtp.BANNED
    mail = try_now(a_mail(), REFUSALS_AT_MOST)
    assert mail.state == MailState.REFUSED
    assert a_mail(key="k:2", kind=TEAM).state == MailState.WAITING


def test_a_full_mailbox_is_tried_again_for_ever_with_growing_pauses(server):
    server.moody.mood = smtp.FULL
    mail, waits = a_mail(), []
    for _time in range(16):
        mail = try_now(mail)
        waits.append(mail.due_at - timezone.now())
    assert mail.state == MailState.WAITING
    assert waits[0] < timedelta(seconds=40)
    assert waits[0] < waits[4] < waits[8]
    assert max(waits) <= LONGEST_PAUSE * 1.25
    server.moody.mood = smtp.FRIENDLY
    assert try_now(mail).state == MailState.SENT


def test_mails_that_failed_together_do_not_come_back_together(server):
    server.moody.mood = smtp.FULL
    due = {try_now(a_mail(key=f"k:{number}")).due_at.timestamp() // 1 for number in range(12)}
    assert len(due) > 4


def test_a_server_that_is_away_is_asked_by_one_sender_at_a_time(server):
    server.down()
    first, second = a_mail(), a_mail("paul@anders.example", key="k:2")
    assert not outbox.send(first.pk)
    assert pauses.is_paused(pauses.SERVER)
    assert not outbox.send(second.pk)
    second.refresh_from_db()
    assert (second.attempts, second.error) == (0, "")
    assert second.due_at <= timezone.now(), "it goes out as soon as the server is back"

    MailPause.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert pauses.may_try(pauses.SERVER)
    assert not pauses.may_try(pauses.SERVER), "the second one waits for what the first one finds"


def test_a_server_that_stays_away_is_asked_ever_more_rarely_but_never_given_up(server):
    server.down()
    mail = a_mail()
    for _time in range(12):
        mail = try_now(mail)
    pause = MailPause.objects.get()
    assert pause.until - timezone.now() <= timedelta(minutes=2)
    assert mail.state == MailState.WAITING
    assert mail.due_at - timezone.now() < timedelta(minutes=1)
    server.up()
    assert try_now(mail).state == MailState.SENT
    assert not MailPause.objects.exists()


def test_a_recipient_about_whom_the_server_hangs_pauses_only_its_domain(server):
    hanging = a_mail(f"p@{smtp.DEAD_DOMAIN}")
    assert not outbox.send(hanging.pk)
    assert pauses.is_paused(smtp.DEAD_DOMAIN)
    assert not pauses.is_paused(pauses.SERVER)
    other = a_mail(f"q@{smtp.DEAD_DOMAIN}", key="k:2")
    assert not outbox.send(other.pk)
    other.refresh_from_db()
    assert (other.attempts, other.state) == (0, MailState.WAITING)
    assert other.due_at > timezone.now()
    assert try_now(a_mail(key="k:3")).state == MailState.SENT


def test_a_mail_that_cannot_be_written_down_stops_nobody(server):
    broken = a_mail("jürgen@exa\nmple.example")
    good = a_mail(key="k:2")
    assert outbox.sweep() == 1
    good.refresh_from_db()
    assert good.state == MailState.SENT
    assert try_now(broken, REFUSALS_AT_MOST).state == MailState.REFUSED


def test_words_are_forgotten_after_a_quarter_and_rows_after_a_year(server):
    sent, waiting = try_now(a_mail(html="<p>x</p>")), a_mail(key="k:2")
    now = timezone.now()
    OutboxMail.objects.update(created_at=now - retention.WORDS_KEPT - timedelta(hours=1))
    assert retention.forget() == (1, 0)
    assert retention.forget() == (0, 0)
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.text, sent.html, sent.subject) == ("", "", "Betreff")
    assert waiting.text == "Text"
    assert a_mail() == sent, "the same event is still told once"
    OutboxMail.objects.update(created_at=now - retention.ROWS_KEPT - timedelta(hours=1))
    assert retention.forget() == (0, 1)
    assert OutboxMail.objects.get() == waiting
