"""Celery entry points of matching: each calls one function and may run twice."""

import logging

from celery import shared_task
from celery.signals import worker_init
from django.db import DatabaseError, connections

from matching import publishing, rematch, suggestion_mails, sync
from matching.freshness import asking
from matching.models import Need, Offer

logger = logging.getLogger(__name__)


@worker_init.connect
def load_index(**_sent: object) -> None:
    """Read all open listings before the worker forks: its processes share the memory and start warm.

    Where the database does not answer yet, each process reads them with its first task.
    """
    try:
        sync.process_index.refreshed()
    except DatabaseError as error:
        logger.warning("the matching index is read later: %s", error)
    finally:
        # A connection must not be shared by two processes.
        connections.close_all()


@shared_task
def match_listing(kind: str, pk: int) -> None:
    """Match one listing ("need" or "offer") if it is due."""
    sync.match(kind, pk)


@shared_task
def sweep() -> None:
    """Match what a lost message left behind; call workers to a full rematch that stands still."""
    sync.sweep()
    rematch.nudge()


@shared_task
def expire_listings() -> None:
    """Mark listings whose last valid day is over."""
    for model in (Need, Offer):
        publishing.expire_due(model)


@shared_task
def tell_suggestions() -> None:
    """Write about new suggestions, before the morning's digest."""
    suggestion_mails.tell()


@shared_task
def ask_whether_still_true() -> None:
    """Ask about entries that were not confirmed for long, remind once, let the silent ones rest."""
    asking.sweep()


@shared_task
def rematch_open_listings() -> None:
    """Have every open listing matched anew, once a day: dates move on."""
    rematch.start()


@shared_task
def rematch_part(run_id: int) -> None:
    """Do one part of a full rematch and call for the next."""
    if rematch.work(run_id):
        rematch_part.delay(run_id)
