"""Standing competencies with level and conditions, all on one page."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.forms.competences import CompetencesField, leaves_by_group
from profiles.models import Level, Organisation, StandingCompetency
from profiles.models.standing import CONDITIONS_MAX
from profiles.standing import Standing


class StandingRowForm(forms.Form):
    """One competency that is there already."""

    level = forms.ChoiceField(label=_("How well?"), choices=Level.choices, required=False)
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("Such as “only within 20 km, on Tuesdays”."),
        max_length=CONDITIONS_MAX,
        required=False,
    )
    remove = forms.BooleanField(label=_("Take it out"), required=False)

    def __init__(self, *args: object, row: StandingCompetency, **kwargs: object) -> None:
        initial = {"level": row.level, "conditions": row.conditions}
        super().__init__(*args, prefix=f"c{row.competence_id}", initial=initial, **kwargs)
        self.row = row

    def wanted(self) -> Standing | None:
        """How it shall be; None if it shall go."""
        values = self.cleaned_data
        if values["remove"]:
            return None
        return Standing(self.row.competence, values["level"], values["conditions"])


class MoreForm(forms.Form):
    """Competencies that are not there yet, to be ticked."""

    more = CompetencesField(label=_("Add more"), required=False)

    def __init__(self, *args: object, without: set[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["more"].choices = [
            (group, left)
            for group, leaves in leaves_by_group()
            if (left := [(slug, label) for slug, label in leaves if slug not in without])
        ]


class StandingForms:
    """The page's forms together: a row for each competency, and the tree of all others."""

    def __init__(self, organisation: Organisation, answers: object = None) -> None:
        rows = organisation.standing.select_related("competence__parent")
        rows = rows.order_by("competence__slug")
        self.rows = [StandingRowForm(answers, row=row) for row in rows]
        self.more = MoreForm(answers, without={form.row.competence.slug for form in self.rows})

    def __iter__(self) -> Iterator[forms.Form]:
        yield from self.rows
        yield self.more

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self])  # noqa: C419 -- each has to say its errors

    @property
    def added(self) -> list[Standing]:
        return [Standing(competence) for competence in self.more.cleaned_data["more"]]

    @property
    def wanted(self) -> list[Standing]:
        """All that shall be there, after `is_valid`."""
        kept = (form.wanted() for form in self.rows)
        return [*filter(None, kept), *self.added]
