"""What every app stands on: the history of decisions, the mail outbox, the worker's sign of life."""

import uuid

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


class OutboxMail(models.Model):
    """A mail that must arrive: written with the change that causes it, sent by a task afterwards.

    `key` names recipient and event, so that the same mail is never queued twice. The Message-ID is
    made with the row: if a sender dies between the server's OK and our commit, the second copy
    carries the same one.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    # For mails that nobody must get: where one click ends them (RFC 8058).
    unsubscribe_url = models.URLField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail outbox")

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a worker last did work that came through the queue: its liveness, not its process."""

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
