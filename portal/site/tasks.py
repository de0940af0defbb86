"""Celery entry points of the portal as a whole."""

from celery import shared_task

from portal.site.search import saving


@shared_task
def tell_saved_searches() -> None:
    """Write about what is new in saved searches that are due."""
    saving.tell_due()
