"""An import that is prepared, looked at and confirmed; nothing else is written before."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    ORGANISATIONS = "organisations", _("Organisations")
    NEEDS = "needs", _("Needs")
    OFFERS = "offers", _("Offers")


class ImportState(models.TextChoices):
    READING = "reading", _("is being read")
    CHECKING = "checking", _("is being compared")
    READY = "ready", _("waits for your look")
    STORING = "storing", _("is being stored")
    INVITING = "inviting", _("stored, invitations are being written")
    DONE = "done", _("stored")
    REFUSED = "refused", _("could not be read")


class Verdict(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    DUPLICATE = "duplicate", _("likely duplicate")
    FAULTY = "faulty", _("faulty")
    UNCHANGED = "unchanged", _("unchanged")


class Choice(models.TextChoices):
    """What is done with a line; "" where there is nothing to choose."""

    CREATE = "create", _("create new")
    UPDATE = "update", _("update")
    SKIP = "skip", _("leave out")


class ImportRun(models.Model):
    """One uploaded file on its way into the portal.

    `due_at` is when a task should work on it; null while it waits for people. `version` counts what
    people decided, so that nobody confirms what they have not seen. Deleted with its lines when
    `expires_at` has passed; what it did stays in the history.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what is in it"), max_length=20, choices=ImportKind.choices)
    file_name = models.CharField(_("file"), max_length=150)
    # The upload itself, until it has been read.
    content = models.BinaryField(null=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ImportState.choices, default=ImportState.READING
    )
    problem = models.TextField(_("problem"), blank=True)
    notes = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("prepared by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # Transactions from here on have not been looked at by the comparison.
    seen_xid = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(_("is deleted"))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="import_run_due"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="import_run_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_run_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Whether a task has something to do for it."""
        return self.state in {
            ImportState.READING, ImportState.CHECKING, ImportState.STORING, ImportState.INVITING,
        }  # fmt: skip

    @property
    def is_ready(self) -> bool:
        """Whether it can be confirmed."""
        return self.state == ImportState.READY and self.expires_at > timezone.now()


class ImportLine(models.Model):
    """One line of the file, what it says in the words of our tables, and what will be done with it.

    `target_id` is the entry that it changes, `seen` a fingerprint of what that entry said when the
    line was compared. `candidates` are entries that may be the same one.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    values = models.JSONField(default=dict)
    # Columns (with their letters) whose cell looked like a formula and was marked as text by an
    # apostrophe.
    marked = models.JSONField(default=dict)
    # The cells as they came, kept for faulty lines only: they can be taken away and mended.
    cells = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    verdict = models.CharField(
        _("verdict"), max_length=20, choices=Verdict.choices, blank=True, default=""
    )
    target_id = models.BigIntegerField(null=True)
    seen = models.CharField(max_length=64, blank=True, default="")
    changes = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    choice = models.CharField(
        _("what is done"), max_length=10, choices=Choice.choices, blank=True, default=""
    )
    chosen_id = models.BigIntegerField(null=True)
    to_invite = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        indexes = [models.Index(fields=["run", "verdict", "number"], name="import_line_verdict")]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_line_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *Verdict.values]), name="import_line_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["", *Choice.values]), name="import_line_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"
