"""Which suggestions a person has been written about."""

from django.conf import settings
from django.db import models

from matching.models.need import Need
from matching.models.offer import Offer


class ToldSuggestion(models.Model):
    """This person has got a mail with this pair: never again, even if the pair was gone meanwhile."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_suggestions"
    )
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "need", "offer"], name="told_suggestion_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.need_id} ↔ {self.offer_id}"
