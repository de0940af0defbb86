"""Logos: small pictures in four widths."""

from typing import Final

from portal.foundation.uploads.sized import Sizes

LOGO: Final = Sizes(max_bytes=2_000_000, edge=480, widths=(96, 192, 384), quality=88)
