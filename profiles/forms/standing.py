"""Standing competencies with level and conditions, all on one page."""

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from profiles.forms.competences import CompetencesField, leaves_by_group
from profiles.models import Competence, Level, Organisation, StandingCompetency
from profiles.models.standing import CONDITIONS_MAX
from profiles.standing import Standing


class Row(NamedTuple):
    """The fields about one competency."""

    competence: Competence
    fields: list[BoundField]


class StandingForm(forms.Form):
    """Three fields for each competency that is there, and the tree of all others."""

    more = CompetencesField(label=_("Add more"), required=False)

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        rows = organisation.standing.select_related("competence__parent")
        self._rows = list(rows.order_by("competence__slug"))
        for row in self._rows:
            self.fields |= {
                f"{name}-{row.competence_id}": field for name, field in _fields_of(row).items()
            }
        there = {row.competence.slug for row in self._rows}
        self.fields["more"].choices = [
            (group, left)
            for group, leaves in leaves_by_group()
            if (left := [(slug, label) for slug, label in leaves if slug not in there])
        ]

    @property
    def rows(self) -> Iterator[Row]:
        for row in self._rows:
            names = (f"{name}-{row.competence_id}" for name in ("level", "conditions", "remove"))
            yield Row(row.competence, [self[name] for name in names])

    @property
    def opens_more(self) -> bool:
        """Whether the tree is shown at once: while there is nothing else, or something to mend."""
        return not self._rows or "more" in self.errors

    @property
    def added(self) -> list[Standing]:
        """What was ticked, of a valid form."""
        return [Standing(competence) for competence in self.cleaned_data["more"]]

    @property
    def wanted(self) -> list[Standing]:
        """All that shall be there, of a valid form."""
        kept = [
            Standing(
                row.competence,
                self.cleaned_data[f"level-{row.competence_id}"],
                self.cleaned_data[f"conditions-{row.competence_id}"],
            )
            for row in self._rows
            if not self.cleaned_data[f"remove-{row.competence_id}"]
        ]
        return [*kept, *self.added]


def _fields_of(row: StandingCompetency) -> dict[str, forms.Field]:
    return {
        "level": forms.ChoiceField(
            label=_("How well?"), choices=Level.choices, required=False, initial=row.level
        ),
        "conditions": forms.CharField(
            label=_("Conditions"),
            help_text=_("Such as “only within 20 km, on Tuesdays”."),
            max_length=CONDITIONS_MAX,
            required=False,
            initial=row.conditions,
        ),
        "remove": forms.BooleanField(label=_("Take it out"), required=False),
    }
