"""A search that somebody wants to hear about."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    IMMEDIATELY = "immediately", _("immediately")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    OFF = "off", _("not at all")


class SavedSearch(models.Model):
    """One person's search: its list and GET values, and how often to write about new hits.

    Everything published until `told_until` has been told. `due_at` is when to look again; null
    while the person wants no mails.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    scope = models.CharField(_("list"), max_length=20)
    query = models.CharField(_("search"), max_length=1000, blank=True)
    frequency = models.CharField(
        _("how often"), max_length=20, choices=Frequency.choices, default=Frequency.DAILY
    )
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    told_until = models.DateTimeField(editable=False)
    due_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["user", "scope", "query"], name="saved_search_once"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values), name="saved_search_frequency"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="saved_search_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope}?{self.query}"

    def get_absolute_url(self) -> str:
        """The search itself, as it looks today."""
        path = reverse(f"site:{self.scope}")
        return f"{path}?{self.query}" if self.query else path
