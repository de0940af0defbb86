"""The portal as a whole. Importing the Celery app here binds `@shared_task` to it."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
