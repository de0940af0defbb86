"""Cells: what is read, what is mended with a notice, and what is refused with line and column."""

import pytest

from portal.site.models import Verdict
from profiles.models import Organisation
from tests.builders import a_competence
from tests.imports import ORGANISATION, a_csv, a_workbook, an_import, faults, only_line

pytestmark = pytest.mark.django_db


def line_with(**cells: str):
    return only_line(an_import(a_csv(ORGANISATION | cells)))


def fault_of(**cells: str) -> dict:
    line = line_with(**cells)
    assert line.verdict == Verdict.FAULTY
    return line.faults[0]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A1", "=1+1", "@SUM(1)", "+1+cmd|'/C calc'!A1", "-2+3+cmd|'/C calc'!A1",
        "+SUM(A1)", "- =HYPERLINK(1)", "- a|b!c", "＝1+1", "＠SUM(1)", " =1+1", "-cmd", "'=1+1",
        '=HYPERLINK("https://boese.example";"hier")',
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["description", "contact person", "Rechtsform"])
def test_what_begins_like_a_formula_is_refused_and_the_reason_said(text, column):
    fault = fault_of(**{column: text})
    assert fault["column"].startswith("D “")
    assert "as formulas do" in fault["text"]
    assert "do harm" in fault["text"]


def test_a_formula_of_a_workbook_is_refused_too():
    rows = [[*ORGANISATION, "description"], [*ORGANISATION.values(), "=1+1"]]
    assert "as formulas do" in faults(an_import(a_workbook(*rows)))[0]


@pytest.mark.parametrize(
    "phone", ["+49 341 123456", "+49 (0)341/12 34-56", "-341 1234", "0341 12345", "+49.341.1"]
)
def test_a_telephone_number_may_begin_with_a_sign(phone):
    line = line_with(Telefon=phone)
    assert (line.verdict, line.values["contact_phone"]) == (Verdict.NEW, phone)


def test_a_list_with_hyphens_is_no_formula_and_gets_a_dash():
    line = line_with(Beschreibung="- Kochen\n- Garten")
    assert line.values["description"] == "– Kochen\n- Garten"
    assert "dash" in line.notices[0]["text"]


def test_a_number_that_an_apostrophe_marks_as_text_loses_only_the_apostrophe():
    assert line_with(Telefon="'+49 341 1234").values["contact_phone"] == "+49 341 1234"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"kind": "Raumstation"}, "“Raumstation” is not known here. Possible are: “"),
        ({"PLZ": "99999999"}, "no German postcode"),
        ({"PLZ": "04100"}, "Did you mean"),
        ({"E-Mail": "kein-mail"}, "no e-mail address"),
        ({"Webseite": "javascript:alert(1)"}, "no web address"),
        ({"Webseite": "ftp://alt.example"}, "no web address"),
        ({"Größe": "riesig"}, "not known here"),
        ({"fields of work": "Jugendarbeit, Raumfahrt"}, "“Raumfahrt” is not known"),
        ({"Name": "x" * 151}, "151 characters, 150 are possible"),
        ({"Beschreibung": "x" * 4001}, "4001 characters, 4000 are possible"),
        ({"Beschreibung": "x" * 10_001}, "10001 characters"),
        ({"Beschreibung": "a\x00b"}, "U+0000"),
        ({"Beschreibung": "a\x07b"}, "U+0007"),
        ({"Ort": "KÃ¶ln"}, "Letters are broken (“KÃ¶ln”)"),
        ({"Ort": "K�ln"}, "Letters are broken"),
        ({"Ort": "M„nchen"}, "Letters are broken"),
        ({"Branche": "#NV"}, "error of the spreadsheet"),
        ({"Name": ""}, "This cell is empty"),
        ({"PLZ": " "}, "This cell is empty"),
        ({"address": "Hauptstraße 5"}, "Streets stand in the column"),
        ({"address": "https://anderswo.example/organisationen/x/"}, "leads to nothing"),
        ({"Webseite": "https://haus.example/" + "x" * 300}, "200 are possible"),
    ],
)
def test_a_faulty_cell_says_what_is_wrong(cells, sentence):
    fault = fault_of(**cells)
    assert sentence in fault["text"]
    assert Organisation.objects.count() == 0


