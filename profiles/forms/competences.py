"""The tree of competencies as choices of a form."""

from itertools import groupby

from django import forms

from profiles.models import Competence

Choices = list[tuple[str, list[tuple[str, str]]]]


def leaves_by_group() -> Choices:
    """What can be ticked, by group, in the order of the tree: one query."""
    return [
        (group.label, [(leaf.slug, leaf.label) for leaf in leaves])
        for group, leaves in groupby(Competence.objects.leaves(), key=lambda leaf: leaf.parent)
    ]


class CompetencesField(forms.MultipleChoiceField):
    """Ticked competencies by slug; cleans to a list of Competence.

    The form that uses it sets `choices` once an instance: they change in admin and with the
    language.
    """

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: object) -> list[Competence]:
        slugs = super().clean(value)
        return list(Competence.objects.filter(slug__in=slugs)) if slugs else []
