"""The texts that the law asks for, as the Servicestelle words them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TEXT_MAX = 60_000


class LegalKind(models.TextChoices):
    IMPRINT = "imprint", _("Imprint")
    PRIVACY = "privacy", _("Privacy")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    TERMS = "terms", _("Terms of use")


class LegalLanguage(models.TextChoices):
    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")


class LegalTextQuerySet(models.QuerySet):
    def newest(self) -> "LegalTextQuerySet":
        """The version that holds, one for each kind and language that was ever edited."""
        return self.order_by("kind", "language", "-number").distinct("kind", "language")


class LegalText(models.Model):
    """One version of one page in one language. Versions are only ever added, the newest holds.

    Without any, the text that comes with the portal holds (portal/site/legal/texts): a new release
    can mend it and never writes over somebody's words.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("page"), max_length=20, choices=LegalKind.choices)
    language = models.CharField(_("language"), max_length=5, choices=LegalLanguage.choices)
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), max_length=TEXT_MAX)
    note = models.CharField(_("what was changed"), max_length=200, blank=True)
    saved_at = models.DateTimeField(_("saved"), auto_now_add=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        constraints = [
            # Also the lock between two people who save at once: the same number exists once.
            models.UniqueConstraint(
                fields=["kind", "language", "number"], name="legal_text_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=LegalKind.values), name="legal_text_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=LegalLanguage.values),
                name="legal_text_language_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_language_display()}, {self.number}"
