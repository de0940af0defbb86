"""A barrier that somebody has met on a page of the portal."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

BARRIER_MAX = 2000


class BarrierReportQuerySet(models.QuerySet):
    def waiting(self) -> "BarrierReportQuerySet":
        """What nobody has answered yet, oldest first."""
        return self.filter(settled_at=None).order_by("reported_at", "pk")


class BarrierReport(models.Model):
    """What was in the way and where; an address only if its writer wants an answer.

    Deleted some time after it was settled (portal/site/barriers.py).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(_("what was in the way"), max_length=BARRIER_MAX)
    page = models.CharField(_("where"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail address for the answer"), blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    settled_at = models.DateTimeField(_("answered"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    note = models.TextField(_("note"), max_length=BARRIER_MAX, blank=True, editable=False)

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported barrier")
        verbose_name_plural = _("reported barriers")
        indexes = [
            models.Index(
                fields=["reported_at"],
                condition=models.Q(settled_at=None),
                name="barrier_report_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.page or self.text[:60]
