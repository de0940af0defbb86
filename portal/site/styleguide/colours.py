"""The colours of static/css/tokens.css and their contrast, measured and not believed."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

TOKENS: Final = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
DARK: Final = "@media screen and (prefers-color-scheme: dark)"
DECLARED = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6});")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
# What stands on what, and whether it is read or only seen.
PAIRS: Final = (
    ("ink", "paper", TEXT), ("ink", "surface", TEXT), ("ink", "sunken", TEXT),
    ("muted", "paper", TEXT), ("muted", "surface", TEXT), ("link", "paper", TEXT),
    ("link", "petrol-tint", TEXT), ("button-text", "button", TEXT),
    ("button-text", "button-hover", TEXT), ("coral", "paper", TEXT), ("coral", "coral-tint", TEXT),
    ("coral", "sun-tint", TEXT), ("ink", "sun-tint", TEXT), ("sun-ink", "sun", TEXT),
    ("success", "paper", TEXT), ("success", "success-tint", TEXT), ("error", "paper", TEXT),
    ("error", "error-tint", TEXT), ("deep-text", "deep", TEXT), ("deep-muted", "deep", TEXT),
    ("line-strong", "paper", SHAPE), ("line-strong", "surface", SHAPE), ("arc-petrol", "paper", SHAPE),
    ("arc-coral", "surface", SHAPE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contrast:
    """One colour on another."""

    front: str
    ground: str
    front_hex: str
    ground_hex: str
    ratio: float
    least: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.least


def tokens() -> dict[str, dict[str, str]]:
    """Names and values of all colours by "light" and "dark"."""
    text = TOKENS.read_text(encoding="utf-8")
    light, _, rest = text.partition(DARK)
    dark = rest.partition("@media")[0]
    by_day = dict(DECLARED.findall(light))
    return {"light": by_day, "dark": by_day | dict(DECLARED.findall(dark))}


def contrasts(mode: str) -> list[Contrast]:
    """Every pair of PAIRS in "light" or "dark"."""
    known = tokens()[mode]
    return [
        Contrast(
            front, ground, known[front], known[ground], ratio(known[front], known[ground]), least
        )
        for front, ground, least in PAIRS
    ]


def ratio(one: str, other: str) -> float:
    """Contrast of two colours such as "#1b2a2f", from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
