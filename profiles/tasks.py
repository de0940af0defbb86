"""Celery entry points of people and organisations."""

from celery import shared_task

from profiles import sessions


@shared_task
def forget_ended_sessions() -> None:
    """Delete sessions that are over, and what is known of their devices."""
    sessions.forget_ended()