def test_line_and_column_are_those_of_the_spreadsheet():
    good, bad = ORGANISATION, ORGANISATION | {"Name": "B", "PLZ": "00000"}
    run = an_import(a_csv(good, bad))
    assert [line.number for line in run.lines.filter(verdict=Verdict.FAULTY)] == [3]
    assert faults(run)[0].startswith("C “Postcode”: ")


def test_all_faults_of_a_line_are_told_at_once():
    line = line_with(**{"PLZ": "1", "E-Mail": "x", "Größe": "y"})
    assert len(line.faults) == 3


def test_words_of_both_languages_codes_and_shortened_labels_are_understood():
    line = line_with(**{
        "kind": "provider", "fields of work": "Youth work; daycare | COMMUNITY WORK", "size": "1-9",
    })  # fmt: skip
    assert line.values["fields_of_work"] == ["youth_work", "daycare", "community_work"]
    assert (line.values["kind"], line.values["size"]) == ("provider", "1-9")


def test_competencies_are_known_by_label_slug_and_synonym():
    for slug in ("finance/accounting", "it/websites"):
        a_competence(slug)
    synonym = a_competence("craft/painting")
    synonym.synonyms_de = ["Malern"]
    synonym.save()
    line = line_with(Kompetenzen="accounting, IT/websites\nmalern")
    assert line.values["competencies"] == ["finance/accounting", "it/websites", "craft/painting"]


def test_a_label_that_holds_a_comma_is_one_label():
    for slug, label in {"culture/arts": "Kunst, Musik & Kultur", "culture/music": "Musik"}.items():
        competence = a_competence(slug)
        competence.label_de = label
        competence.save()
    line = line_with(Kompetenzen="Kunst, Musik & Kultur, Musik")
    assert line.values["competencies"] == ["culture/arts", "culture/music"]


def test_the_zero_that_spreadsheets_drop_comes_back_and_that_is_said():
    line = line_with(PLZ="4109")
    assert line.values["postcode"] == "04109"
    assert "04109" in line.notices[0]["text"]


def test_a_web_address_gets_its_beginning():
    assert line_with(Webseite="www.haus.example").values["website"] == "https://www.haus.example"


def test_more_cells_than_headings_are_a_fault_and_fewer_are_not():
    run = an_import(b"Name;kind;PLZ;Ort\nA;provider;04109;Leipzig;noch was\nB;provider;04109\n")
    assert [line.verdict for line in run.lines.order_by("number")] == ["faulty", "new"]
    assert "more cells" in faults(run)[0]


def test_the_same_entry_twice_in_a_file_names_the_first_line():
    again = ORGANISATION | {"Name": "JUGENDHAUS  neu e. V."}
    run = an_import(a_csv(ORGANISATION, again))
    assert faults(run) == [": This is the same entry as line 2. Please delete one of the two."]


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("Name;kind;PLZ;Bezeichnung", "stands twice in the headings (columns A and D)"),
        ("Name;kind;Ort", "These columns are missing: “Postcode”"),
        ("a;b;c", "The file has: “a”, “b”, “c”"),
    ],
)
def test_wrong_headings_are_named(headings, sentence):
    run = an_import(f"{headings}\nA;provider;04109;x\n".encode())
    assert run.state == "refused"
    assert sentence in run.problem
    assert run.lines.count() == 0


def test_unknown_columns_and_those_of_exports_are_named_as_ignored():
    run = an_import(a_csv(ORGANISATION | {"Lieblingsfarbe": "blau", "Status": "Entwurf"}))
    assert "ignored: “Lieblingsfarbe”" in run.notes[0]
    assert "not taken over: “Status”" in run.notes[1]
    assert only_line(run).verdict == Verdict.NEW


def test_headings_may_be_german_english_in_capitals_or_with_an_asterisk():
    text = "NAME*;Organisationsart;Postleitzahl (5 Stellen);E-Mail\nA;Träger;04109;a@haus.example\n"
    line = only_line(an_import(text.encode()))
    assert line.faults == []
    assert line.values["contact_email"] == "a@haus.example"
