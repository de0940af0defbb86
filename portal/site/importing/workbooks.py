"""XLSX, read by openpyxl after everything in it has been counted.

A workbook is a ZIP of XML files, and both can be bombs. First the directory of the ZIP says how
large everything becomes. Then each part that is needed is unpacked in small pieces into a parser
that builds nothing and only counts: bytes, elements, depth; it refuses every DOCTYPE, and with it
every entity. What passed goes into an archive of our own, and only that is given to openpyxl.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from portal.site.importing.limits import MAX_COLUMNS, MAX_ROWS_SEEN
from portal.site.importing.reading import BadFile, Row

MAX_UNPACKED: Final = 100 * 1024 * 1024
MAX_PARTS: Final = 1000
MAX_SHEETS: Final = 50
PIECE: Final = 64 * 1024
# (bytes, elements) of a part. The large ones hold the cells; of the others openpyxl makes objects.
LARGE, SMALL = (MAX_UNPACKED, 4_000_000), (1024 * 1024, 20_000)
# Of one row a tree is built, and of what stands beside the rows one that grows until the end.
MAX_IN_ROW: Final = 50_000
MAX_BESIDE_ROWS: Final = 100_000
MAX_DEPTH: Final = 40
MAX_TEXT: Final = 1024 * 1024
ROW: Final = "row"
# What a damaged or hostile workbook makes the libraries raise.
ERRORS = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def looks_like_one(content: bytes) -> bool:
    """Whether it is a ZIP; which kind, `rows_of` finds out."""
    return content.startswith(b"PK\x03\x04")


def rows_of(content: bytes) -> tuple[Iterator[Row], list[str]]:
    """The rows of the first visible sheet, read one by one, and what was noticed."""
    with _readable():
        book = openpyxl.load_workbook(
            io.BytesIO(_counted(content)), read_only=True, data_only=False, keep_links=False
        )
        visible = [s for s in book.worksheets if s.sheet_state == "visible"] or book.worksheets
    if not visible:
        raise BadFile(_("This workbook holds no sheet with a table."))
    notes = []
    if len(visible) > 1:
        notes.append(
            _("Only the first sheet, “%(name)s”, is read.") % {"name": visible[0].title[:60]}
        )
    return _rows(visible[0]), notes


def _rows(sheet: Any) -> Iterator[Row]:
    # What the sheet says about its own size is not believed.
    sheet.reset_dimensions()
    with _readable():
        for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
            yield [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as somebody would have typed it; a formula begins with “=” and is refused later."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, str | int | float | time):
        return str(value)
    return "=" + str(getattr(value, "text", "") or "")


def _counted(content: bytes) -> bytes:
    """The parts that are needed, each counted, as a ZIP of our own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MAX_PARTS or len(set(names)) < len(names):
            raise _bomb()
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _bomb()
        if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise BadFile(
                _("This is no Excel file. Please save your table as “.xlsx” or “CSV UTF-8”.")
            )
        ours, left = io.BytesIO(), MAX_UNPACKED
        with zipfile.ZipFile(ours, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as rebuilt:
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with rebuilt.open(part.filename, "w") as into:
                        left -= _copy(archive, part, into, left)
    return ours.getvalue()


def _copy(archive: zipfile.ZipFile, part: zipfile.ZipInfo, into: Any, left: int) -> int:
    large = part.filename.startswith("xl/worksheets/") or part.filename == "xl/sharedStrings.xml"
    most_bytes, most_elements = LARGE if large else SMALL
    counter = _Counter(most_elements)
    parser = DefusedXMLParser(target=counter, forbid_dtd=True)
    size = 0
    with archive.open(part) as source:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > min(most_bytes, left):
                raise _bomb()
            parser.feed(piece)
            into.write(piece)
    parser.close()
    return size


class _Counter:
    """A target of the parser that keeps nothing and stops what grows too large."""

    def __init__(self, most: int) -> None:
        self.left, self.beside, self.in_row = most, MAX_BESIDE_ROWS, 0
        self.depth = self.row_depth = self.text = self.sheets = self.rows = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.left -= 1
        self.text = 0
        name = tag.rpartition("}")[2]
        if name in {ROW, "si"} and not self.row_depth:
            self.row_depth, self.in_row = self.depth, 0
        if self.row_depth:
            self.in_row += 1
        else:
            self.beside -= 1
        self.sheets += name == "sheet"
        if name == ROW:
            self._count_row(attributes)
        if (
            min(self.left, self.beside) < 0
            or self.depth > MAX_DEPTH
            or self.in_row > MAX_IN_ROW
            or self.sheets > MAX_SHEETS
            or (attributes and sum(map(len, attributes.values())) > MAX_TEXT)
        ):
            raise _bomb()

    def _count_row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        number = attributes.get("r", "")
        if self.rows > MAX_ROWS_SEEN or (number.isdecimal() and int(number[:9]) > MAX_ROWS_SEEN):
            raise BadFile(
                _("Far below the table there is still something. Please copy it to a new file.")
            )

    def end(self, tag: str) -> None:
        if self.depth == self.row_depth:
            self.row_depth = 0
        self.depth -= 1

    def data(self, text: str) -> None:
        self.text += len(text)
        if self.text > MAX_TEXT:
            raise _bomb()

    def close(self) -> None:
        """The parser asks for this method."""


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever the libraries stumble over is a file that cannot be read."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out: pictures, rules, extensions.
            warnings.simplefilter("ignore")
            yield
    except BadFile:
        raise
    except DefusedXmlException as error:
        raise BadFile(
            _(
                "This workbook holds an XML entity or a document type, as no spreadsheet program "
                "writes them. It is not read."
            )
        ) from error
    except (ParseError, *ERRORS) as error:
        raise BadFile(
            _(
                "This workbook is damaged and cannot be read. Please open it in your spreadsheet "
                "program and save it anew as “.xlsx”."
            )
        ) from error


def _bomb() -> BadFile:
    return BadFile(
        _(
            "This workbook becomes far too large when it is unpacked. Please copy only the cells of "
            "your table into a new file."
        )
    )
