"""Parts of profile pages that need a little more than a template."""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.forms import BaseForm, BoundField

register = template.Library()


class Group(NamedTuple):
    """Fields that fold together; open as soon as one of them has to be mended."""

    fields: Sequence[BoundField]
    is_open: bool


@register.simple_tag
def form_group(form: BaseForm, names: str) -> Group:
    """`{% form_group form "vat_id legal_name" as group %}`"""
    fields = [form[name] for name in names.split()]
    return Group(fields, any(field.errors for field in fields))
