"""What tests of imports share: small files, and an import brought to where it can be looked at."""

import csv
import io
import zipfile

import openpyxl
from django.utils import translation

from portal.site.importing import runs, work
from portal.site.models import ImportRun
from tests.builders import a_moderator

ORGANISATION = {"Name": "Jugendhaus Neu", "kind": "Youth welfare organisation", "PLZ": "04109"}


def a_csv(*rows: dict[str, str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """A CSV with the headings of the first row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def a_workbook(*rows: list, sheets: int = 1) -> bytes:
    """An XLSX with these rows in its first sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"Blatt {number}")
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """`workbook` with one of its parts replaced."""
    into = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content)
    return into.getvalue()


def an_import(content: bytes, *, kind: str = "organisations", by=None) -> ImportRun:
    """An import that has been read and compared, in English."""
    by = by or a_moderator(language="en")
    run = runs.prepare(kind, "liste.csv", content, by=by)
    with translation.override("de"):
        work.work(run.pk)
    run.refresh_from_db()
    return run


def stored(run: ImportRun, *, by=None, **options) -> ImportRun:
    """The same import, confirmed and stored."""
    first = {"organisations": "approved"}.get(run.kind, "published")
    values = {"status": first, "replaces_no_staff": True} | options
    run.refresh_from_db()
    with translation.override("en"):
        runs.confirm(run, values, version=run.version, by=by or run.started_by)
    work.work(run.pk)
    run.refresh_from_db()
    return run


def only_line(run: ImportRun):
    """The single line of an import."""
    return run.lines.get()


def faults(run: ImportRun) -> list[str]:
    """All sentences about faulty lines, with the column in front."""
    return [
        f"{f['column']}: {f['text']}" for line in run.lines.order_by("number") for f in line.faults
    ]
