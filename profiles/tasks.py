"""Celery entry points of profiles: each calls one function and may run twice."""

from celery import shared_task

from portal.foundation.uploads.sweeping import sweep_pictures as sweep
from profiles import logo_renewal, sessions
from profiles.models import Organisation


@shared_task
def renew_old_logos() -> None:
    logo_renewal.renew_old_logos()


@shared_task
def sweep_pictures() -> None:
    """Delete files of logos and photos that no organisation names."""
    for name in ("logo", "photo"):
        sweep(Organisation, name)


@shared_task
def forget_ended_sessions() -> None:
    """Delete sessions that are over, and what is known of their devices."""
    sessions.forget_ended()
