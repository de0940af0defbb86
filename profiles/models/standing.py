"""What an organisation can help with at any time, how well, and under which conditions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models.competence import Competence
from profiles.models.organisation import Organisation

CONDITIONS_MAX = 160


class Level(models.TextChoices):
    """How well, in words that nobody has to be modest about."""

    UNKNOWN = "", _("not given")
    BASIC = "basic", _("we know our way around")
    SOLID = "solid", _("we do it regularly")
    PROFESSIONAL = "professional", _("it is our profession")


class StandingCompetency(models.Model):
    """One competency that an organisation offers standing."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="standing",
    )
    competence = models.ForeignKey(
        Competence,
        verbose_name=_("competency"),
        on_delete=models.CASCADE,
        related_name="standing_rows",
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    conditions = models.CharField(_("conditions"), max_length=CONDITIONS_MAX, blank=True)

    class Meta:
        verbose_name = _("standing competency")
        verbose_name_plural = _("standing competencies")
        # The name from the time when it held nothing but the pair.
        db_table = "profiles_organisation_standing_competencies"
        # Not a named constraint: it is the one that the table was made with.
        unique_together = [("organisation", "competence")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="standing_level_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.competence}"
