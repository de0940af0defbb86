"""Reasons of a suggestion as sentences: `{% fits_of suggestion labels reader as fits %}`."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from matching.engine.lift import LIFT
from matching.models import Side, Suggestion
from matching.reasons import sentences

register = template.Library()

GAPS_SHOWN = 3


@register.simple_tag
def fits_of(suggestion: Suggestion, labels: Mapping[str, str], reader: str) -> list[str]:
    """What speaks for the pair, at most four sentences, for the side `reader`."""
    fits = sentences(suggestion.reasons, labels=labels, reader=reader)
    # Said where it may have decided about the place in the list (`matching.fairness`).
    if reader == Side.NEED and getattr(suggestion, "lift", 0.0) >= LIFT / 2:
        fits = [*fits[:3], _("hardly asked for yet, there is room")]
    return fits


@register.simple_tag
def gaps_of(suggestion: Suggestion, labels: Mapping[str, str], reader: str) -> list[str]:
    """What both sides still have to settle, at most three sentences."""
    return sentences(suggestion.open_points, labels=labels, reader=reader, at_most=GAPS_SHOWN)
