"""When digests go out: at one hour of the morning, local time."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from portal.foundation.models import Pace


def next_digest(pace: Pace, now: datetime) -> datetime | None:
    """The next morning at MAIL_DIGEST_HOUR (weekly: the next Monday's); None for "immediately".

    Counted in local days, so that a night in which the clocks change moves nothing.
    """
    if pace not in {Pace.DAILY, Pace.WEEKLY}:
        return None
    local = timezone.localtime(now)
    day = local.date()
    if local.hour >= settings.MAIL_DIGEST_HOUR:
        day += timedelta(days=1)
    if pace == Pace.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return timezone.make_aware(datetime.combine(day, time(settings.MAIL_DIGEST_HOUR)))
