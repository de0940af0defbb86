"""Celery entry points of cooperation: each calls one function and may run twice."""

from celery import shared_task

from cooperation import attachments


@shared_task
def sweep_attachments() -> None:
    """Delete files that belong to no message any more."""
    attachments.sweep()
