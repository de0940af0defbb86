"""The history of decisions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryEntry(models.Model):
    """One thing that happened to one object: who, when, from which status to which, and why.

    Rows are only ever added. The subject is named by model label and public id, so that the entry
    outlives it.
    """

    happened_at = models.DateTimeField(_("when"), auto_now_add=True)
    subject_type = models.CharField(_("kind of object"), max_length=60)
    subject_id = models.UUIDField(_("object"))
    event = models.CharField(_("event"), max_length=40)
    from_status = models.CharField(_("from"), max_length=20, blank=True)
    to_status = models.CharField(_("to"), max_length=20, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="history_entries",
    )
    on_behalf = models.BooleanField(_("on behalf"), default=False)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        indexes = [models.Index(fields=["subject_type", "subject_id", "happened_at"])]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.event} {self.happened_at:%Y-%m-%d %H:%M}"
