"""Celery entry points of profiles: each calls one function and may run twice."""

from celery import shared_task

from profiles import logo_renewal, sessions


@shared_task
def renew_old_logos() -> None:
    logo_renewal.renew_old_logos()


@shared_task
def forget_ended_sessions() -> None:
    """Delete sessions that are over, and what is known of their devices."""
    sessions.forget_ended()
