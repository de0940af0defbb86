"""From an uploaded file to rows of texts: CSV in any usual dress, or XLSX."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.foundation.refusals import Refused
from portal.site.importing.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_ROWS_SEEN, ROWS_ABOVE

Row = list[str]
IsHeading = Callable[[str], bool]


class BadFile(Refused):
    """A file that cannot be read as a whole; the sentence says how to mend it."""


@dataclass
class Table:
    """Headings and rows of a file, each row with the number under which a spreadsheet shows it."""

    headings: Row
    rows: list[tuple[int, Row]]
    notes: list[str] = field(default_factory=list)


def read(content: bytes, is_heading: IsHeading) -> Table:
    """The table in a file. Raises BadFile.

    `is_heading` knows the headings: by them the separator of a CSV is found, and the row in which
    they stand.
    """
    # They import BadFile from here.
    from portal.site.importing import texts, workbooks

    if not content.strip():
        raise BadFile(_("This file is empty. Please choose the one with your table."))
    if len(content) > MAX_BYTES:
        raise BadFile(_("This file is larger than 10 MB. Please divide it into several files."))
    _refuse_other_kinds(content)
    if workbooks.looks_like_one(content):
        rows, notes = workbooks.rows_of(content)
    else:
        rows, notes = texts.rows_of(content, is_heading)
    return table_of(rows, notes, is_heading)


def table_of(rows: Iterable[Row], notes: list[str], is_heading: IsHeading) -> Table:
    """Find the headings, number the rows, leave out the empty ones, keep to the limits."""
    above: list[tuple[int, Row]] = []
    kept: list[tuple[int, Row]] = []
    numbered = _numbered(rows)
    for number, row in numbered:
        above.append((number, row))
        if len(above) == ROWS_ABOVE:
            break
    if not above:
        raise BadFile(_("This file holds no table. Please choose the one with your table."))
    at = heading_row([row for _number, row in above], is_heading)
    headings = above[at][1]
    if len(headings) > MAX_COLUMNS:
        raise BadFile(
            _("There are more than %(most)d columns. Please delete those that are not needed.")
            % {"most": MAX_COLUMNS}
        )
    kept = above[at + 1 :]
    for number, row in numbered:
        kept.append((number, row))
        if len(kept) > MAX_ROWS:
            raise BadFile(
                _("There are more than %(most)s lines. Please divide the file into several.")
                % {"most": f"{MAX_ROWS:,}".replace(",", ".")}
            )
    if not kept:
        raise BadFile(_("Below the headings there is no line. Please fill in at least one."))
    return Table(headings, kept, notes)


def heading_row(rows: list[Row], is_heading: IsHeading) -> int:
    """Which of the first rows holds the headings: the one with most known ones, else the first."""
    known = [sum(map(is_heading, row[:MAX_COLUMNS])) for row in rows[:ROWS_ABOVE]]
    return known.index(max(known))


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS_SEEN:
            raise BadFile(
                _("Far below the table there is still something. Please copy it to a new file.")
            )
        row = without_empty_end(row)
        if row:
            yield number, row


def without_empty_end(row: Row) -> Row:
    """`row` without the empty cells that spreadsheets add on the right."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise BadFile(
            _(
                "This is an old Excel file (.xls), or one with a password. Please open it and save "
                "it without a password as “.xlsx” or “CSV UTF-8”."
            )
        )
    kinds = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
    if content.startswith((*kinds, b"{\\rtf", b"\x7fELF", b"MZ\x90")):
        raise BadFile(_("This is no table. Please choose a CSV file or an Excel file (.xlsx)."))
