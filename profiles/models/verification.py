"""What the Servicestelle has checked about an organisation, when, and for how long that holds."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models.organisation import Organisation
from profiles.querysets import VerificationQuerySet

ENDS_SOON = timedelta(days=30)


class CheckedKind(models.TextChoices):
    """What can be checked."""

    REGISTER = "register", _("Register entry")
    TAX = "tax", _("Notice of the tax office on charitable status")
    RECOGNITION = "recognition", _("Recognition under § 75 SGB VIII")
    VAT_ID = "vat_id", _("VAT identification number")
    CONTACT = "contact", _("Contact person, by phone")
    VISIT = "visit", _("Visit on site")


class EndReason(models.TextChoices):
    """Why a check counts no more before its last day."""

    NONE = "", _("has not ended")
    WITHDRAWN = "withdrawn", _("withdrawn by the Servicestelle")
    CHANGED = "changed", _("what was checked has been changed")
    RENEWED = "renewed", _("checked again")


class Verification(models.Model):
    """One check. It holds up to and including `valid_until`, unless it is ended before."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="verifications",
    )
    kind = models.CharField(_("what was checked"), max_length=20, choices=CheckedKind.choices)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    checked_on = models.DateField(_("checked on"))
    valid_until = models.DateField(_("valid until"))
    note = models.TextField(_("note of the Servicestelle"), max_length=600, blank=True)
    # What the checked fields said, as a digest; the check counts only as long as they say it.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    end_reason = models.CharField(
        _("why it ended"), max_length=20, choices=EndReason.choices, blank=True, editable=False
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CheckedKind.values), name="verification_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("checked_on")),
                name="verification_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, end_reason="")
                | models.Q(ended_at__isnull=False, end_reason__in=EndReason.values[1:]),
                name="verification_ended_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=models.Q(ended_at=None),
                name="verification_one_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"],
                condition=models.Q(ended_at=None),
                name="verification_ending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"

    def is_in_force(self, day: date | None = None) -> bool:
        """Whether it counts on `day` (today)."""
        return self.ended_at is None and self.valid_until >= (day or timezone.localdate())
