"""Rows as CSV that German Excel opens, and that can do no harm there.

`csv_response("bedarfe", needs, COLUMNS)` answers a view with everything in the queryset `needs`;
COLUMNS is a list of Column(heading, function of one object), see `matching/export.py`.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

AT_ONCE = 500
BOM = "\ufeff"
# What makes a spreadsheet take a cell for a formula (OWASP, “CSV Injection”), also in full width.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Column(NamedTuple):
    """A heading and how to get the cell below it."""

    heading: Any
    value: Callable[[Any], object]


def safe(value: object) -> str:
    """`value` as the text of a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list | tuple):
        return safe(", ".join(str(part) for part in value))
    text = str(value)
    # Some spreadsheets trim blanks first.
    begins = text.startswith(FORMULA_BEGINS) or text.lstrip().startswith(FORMULA_BEGINS)
    return f"'{text}" if begins else text


def unmarked(text: str) -> str:
    """The text that `safe` marked: without the apostrophe that keeps a cell from being a formula."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The text of a file with these rows, in parts of AT_ONCE rows; never more in memory."""
    rows, language, start = iter(rows), translation.get_language(), BOM
    while True:
        # A response is streamed after its view has ended: the language must not be the next one's.
        with translation.override(language):
            part = list(islice(rows, AT_ONCE))
            if not part:
                return
            text = io.StringIO()
            writer = csv.writer(text, delimiter=";")
            writer.writerows([safe(cell) for cell in row] for row in part)
        yield start + text.getvalue()
        start = ""


def csv_response(name: str, queryset: QuerySet, columns: Sequence[Column]) -> StreamingHttpResponse:
    """Everything in `queryset` as a download `name`.csv, read with a server-side cursor."""
    return download(name, table(queryset.iterator(chunk_size=AT_ONCE), columns))


def download(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """`rows`, the headings first, as a download `name`.csv."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def table(objects: Iterable[Any], columns: Sequence[Column]) -> Iterator[list[object]]:
    """The headings, then a row for each of the objects."""
    yield [column.heading for column in columns]
    for obj in objects:
        yield [column.value(obj) for column in columns]
