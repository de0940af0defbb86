"""What is counted, by the database: public entries, and cooperations that came about."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from cooperation.models import Cooperation, CooperationStatus
from matching.models import Format, Need, Offer
from portal.site.regions import Figures, figures_by_land
from profiles.models import Organisation
from profiles.places.laender import laender

RUNNING = (
    CooperationStatus.CONFIRMED, CooperationStatus.ACTIVE, CooperationStatus.PAUSED,
    CooperationStatus.CLOSING,
)  # fmt: skip
CAME_ABOUT = (*RUNNING, CooperationStatus.CLOSED)


class Counted:
    """Each figure is asked for when it is shown, and once."""

    @cached_property
    def by_land(self) -> dict[str, Figures]:
        return figures_by_land()

    def of_land(self, what: str) -> dict[str, int]:
        """Organisations, needs or offers by the name of the Land."""
        return {laender()[code].name: getattr(of, what) for code, of in self.by_land.items()}

    def organisations_by_month(self) -> dict[date, int]:
        return _by_month(Organisation.objects.approved(), "approved_at")

    def organisations_by_kind(self) -> dict[str, int]:
        return _by(Organisation.objects.approved(), "kind")

    def needs_by_format(self) -> dict[str, int]:
        return _by(Need.objects.open(), "format")

    def offers_by_format(self) -> dict[str, int]:
        """An offer counts in each way that it offers."""
        counts = {
            code.replace("-", "_"): Count("pk", filter=Q(formats__contains=[code]))
            for code in Format.values
        }
        found = Offer.objects.open().order_by().aggregate(**counts)
        return {code: found[code.replace("-", "_")] for code in Format.values}

    def cooperations_by_state(self) -> dict[str, int]:
        by_status = _by(_cooperations(), "status")
        running = sum(by_status.get(status, 0) for status in RUNNING)
        return {"running": running, "finished": by_status.get(CooperationStatus.CLOSED, 0)}

    def cooperations_by_format(self) -> dict[str, int]:
        return _by(_cooperations(), "format")

    def cooperations_by_land(self) -> dict[str, int]:
        """By where the need is, else the offer."""
        land = Coalesce("enquiry__need__site__land", "enquiry__offer__site__land")
        found = _by(_cooperations().annotate(land=land), "land")
        return {laender()[code].name: found.get(code, 0) for code in laender()}

    def cooperations_by_month(self) -> dict[date, int]:
        return _by_month(_cooperations(), "began_at")


def _cooperations() -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(status__in=CAME_ABOUT)


def _by(rows: QuerySet, field: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(field).annotate(number=Count("pk")))


def _by_month(rows: QuerySet, field: str) -> dict[date, int]:
    """Up to this month, which counts even when nothing has come yet."""
    zone = timezone.get_current_timezone()
    counted: Mapping[object, int] = dict(
        rows.exclude(**{field: None})
        .order_by()
        .values_list(TruncMonth(field, tzinfo=zone))
        .annotate(number=Count("pk"))
    )
    months = {moment.astimezone(zone).date(): number for moment, number in counted.items()}
    if months:
        months.setdefault(timezone.localdate().replace(day=1), 0)
    return months
