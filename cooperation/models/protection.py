"""Protection of minors (§ 72a SGB VIII): what the Träger decides and whose certificate it has seen.

Never the certificate itself, never what stands in it: § 72a (5) allows to keep that it was seen, its
date, and that nothing stands against the person. All of it belongs to the Träger alone.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models.cooperation import Cooperation
from profiles.models import Organisation

REASON_MAX = 1000


class Contact(models.TextChoices):
    """Type of contact."""

    NEVER_ALONE = "never_alone", _("A professional of ours is always there")
    GROUP = "group", _("At times alone with a group")
    ALONE = "alone", _("At times alone with one young person")


class Intensity(models.TextChoices):
    LOW = "low", _("Open and public, nobody depends on anybody")
    HIGH = "high", _("Trust grows, or somebody depends on somebody; also trips with a night away")


class Duration(models.TextChoices):
    ONCE = "once", _("Once, for some hours")
    SEVERAL = "several", _("A few times")
    REGULAR = "regular", _("Regularly, over weeks or months")


class Level(models.TextChoices):
    REQUIRED = "required", _("Required: we see the certificate of everybody")
    RECOMMENDED = "recommended", _("Recommended: we ask for it, but start without it")
    NOT_NEEDED = "not_needed", _("Not needed")


class Assessment(models.Model):
    """Whether an extended certificate is needed for a cooperation: the Träger's decision and reason."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cooperation = models.OneToOneField(
        Cooperation, on_delete=models.CASCADE, related_name="assessment"
    )
    contact = models.CharField(_("How do they meet?"), max_length=20, choices=Contact.choices)
    intensity = models.CharField(_("How close is it?"), max_length=10, choices=Intensity.choices)
    duration = models.CharField(_("How long?"), max_length=10, choices=Duration.choices)
    level = models.CharField(
        _("Extended certificate of conduct (§ 30a BZRG)"), max_length=20, choices=Level.choices
    )
    reason = models.TextField(_("Our reason"), max_length=REASON_MAX)
    needs_declaration = models.BooleanField(
        _("Everybody signs a declaration of their own"), default=False
    )
    needs_concept = models.BooleanField(
        _("Everybody has read our protection concept"), default=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision on protection")
        verbose_name_plural = _("decisions on protection")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="assessment_level_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_level_display()

    def is_acted_on_behalf_by(self, user) -> bool:  # noqa: ANN001 -- profiles.User
        return self.seeking.is_acted_on_behalf_by(user)

    @property
    def seeking(self) -> Organisation:
        return self.cooperation.seeking


class ProtectionRecord(models.Model):
    """One adult of the company: what the Träger has seen, and when it has to see it again."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="protection_records"
    )
    name = models.CharField(_("name of the person"), max_length=120)
    issued_on = models.DateField(_("date on the certificate"), null=True, blank=True)
    seen_on = models.DateField(_("seen by us on"), null=True, blank=True)
    see_again_on = models.DateField(
        _("to be seen again by"),
        null=True,
        blank=True,
        help_text=_("Leave empty for five years after the date on the certificate."),
    )
    declared_on = models.DateField(_("declaration signed on"), null=True, blank=True)
    concept_read_on = models.DateField(_("protection concept read on"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("record of protection")
        verbose_name_plural = _("records of protection")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "name"],
                name="protection_record_once_per_person",
                violation_error_message=_("This person stands in the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(issued_on=None) | models.Q(seen_on__gte=models.F("issued_on")),
                name="protection_record_seen_after_issue",
                violation_error_message=_("You cannot have seen it before it was issued."),
            ),
            models.CheckConstraint(
                condition=models.Q(seen_on=None, issued_on=None, see_again_on=None)
                | models.Q(
                    seen_on__isnull=False, issued_on__isnull=False, see_again_on__isnull=False
                ),
                name="protection_record_whole_or_none",
            ),
        ]
        indexes = [
            models.Index(
                fields=["see_again_on"],
                condition=models.Q(see_again_on__isnull=False),
                name="protection_see_again",
            )
        ]

    def __str__(self) -> str:
        return self.name
