"""A proposal for an action day or a region: who could go to whom so that most is won in all.

A tool for the Servicestelle: nobody is assigned by it, and nobody is told of it.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.choices import Format
from matching.models.listing import RADIUS_MAX
from matching.models.need import Need
from matching.models.offer import Offer
from profiles import places


class Proposal(models.Model):
    title = models.CharField(_("title"), max_length=120)
    postcode = models.CharField(
        _("postcode"), max_length=5, blank=True, help_text=_("Leave empty for all of Germany.")
    )
    radius_km = models.PositiveSmallIntegerField(
        _("radius in km"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(RADIUS_MAX)],
    )
    on = models.DateField(
        _("day"), null=True, blank=True, help_text=_("Both sides have time on this day.")
    )
    format = models.CharField(_("kind of help"), max_length=30, choices=Format.choices, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    computed_at = models.DateTimeField(_("computed"), null=True, editable=False)
    # Needs in all, served, total score and bound; the same for first come, first served.
    figures = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.postcode:
            try:
                places.require(self.postcode)
            except places.UnknownPostcode as error:
                raise ValidationError({"postcode": str(error)}) from error


class PairState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    LOCKED = "locked", _("locked")
    STRUCK = "struck", _("struck out")


class ProposedPair(models.Model):
    """A pair of a proposal; locked and struck ones stay when it is computed anew."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pairs")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(_("score"))
    state = models.CharField(
        _("state"), max_length=10, choices=PairState.choices, default=PairState.PROPOSED
    )

    class Meta:
        verbose_name = _("proposed pair")
        verbose_name_plural = _("proposed pairs")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "need", "offer"], name="proposed_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(score__range=(0, 1)), name="proposed_pair_score_between_0_and_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} ↔ {self.offer}"
