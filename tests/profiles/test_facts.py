"""Legal form, recognition, charitable status and numbers: in the form, in review, in the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from profiles.models import Organisation
from tests.builders import a_user, an_organisation
from tests.profiles.test_organisations import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("Jana Feldweg")


@pytest.fixture
def own(owner):
    return an_organisation("Jugendhaus Feldweg", owner=owner, legal_form="e. V.")


@pytest.fixture
def save(client, owner, own):
    """Sends the profile's form as it stands, with some answers changed; gives the form back."""
    client.force_login(owner)
    address = reverse("profiles:organisation-edit", args=[own.slug])

    def send(**changed):
        form = client.get(address).context["form"]
        shown = {name: form[name].value() for name in form.fields if form[name].value()}
        shown.pop("logo", None)
        response = client.post(address, shown | changed)
        own.refresh_from_db()
        return response.context["form"] if response.context else None

    return send


def test_everything_can_be_said_and_is_stored_in_one_form(save, own):
    facts = {
        "region": "Leipzig und Umgebung", "umbrella": "other", "umbrella_name": "Bündnis",
        "recognised_under_75": "on", "recognised_on": "2020-05-03", "recognised_by": "Jugendamt",
        "tax_notice": "exemption", "tax_notice_on": "2025-05-03", "legal_name": "Feldweg e. V.",
        "register_court": "AG Leipzig", "register_number": "vr 01234", "vat_id": "de 123 456 788",
        "contact_phone": "0341/123456",
    }  # fmt: skip
    assert save(**facts) is None
    assert (own.register_court, own.register_number) == ("Leipzig", "VR 1234")
    assert (own.vat_id, own.contact_phone) == ("DE123456788", "+49341123456")
    assert own.recognised_on == date(2020, 5, 3)
    assert own.shown_phone == "0341 123456"


def test_a_form_that_is_saved_untouched_changes_nothing_and_stays_public(save, own):
    Organisation.objects.filter(pk=own.pk).update(
        contact_phone="nur abends",
        vat_id="DE1",
        vat_key="DE1",
        register_number="1234",
        legal_form="Landkreis",
    )
    before = Organisation.objects.values().get(pk=own.pk)
    assert save() is None
    after = Organisation.objects.values().get(pk=own.pk)
    # Looking through it and saving says that all of it still holds.
    moving = {"changed_xid", "changed_at", "confirmed_at", "ask_at"}
    assert {k: v for k, v in after.items() if k not in moving} == {
        k: v for k, v in before.items() if k not in moving
    }


def test_old_numbers_do_not_stand_in_the_way_of_other_changes(save, own):
    Organisation.objects.filter(pk=own.pk).update(contact_phone="nur abends", vat_id="DE1")
    assert save(description="Wir haben jetzt auch samstags für alle geöffnet.") is None
    assert (own.contact_phone, own.vat_id) == ("nur abends", "DE1")
    assert set(save(contact_phone="nur morgens").errors) == {"contact_phone"}
    assert save(contact_phone="") is None
    assert own.contact_phone == ""


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"legal_form": "other"}, "other_legal_form"),
        ({"legal_form": "nonsense"}, "legal_form"),
        ({"recognised_on": "2020-05-03"}, "recognised_under_75"),
        ({"recognised_by": "Jugendamt"}, "recognised_under_75"),
        ({"recognised_under_75": "on", "recognised_on": "0001-01-01"}, "recognised_on"),
        ({"recognised_under_75": "on", "recognised_on": "9999-12-31"}, "recognised_on"),
        ({"tax_notice": "exemption"}, "tax_notice_on"),
        ({"tax_notice_on": "2025-05-03"}, "tax_notice"),
        ({"tax_notice": "exemption", "tax_notice_on": "2999-01-01"}, "tax_notice_on"),
        ({"register_number": "VR 1"}, "register_court"),
        ({"register_court": "Leipzig"}, "register_number"),
        ({"register_court": "Leipzig", "register_number": "HRB 1"}, "register_number"),
        ({"vat_id": "DE1"}, "vat_id"),
        ({"contact_phone": "abends"}, "contact_phone"),
        ({"umbrella": "nonsense"}, "umbrella"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_stored(save, own, changed, field):
    before = Organisation.objects.values().get(pk=own.pk)
    assert set(save(**changed).errors) == {field}
    assert Organisation.objects.values().get(pk=own.pk) == before


def test_a_legal_form_that_is_not_in_the_list_can_be_typed(save, own):
    assert save(legal_form="other", other_legal_form="Landkreis") is None
    assert own.legal_form == "Landkreis"


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Anderer Name"},
        {"legal_name": "Anderer Name e. V."},
        {"kind": "public_body"},
        {"legal_form": "gGmbH"},
        {"register_court": "Leipzig", "register_number": "VR 1"},
        {"vat_id": "DE123456788"},
    ],
)
def test_legal_data_of_an_approved_organisation_are_reviewed_again(save, own, changed):
    assert save(**changed) is None
    assert own.status == "submitted"


@pytest.mark.parametrize(
    "changed",
    [
        {"region": "Leipzig"},
        {"tax_notice": "exemption", "tax_notice_on": "2025-05-03"},
        {"umbrella": "drk"},
        {"recognised_under_75": "on"},
        {"contact_phone": "0341 999999"},
        {"register_court": "Amtsgericht Leipzig", "register_number": "VR-07"},
    ],
)
def test_other_changes_and_other_spellings_are_not(save, own, changed):
    Organisation.objects.filter(pk=own.pk).update(register_court="Leipzig", register_number="VR 7")
    assert save(**changed) is None
    assert own.status == "approved"


@pytest.mark.parametrize(
    "values",
    [
        {"umbrella": "nonsense"},
        {"recognised_on": "2020-05-03"},
        {"recognised_by": "Jugendamt"},
        {"recognised_under_75": True, "recognised_on": "0001-01-01"},
        {"tax_notice": "exemption"},
        {"tax_notice_on": "2025-05-03"},
        {"tax_notice": "nonsense", "tax_notice_on": "2025-05-03"},
        {"tax_notice": "exemption", "tax_notice_on": "0001-01-01"},
    ],
)
def test_the_database_refuses_what_cannot_be_true(own, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=own.pk).update(**values)


def test_today_is_a_day_on_which_something_can_have_been_recognised(save, own):
    today = timezone.localdate()
    assert save(recognised_under_75="on", recognised_on=today.isoformat()) is None
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert set(save(recognised_on=tomorrow).errors) == {"recognised_on"}


def test_registering_reads_numbers_too(client, owner):
    client.force_login(owner)
    create = reverse("profiles:organisation-create")
    client.post(create, answers(contact_phone="0341 123456", vat_id="123456788"))
    made = Organisation.objects.get()
    assert (made.contact_phone, made.vat_id) == ("+49341123456", "DE123456788")
