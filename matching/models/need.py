"""A need: what a Träger asks for."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models.choices import Format, TargetGroup
from matching.models.listing import PEOPLE_MAX, Listing
from matching.querysets import ListingQuerySet


class Need(Listing):
    """What a Träger asks for, and what it gives back."""

    format = models.CharField(_("kind of help"), max_length=30, choices=Format.choices)
    alternative_formats = ArrayField(
        models.CharField(max_length=30, choices=Format.choices),
        verbose_name=_("also possible"),
        default=list,
        blank=True,
    )
    target_group = models.CharField(_("for whom"), max_length=20, choices=TargetGroup.choices)
    people_needed = models.PositiveSmallIntegerField(
        _("how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)],
        help_text=_("People; for internships places; for things and rooms pieces or seats."),
    )
    contact_with_minors = models.BooleanField(_("contact with minors"), default=False)
    gives_back = models.TextField(
        _("what we give back"),
        max_length=600,
        blank=True,
        help_text=_("For example a tour, our rooms for an evening, an insight into our work."),
    )
    max_group_size = models.PositiveSmallIntegerField(
        _("largest group we can host"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)],
    )
    lead_time_days = models.PositiveSmallIntegerField(
        _("days we need to prepare"), null=True, blank=True, validators=[MaxValueValidator(365)]
    )
    replaces_no_staff = models.BooleanField(
        _("No paid professional is replaced by this help."), default=False
    )

    objects = ListingQuerySet.as_manager()

    MATERIAL_FIELDS = (
        "title", "description", "competencies", "format", "alternative_formats", "target_group",
        "contact_with_minors", "gives_back",
    )  # fmt: skip

    class Meta(Listing.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            *Listing.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(people_needed__gte=1), name="need_for_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "returned", "closed"])
                | models.Q(replaces_no_staff=True),
                name="need_replaces_no_staff",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("matching:need", args=[self.public_id])

    @property
    def formats(self) -> list[str]:
        """Every format that would help, the wished one first."""
        return [self.format, *(f for f in self.alternative_formats if f != self.format)]
