"""Check your answers: every question of a form with what was answered, in words."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.forms.listings import ListingForm, Questions


class Section(NamedTuple):
    """The answers of one step."""

    questions: Questions
    rows: list[dict[str, str]]


def sections_of(form: ListingForm, address_of: Callable[[Questions], str]) -> list[Section]:
    """Rows for the `answers` component, step by step; `form` is bound and validated.

    A row says what is missing or wrong, and leads to its field in the step.
    """
    return [
        Section(
            group.questions,
            [
                {
                    "label": field.label,
                    "value": in_words(field),
                    "missing": missing(field),
                    "href": f"{address_of(group.questions)}#{field.id_for_label or field.auto_id}",
                }
                for field in group.fields
            ],
        )
        for group in form.groups
    ]


def missing(bound: forms.BoundField) -> str:
    """What is missing or wrong at an answer; "" when it is right."""
    usual = forms.Field.default_error_messages["required"]
    return " ".join(_("Still missing") if error == usual else error for error in bound.errors)


def in_words(bound: forms.BoundField) -> str:
    """The answer to one question as a person would read it; "" when there is none."""
    value = bound.initial
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return ""
    if isinstance(bound.field, forms.DateField):
        return date_format(value, "DATE_FORMAT")
    if isinstance(bound.field, forms.ModelChoiceField):
        return str(value)
    if isinstance(bound.field, forms.ChoiceField):
        return _labels(bound.field, value)
    return str(value)


def _labels(field: forms.ChoiceField, value: Any) -> str:
    chosen = set(value) if isinstance(value, list) else {value}
    return ", ".join(str(label) for code, label in _flat(field.choices) if code in chosen)


def _flat(choices: Any) -> list[tuple[str, str]]:
    pairs = []
    for code, label in choices:
        pairs += label if isinstance(label, list | tuple) else [(code, label)]
    return pairs
