"""What was done: day, people and hours, written down by one side and confirmed by the other."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models.appointment import Appointment
from cooperation.models.cooperation import Cooperation
from cooperation.models.sides import CooperationSide
from cooperation.querysets import WorkLogQuerySet
from matching.models.listing import PEOPLE_MAX

WHAT_MAX, WORDS_MAX = 300, 500
QUARTER, HOURS_MAX = Decimal("0.25"), Decimal(24)


class WorkLog(models.Model):
    """`people` people worked for `hours` hours each on one day.

    Written by `side`; the other side confirms it or says what is different. Changes only through
    `cooperation.hours`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="work_logs")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="work_logs"
    )
    day = models.DateField(_("day"))
    people = models.PositiveSmallIntegerField(
        _("people who helped"), validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)]
    )
    hours = models.DecimalField(
        _("hours for each of them"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(QUARTER), MaxValueValidator(HOURS_MAX)],
    )
    what = models.CharField(_("what was done"), max_length=WHAT_MAX)
    side = models.CharField(max_length=10, choices=CooperationSide.choices)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    logged_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    # What the other side remembers differently.
    disputed_at = models.DateTimeField(null=True, editable=False)
    disputed_words = models.TextField(max_length=WORDS_MAX, blank=True)

    objects = WorkLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours entry")
        verbose_name_plural = _("hours entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=QUARTER) & models.Q(hours__lte=HOURS_MAX),
                name="worklog_hours_of_a_day",
            ),
            models.CheckConstraint(
                condition=Exact(Mod(models.F("hours"), models.Value(QUARTER)), Decimal(0)),
                name="worklog_quarter_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(people__gte=1) & models.Q(people__lte=PEOPLE_MAX),
                name="worklog_people_bounded",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=CooperationSide.values), name="worklog_side_known"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(disputed_at=None),
                name="worklog_confirmed_or_disputed",
            ),
            models.CheckConstraint(
                condition=models.Q(disputed_at=None, disputed_words="")
                | (models.Q(disputed_at__isnull=False) & ~models.Q(disputed_words="")),
                name="worklog_disputed_with_words",
            ),
            # Both sides may press at once: an appointment's hours are counted once.
            models.UniqueConstraint(
                fields=["appointment"],
                condition=models.Q(appointment__isnull=False),
                name="worklog_once_per_appointment",
            ),
        ]
        indexes = [models.Index(fields=["cooperation", "day"], name="worklog_of_cooperation")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("cooperation:hours", args=[self.cooperation.public_id])

    @property
    def total(self) -> Decimal:
        """Hours of all people together."""
        return self.people * self.hours

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_disputed(self) -> bool:
        return self.disputed_at is not None
