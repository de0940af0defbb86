"""Figures below LEAST are not told, and cannot be found out by subtracting the others from the whole.

Instead of being left out, small ones are put together with others: every figure that is told counts
at least LEAST things, and all of them add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

LEAST: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A figure; the row of all that are put together has the label ""."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Span:
    """Months that follow one another (first day of the first and the last), and their figure."""

    first: date
    last: date
    months: int
    count: int


def safe_rows(counts: Mapping[str, int]) -> list[Row]:
    """The largest first, the rest together in the end; nothing where there are fewer than LEAST."""
    large = sorted(
        (Row(label, count) for label, count in counts.items() if count >= LEAST),
        key=lambda row: (-row.count, row.label),
    )
    small = [count for count in counts.values() if count < LEAST]
    rest = sum(small)
    if not rest:
        return large
    # Known to lie below LEAST, few or none could be told apart: one of the others joins them.
    gives_away = rest < LEAST or rest == (LEAST - 1) * len(small)
    if gives_away and not large:
        return []
    return [*large[:-1], Row("", rest + large[-1].count)] if gives_away else [*large, Row("", rest)]


def safe_spans(counts: Mapping[date, int]) -> list[Span]:
    """All months from the first to the last in `counts`, each with as many neighbours as it needs."""
    spans: list[Span] = []
    for month in months_between(min(counts), max(counts)) if counts else []:
        count = counts.get(month, 0)
        if spans and spans[-1].count < LEAST:
            begun = spans.pop()
            spans.append(Span(begun.first, month, begun.months + 1, begun.count + count))
        else:
            spans.append(Span(month, month, 1, count))
    if len(spans) > 1 and spans[-1].count < LEAST:
        last, before = spans.pop(), spans.pop()
        months, count = before.months + last.months, before.count + last.count
        spans.append(Span(before.first, last.last, months, count))
    return spans if sum(span.count for span in spans) >= LEAST else []


def months_between(first: date, last: date) -> Sequence[date]:
    """The first days of all months from `first` to `last`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
