"""Celery entry points of the foundation."""

from celery import shared_task

from portal.foundation import liveness, outbox
from portal.foundation.outbox import digest, retention


@shared_task
def send_mail(mail_id: int) -> None:
    """Send one mail of the outbox."""
    outbox.send(mail_id)


@shared_task
def sweep_outbox() -> None:
    """Collect digests; send mails whose wake-up was lost or whose pause is over."""
    digest.collect()
    outbox.sweep()


@shared_task
def forget_old_mails() -> None:
    """Empty and delete what the outbox need not remember."""
    retention.forget()


@shared_task
def heartbeat() -> None:
    """Prove that a worker takes work from the queue and reaches the database."""
    liveness.beat("worker")
