"""Whatever is sent to any form but those of entries: an answer below 500, and no word is lost."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests.builders import (
    PASSWORD,
    a_company,
    a_cooperation,
    a_membership,
    a_need,
    a_suggestion,
    a_user,
    a_work_log,
    an_appointment,
    an_enquiry,
    an_offer,
    an_organisation,
)
from tests.evil import EVIL, NASTIEST

pytestmark = pytest.mark.django_db

PROFILE = {
    "name": "Jugendhaus Feldweg", "kind": "provider", "legal_form": "e. V.",
    "description": "Wir sind ein offenes Haus für Jugendliche im Leipziger Osten.",
    "website": "https://feldweg.example", "logo": "", "remove_logo": "",
    "photo": "", "photo_alt": "Ein Tor", "photo_by": "Kim Bild", "photo_agreed": "", "remove_photo": "",
    "fields_of_work": "youth_work", "industry": "", "size": "1-9",
    "standing_competencies": "finance/accounting", "contact_name": "Jana", "contact_role": "Leiterin",
    "contact_email": "jana@feldweg.example", "contact_phone": "0341 1234",
    "other_legal_form": "Landkreis", "region": "Leipzig", "umbrella": "other",
    "umbrella_name": "Bündnis", "recognised_under_75": "on", "recognised_on": "2020-05-03",
    "recognised_by": "Jugendamt", "tax_notice": "exemption", "tax_notice_on": "2025-05-03",
    "legal_name": "Feldweg e. V.", "register_court": "Leipzig", "register_number": "VR 1234",
    "vat_id": "DE123456788",
}  # fmt: skip
SITE = {"postcode": "04109", "street": "Gasse 1", "label": "Haus", "is_main": "on"}
APPOINTMENT = {
    "title": "Treffen", "day": "2026-12-24", "starts": "14:00", "ends": "15:00", "place": "Hof",
    "note": "Bitte klingeln", "weekly_until": "",
}  # fmt: skip
HOURS = {"day": "2026-11-02", "people": "2", "hours": "1.5", "what": "Belege geordnet"}
# name of the address → (what its arguments are of, answers that would be accepted)
FORMS = {
    "account_signup": ("", {"email": "neu@person.example", "password1": PASSWORD, "name": "Neu"}),
    "account_login": ("", {"login": "wer@person.example", "password": PASSWORD}),
    "account_reset_password": ("", {"email": "wer@person.example"}),
    "account_change_password": (
        "", {"oldpassword": PASSWORD, "password1": "x", "password2": "x"},
    ),
    "account_email": ("", {"email": "neu@person.example", "action_add": ""}),
    "site:barrier": ("", {"text": "Zu klein", "page": "/bedarfe/", "email": "ich@person.example"}),
    "set_language": ("", {"language": "en", "next": "/"}),
    "profiles:account-name": ("", {"name": "Paula", "language": "de"}),
    "profiles:account-delete": ("", {"sure": ""}),
    "profiles:switch": ("", {"organisation": "x", "next": "/"}),
    "profiles:organisation-create": (
        "", PROFILE | {f"site-{name}": value for name, value in SITE.items()}
        | {"is_new": "1", "another-word": "Wir sind zwei."},
    ),
    "profiles:organisation-edit": ("slug", PROFILE),
    "profiles:standing-competencies": ("slug", {"more": "finance/accounting", "conditions": "x"}),
    "profiles:site-add": ("slug", SITE),
    "profiles:site-edit": ("site", SITE),
    "profiles:join": ("other", {"message": "Guten Tag"}),
    "profiles:team": ("slug", {"email": "neu@person.example", "role": "member"}),
    "profiles:team-hand-over": ("slug", {"to": "x", "then": "stay"}),
    "profiles:member-role": ("member", {"role": "owner"}),
    "profiles:mandate-give": ("slug", {"agent": ""}),
    "profiles:invitation": ("token", {"x": ""}),
    "cooperation:enquire-offer": ("offer", {"message": "Guten Tag", "people": "1"}),
    "cooperation:enquire-pair": ("suggestion", {"message": "Guten Tag", "people": "1"}),
    "cooperation:enquiry-accept": ("enquiry", {"answer": "Gern", "reason": "other"}),
    "cooperation:enquiry-decline": ("enquiry", {"answer": "Leider", "reason": "other"}),
    "cooperation:conversation": ("enquiry", {"text": "Guten Tag", "key": "", "files": ""}),
    "cooperation:conversation-report": ("enquiry", {"text": "Das war nicht recht."}),
    "cooperation:appointment-propose": ("cooperation", APPOINTMENT),
    "cooperation:appointment-change": ("appointment", APPOINTMENT | {"sequence": "0"}),
    "cooperation:appointment-cancel": ("appointment", {"reason": "Krank"}),
    "cooperation:appointment-answer": ("appointment", {"says": "took_place"}),
    "cooperation:hours-log": ("cooperation", HOURS),
    "cooperation:hours-correct": ("hours", HOURS),
    "cooperation:hours-confirm": ("hours", HOURS),
    "cooperation:hours-dispute": ("hours", {"words": "Es war anders"}),
    "matching:suggestion-dismiss": ("suggestion", {"reason": "other", "comment": "Nein"}),
}  # fmt: skip
SIGNED_OUT = {"account_signup", "account_login", "account_reset_password"}


@pytest.fixture
def owner():
    return a_user("Paula Träger")


@pytest.fixture
def address_of(owner):
    """The address of a form, whose arguments belong to the organisation of `owner`."""
    own = an_organisation("Jugendhaus Süd", owner=owner)
    need, offer = a_need(organisation=own), an_offer(organisation=a_company())
    running = a_cooperation(status="active", need=need)
    appointment, logged = an_appointment(running), a_work_log(running)
    arguments = {
        "": [],
        "slug": [own.slug],
        "other": [an_organisation("Anderer Verein").slug],
        "site": [own.sites.get().public_id],
        "member": [a_membership(own, a_user()).public_id],
        "cooperation": [running.public_id],
        "appointment": [running.public_id, appointment.public_id],
        "hours": [running.public_id, logged.public_id],
        "token": ["a-token-that-nobody-got"],
        "offer": [offer.public_id],
        "suggestion": [a_suggestion(need, offer).public_id],
        "enquiry": [an_enquiry(need=need, offer=an_offer(), opened_from="offer").public_id],
    }
    return lambda name: reverse(name, args=arguments[FORMS[name][0]])


@pytest.mark.parametrize("name", FORMS)
def test_no_evil_value_breaks_a_form(client, owner, address_of, name, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    if name not in SIGNED_OUT:
        client.force_login(owner)
    address, good = address_of(name), FORMS[name][1]
    attempts = [(dict.fromkeys(good, value)) for value in EVIL]
    attempts += [{field: value} for field in good for value in NASTIEST]
    for attempt in attempts:
        response = client.post(address, good | attempt)
        assert response.status_code < 500, {field: value[:40] for field, value in attempt.items()}
        if name not in SIGNED_OUT and "_auth_user_id" not in client.session:
            client.force_login(owner)


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_is_answered(client, owner, address_of, name):
    if name not in SIGNED_OUT:
        client.force_login(owner)
    assert client.post(address_of(name)).status_code < 500


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("profiles:organisation-create", "description"),
        ("profiles:organisation-create", "site-street"),
        ("profiles:organisation-edit", "contact_name"),
        ("profiles:site-add", "label"),
        ("cooperation:enquire-offer", "message"),
        ("cooperation:enquiry-accept", "answer"),
        ("cooperation:conversation", "text"),
        ("cooperation:conversation-report", "text"),
        ("cooperation:appointment-propose", "note"),
        ("cooperation:appointment-change", "title"),
        ("cooperation:appointment-cancel", "reason"),
        ("cooperation:hours-log", "what"),
        ("profiles:join", "message"),
    ],
)
def test_what_was_typed_stays_when_another_field_or_its_length_is_wrong(
    client, owner, address_of, name, field
):
    client.force_login(owner)
    typed = "Das <b>habe ich</b> „lange“ überlegt. " * 200

    response = client.post(address_of(name), FORMS[name][1] | {field: typed})

    assert response.status_code in {200, 400}
    assert escape(typed) in response.content.decode()


def test_an_invitation_cannot_be_guessed(client, owner):
    client.force_login(owner)
    for token in ("x", "a" * 3000, "%00", "..%2f"):
        assert client.post(f"/einladung/{token}/").status_code < 500
    assert not owner.memberships.exists()
