"""The mail outbox, what people want to be written about, and servers that get a rest."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Waiting for the digest")
    SENT = "sent", _("Sent")
    IN_DIGEST = "in_digest", _("Part of a digest")
    # The mail server takes no mail for this address, or does not take this mail; tried several times.
    UNDELIVERABLE = "undeliverable", _("Address does not exist")
    REFUSED = "refused", _("Refused by the mail server")
    # The person left, was suspended or unsubscribed before it went out.
    WITHHELD = "withheld", _("Not wanted any more")


GIVEN_UP = (MailState.UNDELIVERABLE, MailState.REFUSED)


class Pace(models.TextChoices):
    """How soon somebody wants to read mails of a kind."""

    IMMEDIATELY = "immediately", _("Immediately")
    DAILY = "daily", _("In one mail a day")
    WEEKLY = "weekly", _("In one mail a week")
    OFF = "off", _("Not at all")


class OutboxMailQuerySet(models.QuerySet):
    def due(self) -> "OutboxMailQuerySet":
        """What should go out now, longest due first."""
        return self.filter(state=MailState.WAITING, due_at__lte=timezone.now()).order_by("due_at")

    def failed(self) -> "OutboxMailQuerySet":
        """Tried in vain, and tried again by itself."""
        return self.filter(state=MailState.WAITING).exclude(error="")

    def given_up(self) -> "OutboxMailQuerySet":
        """Refused so often that only a person tries it again."""
        return self.filter(state__in=GIVEN_UP)


class OutboxMail(models.Model):
    """A mail that must arrive: written with the change that causes it, sent by a task afterwards.

    `key` names recipient and event, so that the same mail is never queued twice. The Message-ID is
    made with the row: if a sender dies between the server's OK and our commit, the second copy
    carries the same one. `part` is what a digest shows of a mail that is held for it.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("kind"), max_length=30, blank=True, db_default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="mails",
    )
    # The organisation whose affairs it tells, by its public id: asked for again before sending.
    about = models.UUIDField(null=True, editable=False)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    # For mails that nobody must get: where one click ends them (RFC 8058).
    unsubscribe_url = models.URLField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=MailState.choices,
        default=MailState.WAITING,
        db_default=MailState.WAITING,
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    refusals = models.PositiveSmallIntegerField(_("refusals"), default=0, db_default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)
    digest = models.ForeignKey(
        "self",
        verbose_name=_("digest"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="contents",
    )
    part = models.JSONField(default=dict, db_default={}, editable=False)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail outbox")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values), name="mail_state_known"
            ),
            # Both also hold for rows that the release before writes while this one is being started.
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_when_sent"
            ),
            # What is still to go has a time at which somebody looks for it: nothing gets lost.
            models.CheckConstraint(
                condition=(Q(state__in=["waiting", "held"]) & ~Q(due_at=None, sent_at=None))
                | (~Q(state__in=["waiting", "held"]) & Q(due_at=None)),
                name="mail_due_until_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(state="held"), name="mail_held_for"),
            models.Index(
                fields=["recipient"], condition=Q(state="undeliverable"), name="mail_undeliverable"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MailPreference(models.Model):
    """How soon a person wants mails of one kind; without a row, the kind's default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences"
    )
    kind = models.CharField(max_length=30)
    pace = models.CharField(max_length=20, choices=Pace.choices)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mail_preference_once_per_kind"),
            models.CheckConstraint(
                condition=Q(pace__in=Pace.values), name="mail_preference_pace_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.pace}"


class MailPause(models.Model):
    """A mail server that did not answer ("") or a recipient's domain that hangs: left alone a while.

    Without it, every waiting mail would cost a worker the whole timeout.
    """

    name = models.CharField(max_length=255, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name or "server"
