"""From the rows of a file to lines with values and faults."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from portal.site.importing.cells import BadCell, plain
from portal.site.importing.columns import Column, Headings, letter
from portal.site.importing.comparing import fault
from portal.site.importing.kinds import Kind
from portal.site.importing.reading import Row, read
from portal.site.models import ImportLine, ImportRun


def lines_of(run: ImportRun, kind: Kind) -> list[ImportLine]:
    """Unsaved lines of the run's file; notes and headings are set on `run`. Raises BadFile."""
    headings = Headings(kind.columns(), kind.only_exported)
    table = read(bytes(run.content or b""), headings.is_one)
    known = headings.understand(table.headings)
    run.headings, run.notes = table.headings, [*table.notes, *known.notes]
    lines = [_line(run, number, row, known.columns, table.headings) for number, row in table.rows]
    _refuse_twice(lines, kind)
    for line, (_number, row) in zip(lines, table.rows, strict=True):
        line.cells = [cell.replace("\x00", "�") for cell in row]
    return lines


def _line(
    run: ImportRun, number: int, row: Row, columns: Mapping[int, Column], headings: Sequence[str]
) -> ImportLine:
    line = ImportLine(run=run, number=number)
    for position, column in columns.items():
        raw = row[position] if position < len(row) else ""
        if not raw.strip(" "):
            continue
        try:
            _take(line, column, raw, letter(position))
        except BadCell as error:
            line.faults.append(fault(str(error), column, letter(position)))
    if any(cell.strip() for cell in row[len(headings) :]):
        line.faults.append(
            fault(
                _(
                    "This line has more cells than there are headings. Perhaps a separator stands "
                    "within a text: put such a text in quotation marks."
                )
            )
        )
    return line


def _take(line: ImportLine, column: Column, raw: str, at: str) -> None:
    cell = plain(raw)
    if not cell.text:
        return
    value = column.read(cell.text)
    if cell.notice:
        line.notices.append(fault(cell.notice, column, at))
    if cell.is_marked:
        line.marked[column.name] = at
    if column.name == "postcode" and value not in cell.text:
        notice = _("Completed to %(postcode)s: the zero in front had been lost.")
        line.notices.append(fault(notice % {"postcode": value}, column, at))
    line.values[column.name] = value


def _refuse_twice(lines: list[ImportLine], kind: Kind) -> None:
    """The second of two lines about the same thing is faulty: which one counts, we cannot know."""
    first: dict[str, int] = {}
    for line in lines:
        if line.faults:
            continue
        keys = kind.keys_of(line.values)
        earlier = min((first[key] for key in keys if key in first), default=None)
        if earlier is not None:
            line.faults.append(
                fault(
                    _("This is the same entry as line %(line)d. Please delete one of the two.")
                    % {"line": earlier}
                )
            )
        for key in keys:
            first.setdefault(key, line.number)
