"""Times as people in Germany read them from the wall, also in the two nights that change the clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.foundation.refusals import Refused

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)


def moment(day: date, at: time) -> datetime:
    """The moment (UTC) at which the clocks show `at` on `day`; of two such moments the first.

    Raises Refused for an hour that the clocks skip in March.
    """
    # A wall says nothing of which of two equal hours it means.
    local = datetime.combine(day, at.replace(fold=0), tzinfo=BERLIN)
    there = local.astimezone(UTC)
    if there.astimezone(BERLIN).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(
            _(
                "On %(day)s there is no %(time)s: in that night the clocks jump from 2 to 3 o’clock. "
                "Please choose another time."
            )
            % {"day": date_format(day), "time": f"{at:%H:%M}"}
        )
    return there


def is_ambiguous(at: datetime) -> bool:
    """Whether the clocks show this time twice, because they are set back that night."""
    local = at.astimezone(BERLIN)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def remark_about(moments: Iterable[datetime]) -> str:
    """What people should know about times that exist twice; "" when all are plain."""
    if not any(is_ambiguous(at) for at in moments):
        return ""
    return _(
        "In that night the clocks are set back and show this hour twice. "
        "We have taken the first one, still in summer time."
    )


def weekly(first: date, until: date, *, at_most: int) -> list[date]:
    """`first` and each week later, `until` included. Raises Refused when that is more than `at_most`."""
    if until < first:
        raise Refused(_("The last day of the series is before the first one."))
    count = (until - first).days // 7 + 1
    if count > at_most:
        raise Refused(
            _("A series has at most %(most)d appointments; this would be %(count)d.")
            % {"most": at_most, "count": count}
        )
    return [first + week * WEEK for week in range(count)]


def morning_before(at: datetime, *, hour: int) -> datetime:
    """`hour` o'clock on the day before `at`, both in Berlin; no clock changes by day."""
    day = at.astimezone(BERLIN).date() - timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=BERLIN)
