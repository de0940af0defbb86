"""Celery entry points of cooperation: each calls one function and may run twice."""

from celery import shared_task

from cooperation import (
    answer_clock,
    attachments,
    cooperations,
    protection,
    reminders,
    waiting_list,
)
from cooperation.models import Example
from portal.foundation.uploads.sweeping import sweep_pictures


@shared_task
def watch_answers() -> None:
    """Remind, escalate and end enquiries whose day has come; pass on places that were not taken."""
    answer_clock.watch()
    waiting_list.let_kept_places_pass()
    waiting_list.pass_on_everywhere()


@shared_task
def look_after_cooperations() -> None:
    """Once a day: close what has waited for feedback long enough; see to records of protection."""
    cooperations.conclude_overdue()
    protection.ask_for_renewal()
    protection.pause_expired()
    protection.delete_due()


@shared_task
def sweep_attachments() -> None:
    """Delete files that belong to no message any more."""
    attachments.sweep()


@shared_task
def remind_of_appointments() -> None:
    """Remind of what is tomorrow; ask what became of what is over."""
    reminders.remind()
    reminders.ask()


@shared_task
def sweep_photos() -> None:
    """Delete files of photos that no example names."""
    sweep_pictures(Example, "photo")
