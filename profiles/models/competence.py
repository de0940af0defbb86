"""The taxonomy: what can be sought and offered. Edited by the Servicestelle in admin."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.querysets import CompetenceQuerySet


class ResourceKind(models.TextChoices):
    """What is given: founding text of the Servicestelle."""

    EXPERTISE = "expertise", _("Know-how")
    PROFESSION = "profession", _("Professional service")
    PEOPLE = "people", _("People's time")
    NETWORK = "network", _("Access to networks")
    IN_KIND = "in_kind", _("Things and rooms")


class Competence(models.Model):
    """A node of the two-level tree: a group (no parent) or a competency within one."""

    slug = models.CharField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9-]+(/[a-z0-9-]+)?$",
                _("Use lower-case letters, digits and hyphens, as in “finance/accounting”."),
            )
        ],
        help_text=_("Stays the same for ever: files and addresses use it."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    resource_kind = models.CharField(
        _("kind of help"),
        max_length=20,
        choices=ResourceKind.choices,
        default=ResourceKind.EXPERTISE,
    )
    label_de = models.CharField(_("label (German)"), max_length=80)
    label_en = models.CharField(_("label (English)"), max_length=80)
    synonyms_de = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("synonyms (German)"),
        default=list,
        blank=True,
    )
    synonyms_en = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("synonyms (English)"),
        default=list,
        blank=True,
    )
    description_de = models.TextField(_("description (German)"), max_length=600, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=600, blank=True)

    changed_xid = models.BigIntegerField(default=0, editable=False)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="competence_not_its_own_parent"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("The tree has two levels: choose a group.")})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": _("A group with competencies must stay a group.")})

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_de
