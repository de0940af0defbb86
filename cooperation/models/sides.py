"""Which of the two a row belongs to: the side that is helped or the side that helps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CooperationSide(models.TextChoices):
    """The Träger or the company, whichever organisation stands for it."""

    SEEKING = "seeking", _("the Träger")
    OFFERING = "offering", _("the company")

    @property
    def opposite(self) -> "CooperationSide":
        return CooperationSide.OFFERING if self == self.SEEKING else CooperationSide.SEEKING
