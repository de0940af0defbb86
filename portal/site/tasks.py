"""Celery entry points of the portal as a whole."""

from celery import shared_task

from portal.site import barriers
from portal.site.importing import runs, work
from portal.site.search import saving


@shared_task
def tell_saved_searches() -> None:
    """Write about what is new in saved searches that are due."""
    saving.tell_due()


# Twenty thousand lines are stored in one transaction.
@shared_task(soft_time_limit=900, time_limit=960)
def work_on_import(run_id: int) -> None:
    """Read, compare or store one import, whatever is due."""
    work.work(run_id)


@shared_task(soft_time_limit=900, time_limit=960)
def sweep_imports() -> None:
    """Go on with imports whose wake-up was lost; delete those whose days are over."""
    runs.forget_expired()
    work.sweep()


@shared_task
def forget_barrier_reports() -> None:
    """Delete reports of barriers some time after they were answered."""
    barriers.forget_settled()
