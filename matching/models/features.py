"""What the engine has read out of listings, stored so that no text is read twice.

The bytes name the version of the engine that made them and a digest of the text they were made
from (`matching.engine.packed`): whatever does not fit any more is made anew, so nothing has to be
deleted when a listing or the taxonomy changes.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models.need import Need
from matching.models.offer import Offer


class NeedFeatures(models.Model):
    listing = models.OneToOneField(
        Need, on_delete=models.CASCADE, primary_key=True, related_name="features"
    )
    stored = models.BinaryField()

    class Meta:
        verbose_name = _("features of a need")
        verbose_name_plural = _("features of needs")

    def __str__(self) -> str:
        return str(self.listing_id)


class OfferFeatures(models.Model):
    listing = models.OneToOneField(
        Offer, on_delete=models.CASCADE, primary_key=True, related_name="features"
    )
    stored = models.BinaryField()

    class Meta:
        verbose_name = _("features of an offer")
        verbose_name_plural = _("features of offers")

    def __str__(self) -> str:
        return str(self.listing_id)
