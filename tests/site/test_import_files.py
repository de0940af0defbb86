"""Files as people and spreadsheet programs write them, and as nobody should: read, or refused with
a sentence."""

import io
import time
import tracemalloc
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.site.importing import reading
from portal.site.importing.reading import BadFile
from tests.imports import a_workbook, with_part

SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TEXT = "Name;Ort\nMüßig & Söhne;Köln\n"
KNOWN = {"Name", "Ort", "Art", "Postleitzahl"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def is_heading(text: str) -> bool:
    return text in KNOWN


def table(content: bytes):
    return reading.read(content, is_heading)


def refusal(content: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        table(content)
    return str(refused.value)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_usual_separator_and_line_end_is_read(separator, line_end):
    text = TEXT.replace(";", separator).replace("\n", line_end)
    read = table(text.encode())
    assert (read.headings, read.rows) == (["Name", "Ort"], [(2, ["Müßig & Söhne", "Köln"])])


def test_the_separator_is_told_by_the_headings_and_not_by_commas_in_texts():
    read = table("Name;Ort\nA, B, C, D und E, F;Köln\n".encode())
    assert read.rows == [(2, ["A, B, C, D und E, F", "Köln"])]


def test_a_first_line_that_names_the_separator_is_understood():
    read = table(b"sep=,\r\nName,Ort\r\nA,Halle\r\n")
    assert read.rows == [(3, ["A", "Halle"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_umlauts_are_right_in_every_unicode_encoding(encoding):
    read = table(TEXT.encode(encoding))
    assert read.rows[0][1] == ["Müßig & Söhne", "Köln"]
    assert any("UTF-16" in note for note in read.notes) == encoding.startswith("utf-16")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_an_old_encoding_is_recognised_and_said(encoding):
    read = table(TEXT.encode(encoding))
    assert read.rows[0][1] == ["Müßig & Söhne", "Köln"]
    assert "Windows-1252" in read.notes[0]


def test_a_euro_sign_of_windows_is_right():
    assert table("Name;Ort\nFür 5 €;Köln\n".encode("cp1252")).rows[0][1][0] == "Für 5 €"


def test_headings_may_stand_below_a_title_and_lines_keep_their_numbers():
    read = table(b"Unsere Liste;;\n\nName;Ort;\nA;Halle;\n;;\nB;Jena;\n")
    assert read.headings == ["Name", "Ort"]
    assert [number for number, _row in read.rows] == [4, 6]


def test_a_cell_may_hold_separators_quotation_marks_and_line_breaks():
    read = table(b'Name;Ort\n"A; ""B""\nund C";Halle\nD;Jena\n')
    assert read.rows == [(2, ['A; "B"\nund C', "Halle"]), (3, ["D", "Jena"])]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b";;;\n;;;\n", "no table"),
        (b"Name;Ort\n", "no line"),
        (b'Name;Ort\nA;"Halle\nB;Jena\n', "quotation mark"),
        (b'Name;Ort\n"A" B;Halle\n', "quotation mark"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, ".xls"),
        (b"%PDF-1.7\n", "no table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no table"),
        (bytes(range(256)) * 40, "cannot be read as text"),
        (b"\xff\xfe" + b"\x00\xd8" * 9 + b"\x41", "cannot be read as text"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"Name;Ort\n" + b"A;B\n" * 20_001, "more than 20.000 lines"),
        ((";".join(["Name"] + ["x"] * 100) + "\nA\n").encode(), "more than 100 columns"),
        (b"Name;Ort\n" + b"x" * 200_000 + b";B\n", "quotation mark"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(content, word):
    assert word in refusal(content)


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_at_all_break_the_reading(content):
    for beginning in (b"", b"PK\x03\x04", b"Name;Ort\n", b"\xff\xfe"):
        try:
            reading.read(beginning + content, is_heading)
        except BadFile as refused:
            assert str(refused)  # noqa: PT017 -- most bytes are no table, which is said


def test_a_workbook_gives_the_texts_that_people_see():
    read = table(
        a_workbook(
            ["Name", "Ort", "Art", None],
            ["Müßig", 4109, date(2027, 3, 1), None],
            [None, None, None, None],
            [True, 2.5, datetime(2027, 3, 1, 18, 30), 3.0],  # noqa: DTZ001 -- cells have no zone
        )
    )
    assert read.headings == ["Name", "Ort", "Art"]
    assert read.rows == [
        (2, ["Müßig", "4109", "01.03.2027"]),
        (4, ["yes", "2.5", "01.03.2027 18:30", "3"]),
    ]


def test_only_the_first_sheet_is_read_and_that_is_said():
    read = table(a_workbook(["Name"], ["A"], sheets=2))
    assert read.rows == [(2, ["A"])]
    assert "first sheet" in read.notes[0]


def test_a_formula_in_a_workbook_stays_visible_as_one():
    read = table(a_workbook(["Name", "Ort"], ["=1+1", '=HYPERLINK("https://boese.example")']))
    assert all(cell.startswith("=") for cell in read.rows[0][1])


def test_another_kind_of_zip_is_no_workbook():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "no Excel file" in refusal(into.getvalue())


def sheet(rows: str, before: str = "") -> bytes:
    return f"<?xml version='1.0'?>{before}<worksheet {SPACE}>{rows}</worksheet>".encode()


def with_sheet(rows: str, before: str = "") -> bytes:
    return with_part(a_workbook(["Name"], ["A"]), SHEET, sheet(rows, before))


def test_what_a_sheet_says_about_its_size_is_not_believed():
    rows = (
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c></row></sheetData>'
    )
    assert table(with_sheet(rows)).rows == [(2, ["A"])]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": lambda: with_sheet(
        '<sheetData><row r="1"><c t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData>',
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    ),
    "a file of the server": lambda: with_sheet(
        '<sheetData><row r="1"><c t="inlineStr"><is><t>&f;</t></is></c></row></sheetData>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ),
    "entities among the strings": lambda: with_part(
        a_workbook(["Name"], ["A"]), "xl/sharedStrings.xml",
        f'<!DOCTYPE x [<!ENTITY e "x">]><sst {SPACE}><si><t>&e;</t></si></sst>'.encode(),
    ),
    "zeros that become very much": lambda: with_part(
        a_workbook(["Name"], ["A"]), "xl/media/image1.png", b"\0" * 120_000_000
    ),
    "a long text": lambda: with_sheet(
        f'<sheetData><row r="1"><c t="inlineStr"><is><t>{"x" * 5_000_000}</t></is></c></row></sheetData>'
    ),
    "cells without end in a row": lambda: with_sheet(
        f'<sheetData><row r="1">{"<c/>" * 3_000_000}</row></sheetData>'
    ),
    "rows without end": lambda: with_sheet(f"<sheetData>{'<row/>' * 3_000_000}</sheetData>"),
    "a row far below": lambda: with_sheet(
        '<sheetData><row r="1"><c t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="99999999999"><c t="inlineStr"><is><t>A</t></is></c></row></sheetData>'
    ),
    "elements that are no rows": lambda: with_sheet(f"<sheetData>{'<x/>' * 3_000_000}</sheetData>"),
    "elements within each other": lambda: with_sheet("<x>" * 100_000 + "</x>" * 100_000),
    "styles without end": lambda: with_part(
        a_workbook(["Name"], ["A"]), "xl/styles.xml",
        f"<styleSheet {SPACE}><cellXfs>{'<xf/>' * 200_000}</cellXfs></styleSheet>".encode(),
    ),
    "sheets without end": lambda: with_part(
        a_workbook(["Name"], ["A"]), "xl/workbook.xml",
        f"<workbook {SPACE}><sheets>{'<sheet/>' * 5_000}</sheets></workbook>".encode(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bomb_is_refused_quickly_and_without_memory(name):
    bomb = HOSTILE[name]()
    assert len(bomb) < 2_500_000
    tracemalloc.start()
    began = time.monotonic()
    sentence = refusal(bomb)
    took, peak = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sentence
    # Counted with the tracing of memory, which makes everything several times slower.
    assert took < 15, took
    assert peak < 100_000_000, peak


def test_a_zip_that_lies_about_its_sizes_is_damaged():
    book = bytearray(a_workbook(["Name"], ["A"]))
    at = book.index(b"PK\x01\x02")
    book[at + 24 : at + 28] = (5).to_bytes(4, "little")
    assert refusal(bytes(book))


def test_the_xml_of_workbooks_is_read_by_the_safe_parser():
    assert openpyxl.DEFUSEDXML
    assert not openpyxl.LXML
