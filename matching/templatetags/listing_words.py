"""The closed vocabularies of listings in the reader's language."""

from collections.abc import Iterable

from django import template
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from matching.models import Format, Language, Need, TargetGroup
from matching.models.listing import Listing

# What is counted here are places, pieces or seats.
NOT_PEOPLE = {Format.INTERNSHIP, Format.IN_KIND, Format.SPACE}

register = template.Library()


def _labels(choices: type[TextChoices], codes: Iterable[str]) -> str:
    return ", ".join(str(choices(code).label) for code in codes if code in choices.values)


@register.filter
def formats_of(listing: Listing) -> str:
    """Kinds of help of a need or offer; a need's wish comes first."""
    return _labels(Format, listing.formats)


@register.filter
def kind_and_formats(listing: Listing) -> str:
    """Like `formats_of`, and first whether it is a need or an offer: for lists of both."""
    return f"{listing._meta.verbose_name[:1].upper()}{listing._meta.verbose_name[1:]} · {formats_of(listing)}"


@register.filter
def groups_of(listing: Listing) -> str:
    """Whom the result is for; "" when an offer is for everybody."""
    is_need = isinstance(listing, Need)
    return _labels(TargetGroup, [listing.target_group] if is_need else listing.target_groups)


@register.filter
def languages_of(listing: Listing) -> str:
    """Languages in which it can happen."""
    return _labels(Language, listing.languages)


@register.filter
def amount_of(listing: Listing) -> str:
    """How many of what: helpers, or places and pieces where no helpers come."""
    is_need = isinstance(listing, Need)
    values = {"n": listing.people_needed if is_need else listing.capacity_left}
    if set(listing.formats[:1] if is_need else listing.formats) <= NOT_PEOPLE:
        return (
            _("places or pieces needed: %(n)s") if is_need else _("places or pieces: %(n)s")
        ) % values
    return (_("helpers needed: %(n)s") if is_need else _("helpers: %(n)s")) % values
