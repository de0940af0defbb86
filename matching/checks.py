"""What `manage.py check` says of the matching settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from matching.engine import EncoderError, encoder_named


@register
def the_encoder_can_be_used(**_given: Any) -> list[CheckMessage]:
    """An encoder that the operator named must be there, and something must be learned with it."""
    if not settings.MATCHING_ENCODER:
        return []
    try:
        encoder = encoder_named(settings.MATCHING_ENCODER)
        if encoder is not None:
            encoder.shorten(encoder.encode("Probe"))
    except EncoderError as error:
        return [Error(str(error), hint="See MATCHING_ENCODER.", id="matching.E001")]
    return []
