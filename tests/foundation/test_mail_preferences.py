"""People choose what they are written about, and one click ends what nobody must get."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.foundation.models import MailPreference, MailState, OutboxMail, Pace
from portal.foundation.outbox import preferences, queue, send
from portal.foundation.outbox.kinds import ACCOUNT, COOPERATION, KINDS, REMINDERS, SUGGESTIONS, TEAM
from portal.foundation.outbox.smtp import message_of
from portal.foundation.outbox.templates import template_named
from portal.foundation.refusals import Refused
from tests.builders import a_user

pytestmark = pytest.mark.django_db
PAGE = "/mein-konto/benachrichtigungen/"


def mail_of(template: str, to, key: str = "k:1"):
    context = template_named(template).sample()
    context.pop("organisation", None)
    return queue(template, key=key, to=to, context=context)


def answers(**changed) -> dict:
    chosen = {kind.name: kind.default.value for kind in KINDS.values() if len(kind.paces) > 1}
    return chosen | changed


def test_the_page_keeps_what_one_chooses(client):
    person = a_user()
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    for kind in KINDS.values():
        if kind.is_listed:
            assert str(kind.about) in page
        if kind.required:
            assert str(kind.required) in page
    assert client.post(PAGE, answers(suggestions="weekly", reminders="off")).status_code == 302
    assert preferences.pace_of(person, SUGGESTIONS) == Pace.WEEKLY
    assert preferences.pace_of(person, REMINDERS) == Pace.OFF
    assert preferences.pace_of(a_user(), REMINDERS) == Pace.IMMEDIATELY


@pytest.mark.parametrize("wrong", [{"team": "off"}, {"reminders": "weekly"}, {"suggestions": "x"}])
def test_what_cannot_be_chosen_is_refused_with_a_sentence(client, wrong):
    client.force_login(a_user())
    response = client.post(PAGE, answers(**wrong))
    assert response.status_code == 422
    assert not MailPreference.objects.exists()


@pytest.mark.parametrize("wanted", [{"account": "off"}, {"unknown": "off"}, {"team": "off"}])
def test_the_rule_stands_below_the_page_as_well(wanted):
    with pytest.raises(Refused):
        preferences.choose(a_user(), wanted)


def test_somebody_without_choices_has_the_defaults_and_looking_writes_nothing(client):
    client.force_login(a_user())
    client.get(PAGE)
    assert not MailPreference.objects.exists()


def test_the_page_takes_as_many_queries_however_much_was_chosen(
    client, django_assert_max_num_queries
):
    person = a_user()
    client.force_login(person)
    client.get(PAGE)
    preferences.choose(person, answers(suggestions="off"))
    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_what_is_switched_off_is_not_queued():
    person = a_user()
    preferences.choose(person, {"reminders": "off"})
    assert mail_of("enquiry_reminder", person) is None
    assert not OutboxMail.objects.exists()
    assert mail_of("enquiry_received", person) is not None


def test_a_mail_that_waits_is_withheld_when_its_kind_is_switched_off_meanwhile(mail_catcher):
    person = a_user()
    mail = mail_of("enquiry_reminder", person)
    preferences.choose(person, {"reminders": "off"})
    assert not send(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.WITHHELD
    assert mail.error
    assert not list(mail_catcher.glob("*.eml"))


def token_of(mail: OutboxMail) -> str:
    headers = message_of(mail).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return headers["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]


def test_one_click_ends_a_kind_without_a_cookie_and_looking_changes_nothing():
    person = a_user()
    address = "/" + token_of(mail_of("enquiry_reminder", person))
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(address)
    assert page.status_code == 200
    assert str(REMINDERS.label) in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert preferences.pace_of(person, REMINDERS) == Pace.IMMEDIATELY

    for _time in range(2):
        done = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert preferences.pace_of(person, REMINDERS) == Pace.OFF
    assert preferences.pace_of(person, TEAM) == Pace.IMMEDIATELY


def test_mails_that_must_come_carry_no_unsubscribe_link():
    mail = mail_of("enquiry_received", a_user())
    assert "List-Unsubscribe" not in message_of(mail).extra_headers
    assert "/abbestellen/" not in mail.text
    assert preferences.unsubscribe_url(a_user(), [ACCOUNT, COOPERATION]) == ""


@pytest.mark.parametrize("token", ["x", "WyJ4Il0:abc:def", "ä"])
def test_a_manipulated_address_leads_nowhere(client, token):
    assert client.get(reverse("mails:unsubscribe", args=[token])).status_code == 404
    assert client.post(reverse("mails:unsubscribe", args=[token])).status_code == 404


def test_an_address_of_somebody_who_is_gone_leads_nowhere(client):
    person = a_user()
    url = preferences.unsubscribe_url(person, [SUGGESTIONS])
    person.delete()
    assert client.post("/" + url.split("/", 3)[3]).status_code == 404
