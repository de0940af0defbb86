"""Columns that stand, along the time: as wide as their months, as high as there were in one of them.

The area is the number. Where several months stand together, no column pretends that it was one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.site.charts.bars import em

# In em: the room for numbers above, for the columns, and for the labels below.
_ABOVE, _HIGHEST, _BELOW = 1.4, 9.0, 1.8
_MOST_NUMBERS: Final = 10  # more would not be readable on a telephone
_SPACE: Final = 0.06  # of a column, between two of them


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `number` is "" where there is no room for it. Lengths as SVG wants them."""

    x: str
    y: str
    width: str
    height: str
    number: str
    middle: str
    number_y: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """The columns, the line they stand on, and what is written at both ends of it."""

    columns: list[Column]
    first: str
    last: str
    ground: str
    text_y: str
    height: str
    form: str = "columns"


def column_chart(spans: Sequence[tuple[str, str, int, int]]) -> ColumnChart:
    """Spans of time: name of the first and the last month, how many months, how many things."""
    months = sum(length for _first, _last, length, _count in spans) or 1
    highest = max((count / length for _first, _last, length, count in spans), default=0) or 1
    most = max((count for *_span, count in spans), default=0)
    columns, passed = [], 0
    for _first, _last, length, count in spans:
        height = _HIGHEST * count / length / highest
        top = _ABOVE + _HIGHEST - height
        shown = len(spans) <= _MOST_NUMBERS or count == most
        columns.append(
            Column(
                x=_share(passed, months),
                y=em(top),
                width=_share(length * (1 - _SPACE), months),
                height=em(height),
                number=str(count) if shown else "",
                middle=_share(passed + length / 2, months),
                number_y=em(top - 0.35),
            )
        )
        passed += length
    return ColumnChart(
        columns,
        first=spans[0][0] if spans else "",
        last=spans[-1][1] if spans else "",
        ground=em(_ABOVE + _HIGHEST),
        text_y=em(_ABOVE + _HIGHEST + 1.3),
        height=em(_ABOVE + _HIGHEST + _BELOW),
    )


def _share(part: float, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"
