"""Waking a task after commit, in the one way that can never break the request."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def wake(task_name: str, *ids: object) -> None:
    """Send the task `task_name` with `ids` once the current transaction has committed.

    The row that the task will work on is already stored with its due time, so a wake that gets lost
    (Redis down, restarted, flushed) is only logged: the sweep finds the row. Tasks are woken by
    name because they sit above the domain functions that wake them.
    """
    transaction.on_commit(partial(_send, task_name, ids), robust=True)


def _send(task_name: str, ids: tuple[object, ...]) -> None:
    try:
        current_app.send_task(task_name, args=ids, retry=False, ignore_result=True)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("could not wake %s: %s; the sweep will find its row", task_name, error)
