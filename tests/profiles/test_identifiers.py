"""Numbers are read however people write them, and stored in one form."""

import importlib

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from profiles import identifiers

READERS = [
    identifiers.stored_phone,
    identifiers.stored_vat_id,
    identifiers.stored_register_number,
]
spelling = importlib.import_module("profiles.migrations.0020_one_spelling")


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0341 12345", "+4934112345", "0341 12345"),
        ("(0341) 12 34 56", "+49341123456", "0341 123456"),
        ("+49 (0)341 123456", "+49341123456", "0341 123456"),
        ("0171 39200 12", "+491713920012", "0171 3920012"),
        ("0043 1 234567", "+431234567", "+43 1 234567"),
        ("0341 123456 ext. 12", "+49341123456;ext=12", "0341 123456 ext. 12"),
        ("", "", ""),
        ("  ", "", ""),
    ],
)
def test_phone_numbers(typed, stored, shown):
    assert identifiers.stored_phone(typed) == stored
    assert identifiers.shown_phone(stored) == shown
    assert identifiers.stored_phone(shown) == stored


@pytest.mark.parametrize("typed", ["nachfragen", "112", "0341 12", "9" * 40, "+", "＋"])
def test_what_is_no_phone_number_is_said(typed):
    with translation.override("en"), pytest.raises(ValueError, match="area code"):
        identifiers.stored_phone(typed)


def test_a_number_stored_before_these_rules_is_shown_as_it_is():
    assert identifiers.shown_phone("bitte mailen") == "bitte mailen"
    assert identifiers.shown_phone("+x") == "+x"


@pytest.mark.parametrize("typed", ["de 123 456 788", "DE123456788", "123456788", "DE-123.456.788"])
def test_vat_ids(typed):
    assert identifiers.stored_vat_id(typed) == "DE123456788"


@pytest.mark.parametrize("typed", ["DE123456789", "DE1", "XX123", "12/345/67890", "９" * 9])
def test_what_is_no_vat_id_is_said(typed):
    with translation.override("en"), pytest.raises(ValueError, match="VAT"):
        identifiers.stored_vat_id(typed)


@pytest.mark.parametrize(
    ("typed", "form", "stored"),
    [
        ("vr 01234", "e. V.", "VR 1234"),
        ("VR-1234", "", "VR 1234"),
        ("HRB 5678 B", "GmbH", "HRB 5678 B"),
        ("gnr 12", "Genossenschaft", "GnR 12"),
        ("GsR 77", "GbR", "GsR 77"),
        ("HRA Nr. 4", "KG", "HRA 4"),
        ("VR 700123", "Verein alter Art", "VR 700123"),
        ("", "e. V.", ""),
    ],
)
def test_register_numbers(typed, form, stored):
    assert identifiers.stored_register_number(typed, form) == stored


@pytest.mark.parametrize(("typed", "form"), [("1234", ""), ("VR", ""), ("HRC 1", ""), ("HRB 5", "e. V.")])  # fmt: skip
def test_what_is_no_register_number_or_not_that_of_the_form_is_said(typed, form):
    with pytest.raises(ValueError, match=r"[Rr]egister"):
        identifiers.stored_register_number(typed, form)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Amtsgericht Leipzig", "Leipzig"),
        ("AG koeln", "koeln"),  # no court of that spelling is known: it stays as typed
        ("AG Köln", "Köln"),
        ("Charlottenburg", "Berlin (Charlottenburg)"),
        ("Bad Musterstadt", "Bad Musterstadt"),
        ("", ""),
    ],
)
def test_courts(typed, stored):
    assert identifiers.stored_court(typed) == stored


@pytest.mark.parametrize("read", READERS)
@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused_and_what_is_stored_is_read_again(read, text):
    try:
        stored = read(text)
    except ValueError:
        return
    assert read(stored) == stored
    assert len(stored) <= len(text) + 12


@given(text=st.text(max_size=40))
def test_stored_data_that_cannot_be_read_stay_as_they_are(text):
    for rewrite in (spelling.phone, spelling.vat_id, spelling.legal_form):
        written = rewrite(text)
        assert written == text or rewrite(written) == written


def test_data_from_before_are_brought_into_one_form_without_losing_a_word():
    assert spelling.phone("0341/12345") == "+4934112345"
    for kept in ("0341 123456 (Kim)", "0341 12345 oder 0341 54321", "abends", "112", "0800 HILFE"):
        assert spelling.phone(kept) == kept
    assert spelling.vat_id("DE 123 456 788") == "DE123456788"
    assert spelling.vat_id("DE 1") == "DE 1"
    assert spelling.legal_form("e.V.") == "e. V."
    assert spelling.legal_form("GmbH & Co. KG") == "GmbH & Co. KG"
    assert spelling.legal_form("Landkreis") == "Landkreis"
