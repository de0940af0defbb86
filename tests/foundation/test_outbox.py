"""Mails are queued with the change that causes them and arrive exactly once."""

import email
import threading
from datetime import timedelta
from email import policy

import pytest
from django.db import transaction
from django.utils import timezone

from portal.foundation import outbox
from portal.foundation.models import MailPause, OutboxMail

pytestmark = pytest.mark.django_db


def queue_one(key: str = "welcome:1") -> OutboxMail:
    return outbox.queue_rendered(
        key=key, to="mia@beispiel.example", subject="Grüße\naus Jena", text="Schönen Tag!\n"
    )


def caught(folder) -> list:
    return [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_a_queued_mail_arrives_with_umlauts_and_its_own_message_id(mail_catcher):
    mail = queue_one()
    assert outbox.send(mail.pk)
    (arrived,) = caught(mail_catcher)
    assert arrived["Subject"] == "Grüße aus Jena"
    assert "Schönen Tag!" in arrived.get_content()
    assert str(mail.message_id) in arrived["Message-ID"]


def test_the_same_key_is_queued_and_sent_once(mail_catcher):
    first, second = queue_one(), queue_one()
    assert first == second
    assert outbox.send(first.pk)
    assert not outbox.send(first.pk)
    assert len(caught(mail_catcher)) == 1


def test_a_mail_whose_cause_was_rolled_back_is_never_sent():
    with transaction.atomic():
        queue_one()
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_a_refusing_server_costs_a_pause_and_not_the_mail(settings, mail_catcher):
    mail, port = queue_one(), settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    assert not outbox.send(mail.pk)
    mail.refresh_from_db()
    assert mail.attempts == 1
    assert mail.error
    assert mail.due_at > timezone.now()

    settings.EMAIL_PORT = port
    moment_ago = timezone.now() - timedelta(seconds=1)
    OutboxMail.objects.update(due_at=moment_ago)
    assert outbox.sweep() == 0, "the server is left alone for a moment"
    MailPause.objects.update(until=moment_ago)
    assert outbox.sweep() == 1
    assert len(caught(mail_catcher)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_one_mail(mail_catcher):
    mail = queue_one()
    start = threading.Barrier(2)

    def send():
        start.wait()
        outbox.send(mail.pk)
        from django.db import connection

        connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(caught(mail_catcher)) == 1
