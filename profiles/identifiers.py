"""Numbers that people type: read, checked and brought into the one form in which they are stored.

A number that cannot be read is a ValueError with a sentence for the person who typed it. The rules
behind them are those of python-stdnum and phonenumbers.
"""

import re

import phonenumbers
from django.utils.translation import gettext as _
from stdnum.de import handelsregisternummer
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as WrongNumber

PHONE_REGION = "DE"
SHORTEST_PHONE = 6  # digits with the area code, of the smallest places
REGISTERS = {"HRA": "HRA", "HRB": "HRB", "VR": "VR", "GNR": "GnR", "PR": "PR", "GSR": "GsR"}
REGISTER_NUMBER = re.compile(
    r"(HRA|HRB|GNR|GSR|PR|VR)[\s.:-]*(?:NR\.?)?\s*0*([1-9][0-9]{0,6})\s*([A-ZÖ]{0,3})"
)
COURT_WORDS = re.compile(r"^(?:(?:Amtsgericht|Registergericht|AG|beim)\s+)+", re.IGNORECASE)
# In which register each legal form stands.
REGISTER_OF = {
    "e. V.": "VR", "e. K.": "HRA", "OHG": "HRA", "KG": "HRA", "GmbH & Co. KG": "HRA",
    "gGmbH": "HRB", "gUG": "HRB", "GmbH": "HRB", "UG": "HRB", "AG": "HRB", "Genossenschaft": "GnR",
    "PartG": "PR",
}  # fmt: skip


def stored_phone(text: str) -> str:
    """As E.164 ("+493412345678"), with ";ext=" where a number has an extension; "" stays "".

    Checked for its length only: new ranges of numbers are older in the world than in any table.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, PHONE_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not is_whole(number):
        raise ValueError(_("Please write the number with its area code, such as 0341 123456."))
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


def is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Whether it can be dialled from anywhere: not 112, not a number without its area code."""
    digits = len(str(number.national_number))
    return digits >= SHORTEST_PHONE and phonenumbers.is_possible_number(number)


def phone_key(text: str) -> str:
    """By what a number is recognised, however it is written."""
    try:
        return stored_phone(text)
    except ValueError:
        return text


def shown_phone(stored: str) -> str:
    """As people here write it: "0341 2345678", from abroad "+43 1 234567"; anything else as it is."""
    if not stored.startswith("+"):
        return stored
    try:
        number = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return stored
    if number.country_code == phonenumbers.country_code_for_region(PHONE_REGION):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def stored_vat_id(text: str) -> str:
    """ "de 123 456 788" → "DE123456788"; also those of other countries of the EU; "" stays ""."""
    found = re.sub(r"[\W_]", "", text).upper()
    if not found:
        return ""
    if found.isdigit():
        found = f"DE{found}"
    try:
        return eu_vat.validate(found)
    except WrongNumber:
        raise ValueError(
            _("This is no valid VAT identification number. It looks like DE 123456788.")
        ) from None


def stored_register_number(text: str, legal_form: str = "") -> str:
    """ "vr 01234" → "VR 1234"; "" stays "". A legal form that stands in another register is told."""
    if not text.strip():
        return ""
    found = REGISTER_NUMBER.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError(_("Please write register and number, such as VR 1234 or HRB 5678."))
    register, number, addition = REGISTERS[found[1]], found[2], found[3]
    expected = REGISTER_OF.get(legal_form)
    if expected and register != expected:
        raise ValueError(
            _("“%(form)s” stands in the register %(expected)s, not %(found)s: which is right?")
            % {"form": legal_form, "expected": expected, "found": register}
        )
    return " ".join(filter(None, (register, number, addition)))


def stored_court(text: str) -> str:
    """ "AG duesseldorf" → "Düsseldorf" where the court is known; others stay as they were typed.

    The list knows the courts of the commercial register. Some keep only registers of associations,
    so an unknown one is no mistake: the Servicestelle looks at it.
    """
    court = COURT_WORDS.sub("", text.strip()).strip(" ,.")
    try:
        whole = handelsregisternummer.validate(f"{court} HRB 1")
    except WrongNumber:
        return court
    return whole.removesuffix(" HRB 1")
