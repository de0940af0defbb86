"""Bars that lie: one or several for each label, the words behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# In em of the chart's own letters, so that it grows with them.
_LABEL, _FIRST_BAR, _STEP, _BAR, _GAP = 1.1, 1.6, 1.15, 0.95, 0.5
_WIDEST: Final = 68.0  # per cent; the rest is for the words behind the bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with the words behind it; lengths as SVG wants them."""

    kind: str  # the class of its colour: bar-sought, bar-offered
    y: str
    height: str
    width: str
    text: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the bars are about, and the bars."""

    label: str
    y: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """All rows and the height they take up."""

    rows: list[Row]
    height: str
    form: str = "bars"


def bar_chart(rows: Sequence[tuple[str, Sequence[tuple[str, int, str]]]]) -> BarChart:
    """Rows of a label and its bars (kind, value, words), all on one scale."""
    largest = max((value for _label, bars in rows for _kind, value, _words in bars), default=0) or 1
    drawn, top = [], 0.0
    for label, bars in rows:
        drawn.append(
            Row(
                label,
                em(top + _LABEL),
                tuple(
                    _bar(kind, top + _FIRST_BAR + number * _STEP, value / largest, words)
                    for number, (kind, value, words) in enumerate(bars)
                ),
            )
        )
        top += _FIRST_BAR + len(bars) * _STEP + _GAP
    return BarChart(drawn, em(top))


def em(length: float) -> str:
    return f"{length:.2f}em"


def _bar(kind: str, top: float, share: float, text: str) -> Bar:
    return Bar(kind, em(top), em(_BAR), f"{_WIDEST * share:.2f}%", text, em(top + _BAR * 0.82))
