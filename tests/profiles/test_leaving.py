"""Somebody deletes their own account."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from portal.foundation.models import HistoryEntry, OutboxMail
from portal.foundation.refusals import Refused
from profiles import leaving
from profiles.models import Invitation, Membership, User
from tests.builders import (
    PASSWORD,
    a_device,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_organisation,
)

pytestmark = pytest.mark.django_db
DELETE = "/mein-konto/loeschen/"


@pytest.fixture
def owner():
    return a_user("Olga Leitung")


@pytest.fixture
def person(owner):
    person = a_user("Paul Mitglied", language="en")
    a_membership(an_organisation("Jugendhaus Süd", owner=owner), person)
    return person


def reauthenticate(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_what_is_theirs_goes_and_what_is_the_organisations_stays(person, owner):
    organisation = owner.memberships.get().organisation
    need = a_need(organisation=organisation)
    device, email = a_device(person), person.email
    Invitation.objects.create(
        organisation=an_organisation(), email=email, role="member", token_hash="x",
        expires_at="2999-01-01T00:00:00Z",
    )  # fmt: skip
    leaving.delete_account(person, by=person)
    assert not User.objects.filter(email=email).exists()
    assert not Session.objects.filter(session_key=device.session_key).exists()
    assert not Invitation.objects.exists()
    assert Membership.objects.count() == 1
    need.refresh_from_db()
    assert HistoryEntry.objects.get(event="left").by is None


def test_the_owners_hear_of_it_and_a_last_mail_says_so_in_their_language(person, owner):
    leaving.delete_account(person, by=person)
    assert OutboxMail.objects.filter(recipient=owner.email, kind="team").count() == 1
    last = OutboxMail.objects.get(recipient=person.email)
    assert last.subject == "Your account is deleted"


def test_the_last_owner_stays_and_is_told_what_to_do(client, owner):
    an_organisation("Haus Nord", owner=owner)
    with pytest.raises(Refused):
        leaving.delete_account(owner, by=owner)
    reauthenticate(client, owner)
    page = client.get(DELETE)
    assert "Haus Nord" in page.content.decode()
    assert b'name="sure"' not in page.content
    client.post(DELETE, {"sure": "on"})
    assert User.objects.filter(pk=owner.pk).exists()


@pytest.mark.parametrize("role", ["stranger", "staff"])
def test_nobody_else_and_no_staff(role):
    if role == "staff":
        moderator = a_moderator()
        person, by = moderator, moderator
    else:
        person, by = a_user(), a_user()
    with pytest.raises(Refused):
        leaving.delete_account(person, by=by)
    assert User.objects.filter(pk=person.pk).exists()


def test_the_page_asks_for_the_password_again(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert client.get(DELETE).url.startswith(reverse("account_reauthenticate"))


def test_it_takes_a_tick_and_a_button(client, person):
    reauthenticate(client, person)
    assert client.post(DELETE, {}).status_code == 200
    assert User.objects.filter(pk=person.pk).exists()
    answer = client.post(DELETE, {"sure": "on"})
    assert answer.url == "/"
    assert not User.objects.filter(pk=person.pk).exists()
    assert "_auth_user_id" not in client.session
