"""A full rematch: everything that is open, cut into parts that workers take one by one."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models.choices import Side


class RunState(models.TextChoices):
    RUNNING = "running", _("running")
    STOPPED = "stopped", _("stopped")
    FINISHED = "finished", _("finished")


class MatchingRun(models.Model):
    """One full rematch. At most one runs at a time."""

    state = models.CharField(
        _("state"), max_length=10, choices=RunState.choices, default=RunState.RUNNING
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("full rematch")
        verbose_name_plural = _("full rematches")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_matching_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.started_at):%d.%m.%Y %H:%M}"

    def progress(self) -> dict[str, int]:
        """Listings in all and done, rows of suggestions that changed, parts that failed."""
        done = Q(done_at__isnull=False)
        found = self.parts.aggregate(
            all=Sum("listings", default=0),
            done=Sum("listings", filter=done, default=0),
            rows_changed=Sum("changed", default=0),
            failed=Count("pk", filter=~Q(error="")),
        )
        return {name: int(value) for name, value in found.items()}


class MatchingPart(models.Model):
    """Listings of one side between two primary keys.

    A worker holds the row's lock while it works: when it is killed, the database takes the lock
    back, and the part is free again.
    """

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="parts")
    side = models.CharField(max_length=10, choices=Side.choices)
    first_pk = models.BigIntegerField()
    last_pk = models.BigIntegerField()
    listings = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("part of a full rematch")
        verbose_name_plural = _("parts of full rematches")
        indexes = [
            models.Index(
                fields=["run", "id"], condition=Q(done_at=None), name="matching_parts_to_do"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_pk__lte=F("last_pk")), name="matching_part_has_listings"
            )
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.first_pk}–{self.last_pk}"
