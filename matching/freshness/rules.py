"""When entries are asked whether they are still true, and what follows; one place for all days."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

# A published listing is valid for 90 days. Asked after 60, reminded after 74, it rests after 88 at
# the earliest: always before its last valid day would end it without a word.
ASK_AFTER: Final = timedelta(days=60)
# One reminder: a fortnight covers a holiday, and a second reminder would be nagging.
REMIND_AFTER: Final = timedelta(days=14)
# From the reminder, as it was sent, until the entry rests: again a fortnight.
REST_AFTER: Final = timedelta(days=14)
# What would be asked within the next fortnight comes along: one mail instead of two.
COME_ALONG: Final = timedelta(days=14)
# An entry whose own period ends so soon ends by itself; asking would only make work.
ENDS_BY_ITSELF: Final = timedelta(days=14)
# An entry that nobody can be asked about (no owner with a confirmed address) is not made to rest:
# it ages visibly until its last valid day, and somebody may join meanwhile.
LOOK_AGAIN: Final = timedelta(days=7)
# Longer than the time until the reminder, which brings new links; short enough that a forgotten
# mail in a shared mailbox is not a key for ever.
LINK_VALID: Final = timedelta(days=30)


def first_asked_at() -> datetime:
    """When a listing that is posted now is asked for the first time."""
    return timezone.now() + ASK_AFTER
