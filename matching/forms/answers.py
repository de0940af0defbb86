"""Check your answers: every question of a form with what was answered, in words."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.forms.listings import ListingForm, Questions

# A confirmation is told as what was confirmed, not as a question with “yes”.
CONFIRMED = {
    "replaces_no_staff": (
        gettext_lazy("Confirmation"),
        gettext_lazy("This help replaces no job at our organisation."),
    )
}
# What an answer means that was left empty.
EMPTY = {
    "radius_km": gettext_lazy("at any distance"),
    "target_groups": gettext_lazy("for everybody"),
}
DAYS = {"lead_time_days", "min_notice_days"}


class Section(NamedTuple):
    """The answers of one step."""

    questions: Questions
    href: str
    rows: list[dict[str, str]]


def sections_of(
    form: ListingForm,
    address_of: Callable[[Questions], str],
    is_seen: Callable[[Questions], bool],
) -> list[Section]:
    """Rows for the `answers` component, step by step; `form` is bound and validated.

    A row that lacks something says so and leads to its field; one whose step nobody has been to says
    that its value is only proposed. What is folded in the step and empty is left out.
    """
    return [
        Section(
            group.questions,
            address_of(group.questions),
            [
                _row(field, address_of(group.questions), is_proposed=not is_seen(group.questions))
                for field in group.fields
                if field.errors or field not in group.more or in_words(field)
            ],
        )
        for group in form.groups
    ]


def _row(bound: forms.BoundField, address: str, *, is_proposed: bool) -> dict[str, str]:
    lacks, value = missing(bound), in_words(bound)
    label, value = CONFIRMED.get(bound.name, (bound.label, value))
    return {
        "label": label,
        "value": "" if lacks else value,
        "missing": lacks,
        "href": f"{address}#{bound.id_for_label or bound.auto_id}" if lacks else "",
        "change_label": _("Fill in"),
        "note": _("proposed by us") if is_proposed and value and not lacks else "",
    }


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
        return str(EMPTY.get(bound.name, ""))
    if isinstance(bound.field, forms.DateField):
        return date_format(value, "DATE_FORMAT")
    if isinstance(bound.field, forms.ModelChoiceField):
        return str(value)
    if isinstance(bound.field, forms.ChoiceField):
        return _labels(bound.field, value)
    return _with_unit(bound.name, value)


def _with_unit(name: str, value: Any) -> str:
    if name == "radius_km":
        return _("%(km)s km") % {"km": value}
    if name in DAYS:
        return ngettext("%(n)s day", "%(n)s days", value) % {"n": value}
    return str(value)


def _labels(field: forms.ChoiceField, value: Any) -> str:
    chosen = set(value) if isinstance(value, list) else {value}
    return ", ".join(str(label) for code, label in _flat(field.choices) if code in chosen)


def _flat(choices: Any) -> list[tuple[str, str]]:
    pairs = []
    for code, label in choices:
        pairs += label if isinstance(label, list | tuple) else [(code, label)]
    return pairs
