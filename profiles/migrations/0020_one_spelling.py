"""Legal forms, phone numbers and VAT ids that are there, in the form in which they are now stored.

What cannot be read stays exactly as it is; its owners are asked only when they touch it.
"""

import re

import phonenumbers
from django.db import migrations
from stdnum.de import vat
from stdnum.exceptions import ValidationError

FIELDS = ["legal_form", "contact_phone", "vat_id"]
LEGAL_FORMS = {
    "ev": "e. V.", "ggmbh": "gGmbH", "gug": "gUG", "gughaftungsbeschränkt": "gUG",
    "gmbh": "GmbH", "ug": "UG", "ughaftungsbeschränkt": "UG", "ag": "AG", "kg": "KG",
    "ohg": "OHG", "gmbhcokg": "GmbH & Co. KG", "gbr": "GbR", "partg": "PartG",
    "partnerschaft": "PartG", "ek": "e. K.", "eg": "Genossenschaft",
    "genossenschaft": "Genossenschaft", "stiftung": "Stiftung",
    "einzelunternehmen": "Einzelunternehmen", "freiberuflich": "Einzelunternehmen",
    "eingetragenerverein": "e. V.", "gemeinnützigegmbh": "gGmbH",
    "körperschaftdör": "Körperschaft d. ö. R.",
    "körperschaftdesöffentlichenrechts": "Körperschaft d. ö. R.", "kdör": "Körperschaft d. ö. R.",
}  # fmt: skip


def legal_form(text):
    return LEGAL_FORMS.get(re.sub(r"[\W_]", "", text).lower(), text)


def phone(text):
    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return text
    # A word beside the number, such as "ask for Kim", must not get lost.
    if re.search(r"[^\W\d_]", text) or not phonenumbers.is_possible_number(number):
        return text
    if len(str(number.national_number)) < 6:  # 112, or one without its area code
        return text
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return text if number.extension else written


def vat_id(text):
    found = re.sub(r"[\W_]", "", text).upper().removeprefix("DE")
    try:
        return f"DE{vat.validate(found)}"
    except ValidationError:
        return text


def rewrite(apps, schema_editor):
    Organisation = apps.get_model("profiles", "Organisation")
    some = []
    for organisation in Organisation.objects.order_by("pk").iterator(chunk_size=1000):
        before = [getattr(organisation, field) for field in FIELDS]
        organisation.legal_form = legal_form(organisation.legal_form)
        organisation.contact_phone = phone(organisation.contact_phone)
        organisation.vat_id = vat_id(organisation.vat_id) if organisation.vat_id else ""
        if before != [getattr(organisation, field) for field in FIELDS]:
            some.append(organisation)
        if len(some) == 1000:
            Organisation.objects.bulk_update(some, FIELDS)
            some = []
    Organisation.objects.bulk_update(some, FIELDS)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0019_verifications")]

    # Going back leaves them: it is the same number, written in another way.
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
