"""Every mail arrives whatever the mail server and the workers do, and no page ever waits for them.

A server of our own refuses, hangs, hangs up and is away; two real Celery workers send, one of them is
killed (-9) in the middle. Time is not waited for: what is due later is made due now, as if it had passed.
"""

import statistics
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.foundation import outbox
from portal.foundation.models import MailPause, MailState, OutboxMail
from portal.foundation.outbox.sending import try_again
from portal.foundation.tasks import sweep_outbox
from tests.builders import a_user
from tests.conftest import start_worker
from tests.foundation import unfriendly_smtp as smtp

pytestmark = [pytest.mark.slow, pytest.mark.worker, pytest.mark.django_db(transaction=True)]
TIMEOUT = 3
# A page that waited for the mail server would take TIMEOUT at least.
A_PAGE_TAKES_AT_MOST = TIMEOUT * 0.9


@pytest.fixture
def server():
    server = smtp.UnfriendlyServer()
    server.up()
    yield server
    server.down()


@pytest.fixture
def workers(transactional_db, server, tmp_path):
    """Two worker processes, and a way to start another."""
    url = f"smtp://127.0.0.1:{server.port}?timeout={TIMEOUT}"
    running = []

    def start():
        running.append(start_worker(url, tmp_path / "workers.log"))
        return running[-1]

    start.running = running
    start(), start()
    yield start
    for process in running:
        process.kill()
        process.wait(10)


class Visitors:
    """People who ask for a new password: each request queues a mail. How long they waited is kept."""

    def __init__(self, settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = False
        self.client = Client()
        self.waited: list[float] = []

    def come(self, number: int, address: str = "") -> None:
        for count in range(number):
            email = address.replace("@", f"{count}@") if address else ""
            person = a_user(email=email)
            began = time.monotonic()
            answer = self.client.post(reverse("account_reset_password"), {"email": person.email})
            self.waited.append(time.monotonic() - began)
            assert answer.status_code == 302


def time_passes() -> None:
    """Every pause is over, and beat has its turn."""
    past = timezone.now() - timedelta(seconds=1)
    OutboxMail.objects.filter(state=MailState.WAITING, due_at__gt=past).update(due_at=past)
    MailPause.objects.update(until=past)
    sweep_outbox.delay()


def until(is_so, seconds: float, *, doing=lambda: None, every: float = 0.3) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        doing()
        time.sleep(every)
    return True


def waiting() -> int:
    return OutboxMail.objects.filter(state=MailState.WAITING).count()


def test_every_mail_arrives_and_no_page_waits(server, workers, settings):
    moody, visitors = server.moody, Visitors(settings)
    visitors.client.get(reverse("account_reset_password"))  # templates and addresses are read once

    # A good day, two workers share the work: each mail once.
    visitors.come(10)
    assert until(lambda: not waiting(), 20)
    assert sorted(moody.kept.values()) == [1] * 10
    good = statistics.median(visitors.waited)

    for mood in (smtp.FULL, smtp.BANNED, smtp.SILENT, smtp.HANGS_UP):
        moody.mood = mood
        visitors.come(4)
        until(lambda: OutboxMail.objects.failed().count() > 3, 3, doing=time_passes, every=1)
    assert OutboxMail.objects.failed().exists()

    # One worker is killed while the server holds its mail and has not said so.
    moody.mood = smtp.STUCK
    moody.got_data.clear()
    time_passes()
    visitors.come(4)
    assert until(moody.got_data.is_set, 10, doing=time_passes, every=1)
    for process in workers.running:
        process.kill()
        process.wait(10)
    workers()

    server.down()
    visitors.come(4)
    time_passes()
    until(lambda: MailPause.objects.exists(), 8)
    moody.mood = smtp.FRIENDLY
    server.up()
    visitors.come(2, f"{smtp.NO_SUCH}@nirgends.example")  # 550, every time

    workers()
    assert until(lambda: not waiting(), 25, doing=time_passes, every=1.5)
    nobodies = OutboxMail.objects.filter(recipient__startswith=smtp.NO_SUCH)
    assert set(nobodies.values_list("state", flat=True)) == {MailState.UNDELIVERABLE}

    # What was given up waits for a person, who presses the button.
    moody.knows_everybody = True
    try_again(OutboxMail.objects.given_up())
    assert until(lambda: not waiting(), 15, doing=time_passes, every=1.5)

    wanted = {str(mail.message_id) for mail in OutboxMail.objects.all()}
    assert len(wanted) == 10 + 4 * 4 + 4 + 4 + 2
    assert set(moody.kept) == wanted
    more_than_once = {name for name, count in moody.kept.items() if count > 1}
    assert moody.doubtful, "the server never kept a mail without saying so"
    assert more_than_once <= moody.doubtful
    assert not OutboxMail.objects.exclude(state=MailState.SENT).exists()

    assert max(visitors.waited[1:]) < A_PAGE_TAKES_AT_MOST
    assert statistics.median(visitors.waited[10:]) < 5 * good + 0.05


def test_a_dead_domain_holds_up_nobody_else(server, settings):
    """A hundred mails to a domain that hangs cost the timeout once, and the rest goes out."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
    for number in range(100):
        outbox.queue_rendered(
            key=f"dead:{number}", to=f"p{number}@{smtp.DEAD_DOMAIN}", subject="x", text="x"
        )
    alive = [
        outbox.queue_rendered(
            key=f"a:{number}", to=f"p{number}@haus.example", subject="x", text="x"
        )
        for number in range(5)
    ]
    began = time.monotonic()
    assert outbox.sweep() == 5
    assert time.monotonic() - began < 6
    assert set(server.moody.kept) == {str(mail.message_id) for mail in alive}
    assert waiting() == 100
    server.moody.knows_everybody = True
    past = timezone.now() - timedelta(seconds=1)
    OutboxMail.objects.filter(sent_at=None).update(due_at=past)
    MailPause.objects.update(until=past)
    outbox.sweep()
    assert waiting() == 0
