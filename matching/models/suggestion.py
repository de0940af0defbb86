"""Suggested pairs, and pairs that a side does not want."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models.choices import Side
from matching.models.need import Need
from matching.models.offer import Offer
from matching.querysets import SuggestionQuerySet


class Suggestion(models.Model):
    """A machine-made pair with its score and its reasons, as structured codes with values.

    `rank_for_need` is the offer's place in the need's list, `rank_for_offer` the need's place in
    the offer's list; null where the pair is not among that side's best. A pair in neither list is
    deleted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="suggestions")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="suggestions")
    score = models.FloatField(_("score"))
    rank_for_need = models.PositiveSmallIntegerField(null=True)
    rank_for_offer = models.PositiveSmallIntegerField(null=True)
    reasons = models.JSONField(_("reasons"), default=list)
    open_points = models.JSONField(_("open points"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(_("computed"))

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.UniqueConstraint(fields=["need", "offer"], name="suggestion_once_per_pair"),
            models.CheckConstraint(
                condition=models.Q(score__range=(0, 1)), name="suggestion_score_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=models.Q(rank_for_need__isnull=False)
                | models.Q(rank_for_offer__isnull=False),
                name="suggestion_in_a_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} ↔ {self.offer}"


class DismissalReason(models.TextChoices):
    TOPIC = "topic", _("The topic does not fit")
    DISTANCE = "distance", _("Too far away")
    TIME = "time", _("The time does not fit")
    SIZE = "size", _("Too big or too small")
    KNOWN = "known", _("We already work together")
    OTHER = "other", _("Another reason")


class Dismissal(models.Model):
    """One side says that a pair does not fit. It is not suggested again to either side."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="dismissals")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="dismissals")
    side = models.CharField(max_length=10, choices=Side.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=DismissalReason.choices)
    comment = models.CharField(_("in your own words"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # It ends by itself when one of the two changes materially.
    until_changed = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("“does not fit”")
        verbose_name_plural = _("“does not fit”")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "offer", "side"], name="dismissal_once_per_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.need} ≠ {self.offer}"
