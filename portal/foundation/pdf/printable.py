"""What a PDF can show of what people type: characters that some font of ours has, and no controls."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
# Stands for what no font of ours can draw: emoji, Chinese. Documents say so where it occurs.
UNPRINTABLE = "□"
# Zero-width marks and variation selectors that belong to emoji: dropped without a trace.
_TRAILING = re.compile("[\u200b\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


@cache
def covered() -> frozenset[int]:
    """Every code point that one of the fonts can draw."""
    codes: set[int] = set()
    for line in COVERAGE.read_text(encoding="ascii").split():
        first, last = line.split("-")
        codes |= set(range(int(first, 16), int(last, 16) + 1))
    return frozenset(codes)


def printable(value: Any) -> Any:
    """`value` with every string in it, at any depth, made printable."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value


def printable_text(text: str) -> str:
    """`text` composed (NFC), with \\n as the only control, and UNPRINTABLE for what no font has."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    text = _TRAILING.sub("", text).replace("\t", " ")
    fonts = covered()
    return "".join(
        sign if sign == "\n" or ord(sign) in fonts else UNPRINTABLE
        for sign in text
        # Controls, and signs that turn the direction of everything after them.
        if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}
    )
