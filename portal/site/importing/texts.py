"""CSV as people's programs write it: whatever separator, whatever encoding, each told to them."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from portal.site.importing.limits import ROWS_ABOVE
from portal.site.importing.reading import BadFile, IsHeading, Row

SEPARATORS = (";", ",", "\t")
# How much is looked at to find the separator.
BEGINNING = 20_000
# Bytes that no text of a table holds, beside the null byte. A few slip into texts that are copied;
# then only the cells that hold them are faulty.
A_FEW = 10
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")


def rows_of(content: bytes, is_heading: IsHeading) -> tuple[Iterator[Row], list[str]]:
    """The rows of a CSV file, read one by one, and what was noticed about it."""
    text, notes = decoded(content)
    if text.lower().startswith("sep=") and text[5:6] in {"\r", "\n"}:
        separator, text = text[4], "\n" + text[5:].lstrip("\r\n")
    else:
        separator = separator_of(text, is_heading)
    return _parsed(text, separator), notes


def decoded(content: bytes) -> tuple[str, list[str]]:
    """The text, and a note where it was not UTF-8. Raises BadFile for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(content, "utf-16"), [_("The file is written in UTF-16. It was converted.")]
    if guess := _utf16_without_mark(content):
        return _as(content, guess), [_("The file is written in UTF-16. It was converted.")]
    odd = content.count(0) + len(CONTROL.findall(content))
    if odd > max(A_FEW, len(content) // 200):
        raise _unreadable()
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = _(
            "The file is written in Windows-1252, not in UTF-8. It was converted: please look "
            "whether the umlauts are right."
        )
    try:
        return content.decode("cp1252"), [note]
    except UnicodeDecodeError:
        # Five bytes are no letters there; the cells that hold them are faulty.
        return content.decode("latin-1"), [note]


def separator_of(text: str, is_heading: IsHeading) -> str:
    """The separator under which most headings are known, else most columns stand."""

    def found(separator: str) -> tuple[int, int]:
        lines = io.StringIO(text[:BEGINNING], newline="")
        try:
            rows = list(islice(csv.reader(lines, delimiter=separator), ROWS_ABOVE))
        except csv.Error:
            return 0, 0
        known = max((sum(map(is_heading, row)) for row in rows), default=0)
        return known, max((len(row) for row in rows), default=0)

    return max(SEPARATORS, key=found)


def _parsed(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007 -- told below
            yield row
    except csv.Error as error:
        raise BadFile(
            _(
                "In or after line %(line)d a quotation mark is not closed, or one stands too much. "
                "Please mend it: a cell with quotation marks begins and ends with one, and those "
                "within it are doubled."
            )
            % {"line": number + 1}
        ) from error


def _as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _utf16_without_mark(content: bytes) -> str:
    beginning = content[: BEGINNING - BEGINNING % 2]
    if len(content) % 2 or not beginning:
        return ""
    half = len(beginning) // 2
    if beginning[1::2].count(0) > half * 0.7 and beginning[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if beginning[::2].count(0) > half * 0.7 and beginning[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _unreadable() -> BadFile:
    return BadFile(
        _(
            "This file cannot be read as text. Please open it in your spreadsheet program and save "
            "it as “.xlsx” or “CSV UTF-8”."
        )
    )
