"""Celery entry points of profiles: each calls one function and may run twice."""

from celery import shared_task

from profiles import logo_renewal


@shared_task
def renew_old_logos() -> None:
    logo_renewal.renew_old_logos()
