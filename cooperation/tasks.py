"""Celery entry points of cooperation: each calls one function and may run twice."""

from celery import shared_task

from cooperation import answer_clock, cooperations, reminders, waiting_list


@shared_task
def watch_answers() -> None:
    """Remind, escalate and end enquiries whose day has come; pass on places that were not taken."""
    answer_clock.watch()
    waiting_list.let_kept_places_pass()


@shared_task
def conclude_cooperations() -> None:
    """Close what has waited long enough for feedback."""
    cooperations.conclude_overdue()


@shared_task
def remind_of_appointments() -> None:
    """Remind of what is tomorrow; ask what became of what is over."""
    reminders.remind()
    reminders.ask()
