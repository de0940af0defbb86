"""The agreement as a PDF, read again by other software."""

import io
import shutil
import subprocess
from datetime import UTC, date, datetime

import pytest
import time_machine
from pypdf import PdfReader

from cooperation import agreement_templates, agreements
from cooperation.agreement_pdf import TEMPLATE, agreement_pdf
from cooperation.models import AgreementVersion
from matching.models import Format
from portal.foundation import pdf
from portal.foundation.pdf import making
from tests.builders import (
    a_company,
    a_cooperation,
    a_need,
    a_user,
    an_agreement,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def text_of(made: bytes) -> str:
    """All words of the PDF; hyphens at ends of lines taken back."""
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    joined = pages.replace("\u00ad\n", "").replace("-\n", "").replace("\u200b", "")
    return " ".join(joined.split())


@pytest.fixture
def world():
    seeker, helper = a_user("Şenay Łukasz"), a_user("Jörg Weiß")
    need = a_need(organisation=an_organisation("Jugendhaus „Süd“ – für alle e. V.", owner=seeker))
    offer = an_offer(organisation=a_company("Groß & Söhne GmbH", owner=helper))
    return seeker, helper, a_cooperation(need=need, offer=offer)


@pytest.fixture
def confirmed(world):
    seeker, helper, cooperation = world
    with time_machine.travel(datetime(2027, 3, 28, 0, 30, tzinfo=UTC), tick=False):
        version = an_agreement(
            cooperation, by=seeker, goals="Äpfel, Öl, Übung, Maß und Łódź",
            starts_on=date(2027, 4, 1), ends_on=date(2027, 12, 31),
        )  # fmt: skip
        agreements.confirm(cooperation, version.sha256, side="seeking", by=seeker)
    # One hour later by the clock of the world, two by that of Germany: summer time has begun.
    with time_machine.travel(datetime(2027, 3, 28, 1, 30, tzinfo=UTC), tick=False):
        return agreements.confirm(cooperation, version.sha256, side="offering", by=helper)


def test_names_times_and_umlauts_are_in_it(confirmed):
    text = text_of(agreement_pdf(confirmed))
    for words in (
        "Jugendhaus „Süd“ – für alle e. V.", "Groß & Söhne GmbH", "Şenay Łukasz", "Jörg Weiß",
        "Äpfel, Öl, Übung, Maß und Łódź", "28. März 2027, 01:30 Uhr", "28. März 2027, 03:30 Uhr",
        "Version 1", confirmed.short_sum, "Seite 1 von", "keine Rechtsberatung",
        "Die Hilfe ersetzt keine Fachkraft",
    ):  # fmt: skip
        assert words in text, words
    assert "noch nicht bestätigt" not in text


def test_other_software_reads_the_same(confirmed, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext")
    (tmp_path / "a.pdf").write_bytes(agreement_pdf(confirmed))
    done = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    assert "Jugendhaus „Süd“ – für alle e. V." in done.stdout.decode()
    assert "Şenay Łukasz" in done.stdout.decode()


def test_it_is_german_titled_tagged_and_kept_for_years(confirmed):
    reader = PdfReader(io.BytesIO(agreement_pdf(confirmed)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title.startswith("Kooperationsvereinbarung: ")
    claims = reader.xmp_metadata.stream.get_data().decode()
    assert "pdfuaid:part" in claims
    assert "pdfaid:part" in claims
    assert reader.metadata.creation_date == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_the_same_version_gives_the_same_bytes(confirmed):
    assert agreement_pdf(confirmed) == agreement_pdf(AgreementVersion.objects.get())


def test_an_unconfirmed_version_says_so(world):
    seeker, _helper, cooperation = world
    text = text_of(agreement_pdf(an_agreement(cooperation, by=seeker)))
    assert "gilt erst, wenn beide Seiten sie bestätigt haben" in text
    assert text.count("noch nicht bestätigt") == 2


MARKUP = '#eval("1+1") *fett* _kursiv_ $x^2$ `roh` @ref <marke> = Titel // weg /* weg */ \\u{41} \\\\ #[x] "'


def test_markup_of_typst_stays_text(world):
    seeker, _helper, cooperation = world
    text = text_of(
        agreement_pdf(an_agreement(cooperation, by=seeker, goals=MARKUP, place=MARKUP[:300]))
    )
    assert text.count(MARKUP) == 2


@pytest.mark.parametrize(
    "words",
    ["W" * 5000, "Wort " * 1000, "a\n" * 2500, "😀" * 5000, "מרחב مرحبا Олена Nguyễn Þórr", "\u202e\ufeffäb",
     "a\x07b\u2028c", "e\u0301" * 2000, "\u0301" * 200, "漢字", "#" * 5000, "(" * 5000],
    ids=["one word", "many words", "many lines", "emoji", "scripts", "direction", "controls",
         "combined", "only marks", "chinese", "hashes", "brackets"],
)  # fmt: skip
def test_whatever_people_write_becomes_a_pdf(world, words):
    seeker, _helper, cooperation = world
    version = an_agreement(
        cooperation, by=seeker, goals=words, tasks_seeking=words, tasks_offering=words,
        title=words[:150].replace("\n", " "), ending=words[:2000],
    )  # fmt: skip
    made = agreement_pdf(version)
    assert len(PdfReader(io.BytesIO(made)).pages) < 400


def test_what_cannot_be_printed_is_said(world):
    seeker, _helper, cooperation = world
    version = an_agreement(cooperation, by=seeker, goals="Wir freuen uns 😀")
    text = text_of(agreement_pdf(version))
    assert "Wir freuen uns □" in text
    assert "Im Portal steht der vollständige Wortlaut" in text


def test_a_document_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(making, "SECONDS", 0.001)
    with pytest.raises(pdf.NoPdf):
        pdf.make(TEMPLATE, {}, made_at=datetime(2027, 1, 1, tzinfo=UTC))


def test_a_fault_in_a_template_is_told(tmp_path):
    with pytest.raises(pdf.NoPdf):
        pdf.make(TEMPLATE, {"title": "x"}, made_at=datetime(2027, 1, 1, tzinfo=UTC))


def test_a_document_without_end_is_refused():
    with pytest.raises(pdf.NoPdf):
        pdf.make(TEMPLATE, {"title": "x" * 500_000}, made_at=datetime(2027, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("format_", Format.values)
def test_each_format_has_a_complete_template(format_):
    name = 'Jugendhaus {offering} "#x" e. V.'
    cooperation = a_cooperation(
        need=a_need(format=format_, organisation=an_organisation(name), gives_back="Eine Führung")
    )
    values = agreement_templates.filled_in(cooperation)
    assert set(values) == set(AgreementVersion.CONTENT_FIELDS)
    assert {key for key, value in values.items() if not value} == {"hours"}
    assert values["gives_back"] == "Eine Führung"
    assert cooperation.offering.name in values["tasks_offering"]
    assert name in values["tasks_seeking"]
    for key, value in values.items():
        if isinstance(value, str):
            assert ".. " not in value
            AgreementVersion._meta.get_field(key).run_validators(value)


def test_dates_and_place_come_from_the_listings(world):
    _seeker, _helper, cooperation = world
    values = agreement_templates.filled_in(cooperation)
    need = cooperation.enquiry.need
    assert (values["starts_on"], values["ends_on"]) == (need.starts_on, need.ends_on)
    assert "04109 Leipzig" in values["place"]
    assert values["contact_offering"] == (
        f"Kim Kontakt, 0341 12345, {cooperation.offering.contact_email}"
    )


def test_every_field_stands_in_the_pdf():
    template = TEMPLATE.read_text(encoding="utf-8")
    for name in (*AgreementVersion.CONTENT_FIELDS, "ground_rules", "sum"):
        assert f"it.{name}" in template
