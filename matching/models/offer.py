"""An offer: what a company gives."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models.choices import Format, TargetGroup
from matching.models.listing import PEOPLE_MAX, Listing
from matching.querysets import OfferQuerySet

CONTACT_WITH_MINORS = "contact-with-minors"


class Offer(Listing):
    """What a company gives: people's time, know-how, things, rooms, contacts."""

    formats = ArrayField(
        models.CharField(max_length=30, choices=Format.choices), verbose_name=_("kinds of help")
    )
    target_groups = ArrayField(
        models.CharField(max_length=20, choices=TargetGroup.choices),
        verbose_name=_("for whom"),
        default=list,
        blank=True,
    )
    capacity = models.PositiveSmallIntegerField(
        _("how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)],
        help_text=_("People; for internships places; for things and rooms pieces or seats."),
    )
    capacity_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    excludes = ArrayField(
        models.CharField(
            max_length=30,
            choices=[(CONTACT_WITH_MINORS, _("no contact with children or adolescents"))],
        ),
        verbose_name=_("limits"),
        default=list,
        blank=True,
    )
    min_notice_days = models.PositiveSmallIntegerField(
        _("days we need to prepare"), default=0, validators=[MaxValueValidator(365)]
    )

    objects = OfferQuerySet.as_manager()

    MATERIAL_FIELDS = (
        "title", "description", "competencies", "formats", "target_groups", "excludes",
    )  # fmt: skip

    class Meta(Listing.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            *Listing.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(capacity_taken__lte=models.F("capacity")),
                name="offer_capacity_not_exceeded",
                violation_error_message=_("More has already been promised than that."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("matching:offer", args=[self.public_id])

    @property
    def capacity_left(self) -> int:
        """What has not been promised yet."""
        return max(0, self.capacity - self.capacity_taken)
