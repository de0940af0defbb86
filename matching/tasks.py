"""Celery entry points of matching: each calls one function and may run twice."""

from celery import shared_task

from matching import publishing, sync
from matching.models import Need, Offer


@shared_task
def match_listing(kind: str, pk: int) -> None:
    """Match one listing ("need" or "offer") if it is due."""
    sync.match(kind, pk)


@shared_task
def sweep() -> None:
    """Match what a lost message left behind."""
    sync.sweep()


@shared_task
def expire_listings() -> None:
    """Mark listings whose last valid day is over."""
    for model in (Need, Offer):
        publishing.expire_due(model)


@shared_task
def rematch_open_listings() -> None:
    """Have every open listing matched anew, once a day."""
    sync.mark_open_listings_due()
