"""Parts of profile pages that need a little more than a template."""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from profiles import logos
from profiles.models import Organisation

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


@register.simple_tag
def organisation_logo(organisation: Organisation, loading: str = "lazy") -> SafeString:
    """The logo with its words, in the width that the reader's screen needs; nothing without one.

    `loading="eager"` where it stands on top of the page.
    """
    if not organisation.logo:
        return SafeString("")
    name, address = organisation.logo.name, organisation.logo_url
    size = SafeString("")
    if pixels := logos.size_of(name):
        widths = [*(f"{address}&w={width} {width}w" for width in logos.widths_of(name))]
        size = format_html(
            ' srcset="{}" sizes="12rem" width="{}" height="{}"',
            ", ".join([*widths, f"{address} {pixels[0]}w"]),
            *pixels,
        )
    return format_html(
        '<img class="organisation-logo" src="{}"{} alt="{}" loading="{}">',
        address,
        size,
        organisation.logo_words,
        loading,
    )
