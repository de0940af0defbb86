"""How a side turns to the Servicestelle about a conversation."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperation.models.conversation import MessageSide
from cooperation.models.enquiry import Enquiry
from cooperation.querysets import ReportQuerySet

REPORT_MAX = 2000


class ReportKind(models.TextChoices):
    INVITED = "invited", _("Invited into the conversation")
    REPORTED = "reported", _("Something was reported")


class ReportDecision(models.TextChoices):
    HELPED = "helped", _("Helped, nothing more to do")
    NOTHING = "nothing", _("Nothing to object to")
    TALKED = "talked", _("Talked with those involved")
    MEASURES = "measures", _("Measures taken (such as a suspension)")


class Report(models.Model):
    """The Servicestelle is asked to look: openly (invited), or by a report that only it sees.

    As long as it is not handled, moderators may read the conversation and write into it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.ForeignKey(
        Enquiry, verbose_name=_("enquiry"), on_delete=models.CASCADE, related_name="reports"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ReportKind.choices)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    side = models.CharField(_("side"), max_length=20, choices=MessageSide.choices)
    text = models.TextField(_("what happened"), max_length=REPORT_MAX, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    decision = models.CharField(
        _("decision"), max_length=20, choices=ReportDecision.choices, blank=True, editable=False
    )
    comment = models.TextField(_("comment"), max_length=REPORT_MAX, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for the Servicestelle")
        verbose_name_plural = _("calls for the Servicestelle")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ReportKind.values), name="report_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(handled_at=None, decision="")
                | (models.Q(handled_at__isnull=False) & ~models.Q(decision="")),
                name="report_handled_by_a_decision",
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=models.Q(handled_at=None, kind="invited"),
                name="report_one_open_invitation",
            ),
            models.UniqueConstraint(
                fields=["enquiry", "reporter"],
                condition=models.Q(handled_at=None, kind="reported"),
                name="report_one_open_per_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(handled_at=None), name="report_waiting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.enquiry)

    @property
    def is_open(self) -> bool:
        return self.handled_at is None
