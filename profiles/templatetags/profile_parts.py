"""Parts of profile pages that need a little more than a template."""

from collections.abc import Sequence
from typing import NamedTuple

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from portal.foundation.templatetags.pictures import Place, picture
from profiles.models import Organisation
from profiles.newcomers import wish_behind

register = template.Library()

LOGO_PLACE = Place(SafeString('class="organisation-logo"'), "12rem")


class Group(NamedTuple):
    """Fields that fold together; open as soon as one of them has to be mended."""

    fields: Sequence[BoundField]
    is_open: bool


@register.simple_tag
def wish(address: str | None) -> str:
    """`{% wish redirect_field_value as wanted %}`"""
    return wish_behind(address or "")


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
    return picture(
        organisation.logo,
        organisation.logo_url,
        organisation.logo_words,
        LOGO_PLACE,
        loading=loading,
    )
