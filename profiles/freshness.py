"""When a profile is asked whether it is still true, and when its age is shown.

An unanswered profile stays findable and in suggestions: it is a reference, not a promise, and
somebody who does not read mails may still be reached by phone. What an old profile owes its readers
is that they see its age.
"""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

# Addresses, people in charge and fields of work change within a year or two: twice a year is often
# enough to notice, and seldom enough to be answered.
ASK_AFTER: Final = timedelta(days=180)
# Half a year, and a month in which the question could be answered.
MARKED_AFTER: Final = timedelta(days=210)
DAYS_A_MONTH: Final = 30


def first_asked_at() -> datetime:
    """When a profile that is written now is asked for the first time."""
    return timezone.now() + ASK_AFTER


def months_unconfirmed(confirmed_at: datetime) -> int:
    """For how many months nobody said that a profile is true; 0 while that need not be shown."""
    silence = timezone.now() - confirmed_at
    return silence.days // DAYS_A_MONTH if silence >= MARKED_AFTER else 0
