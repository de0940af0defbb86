"""Reasons of a suggestion as sentences: `{% fits_of suggestion labels reader as fits %}`."""

from collections.abc import Mapping

from django import template

from matching.models import Suggestion
from matching.reasons import sentences

register = template.Library()

GAPS_SHOWN = 3


@register.simple_tag
def fits_of(suggestion: Suggestion, labels: Mapping[str, str], reader: str) -> list[str]:
    """What speaks for the pair, at most four sentences, for the side `reader`."""
    return sentences(suggestion.reasons, labels=labels, reader=reader)


@register.simple_tag
def gaps_of(suggestion: Suggestion, labels: Mapping[str, str], reader: str) -> list[str]:
    """What both sides still have to settle, at most three sentences."""
    return sentences(suggestion.open_points, labels=labels, reader=reader, at_most=GAPS_SHOWN)
