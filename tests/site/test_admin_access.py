"""Who gets into the Servicestelle's pages, and by which door."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.urls import reverse

from profiles.models import EDITORS
from tests.builders import PASSWORD, a_moderator, a_user

pytestmark = pytest.mark.django_db
INDEX = "/verwaltung/"


def sign_in(client, user):
    """As people do it, through allauth's form."""
    return client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def strict(settings):
    settings.ADMIN_REQUIRES_MFA = True


@pytest.fixture
def loose(settings):
    settings.ADMIN_REQUIRES_MFA = False


def test_the_signed_out_are_led_to_the_portals_own_sign_in(client, loose):
    response = client.get(INDEX + "matching/need/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "next=%2Fverwaltung%2Fmatching%2Fneed%2F" in response.redirect_chain[-1][0]


def test_there_is_no_second_form_for_passwords(client, loose):
    moderator = a_moderator()
    login = reverse("admin:login")
    response = client.post(login, {"username": moderator.email, "password": PASSWORD})
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session
    client.force_login(moderator)
    response = client.get(reverse("admin:password_change"))
    assert response.url == reverse("account_change_password")


def test_the_way_in_leads_to_no_other_site(client, loose):
    client.force_login(a_moderator())
    response = client.get(reverse("admin:login"), {"next": "https://anderswo.example/"})
    assert response.url == reverse("admin:index")


@pytest.mark.parametrize("is_staff", [True, False])
def test_people_without_a_role_are_refused(client, loose, is_staff):
    client.force_login(a_user(is_staff=is_staff))
    assert client.get(INDEX, follow=True).status_code == 403


def test_a_moderator_who_was_deactivated_is_out_at_once(client, loose):
    moderator = a_moderator()
    client.force_login(moderator)
    assert client.get(INDEX).status_code == 200
    moderator.is_active = False
    moderator.save()
    assert client.get(INDEX).status_code == 302


def test_an_editor_gets_in_but_sees_nothing_to_moderate(client, loose):
    editor = a_user(is_staff=True)
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    client.force_login(editor)
    page = client.get(INDEX)
    assert page.status_code == 200
    assert "waiting" not in page.context
    for address in ("matching/need/", "profiles/user/", "foundation/outboxmail/"):
        assert client.get(INDEX + address).status_code == 403
    assert client.post(reverse("admin:rematch")).status_code == 403


def test_without_a_second_factor_a_moderator_is_asked_to_set_one_up(client, strict):
    moderator = a_moderator()
    sign_in(client, moderator)
    response = client.get(INDEX, follow=True)
    addresses = [address for address, _status in response.redirect_chain]
    assert any(address.startswith(reverse("mfa_activate_totp")) for address in addresses)
    assert "zweiten Faktor" in str(next(iter(response.context["messages"])))


def test_a_fresh_second_factor_opens_the_door_and_an_old_one_does_not(client, strict, settings):
    moderator = a_moderator()
    secret = generate_totp_secret()
    TOTP.activate(moderator, secret)
    response = sign_in(client, moderator)
    assert response.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))
    assert client.get(INDEX, follow=True).redirect_chain[-1][0].startswith("/konto/")

    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get(INDEX).status_code == 200

    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= settings.STAFF_SESSION_HOURS * 3600
    session.save()
    response = client.get(INDEX + "matching/need/", follow=True)
    last = response.redirect_chain[-1][0]
    assert last == reverse("mfa_reauthenticate") + "?next=%2Fverwaltung%2Fmatching%2Fneed%2F"


def test_a_password_alone_does_not_open_the_door(client, strict):
    moderator = a_moderator()
    TOTP.activate(moderator, generate_totp_secret())
    client.force_login(moderator)
    assert client.get(INDEX).status_code == 302


def test_signing_out_from_the_admin_ends_the_session(client, loose):
    client.force_login(a_moderator())
    assert client.get(reverse("admin:logout")).url == reverse("site:home")
    assert client.get(INDEX).status_code == 200
    client.post(reverse("admin:logout"))
    assert client.get(INDEX).status_code == 302


def test_pages_that_would_show_secrets_or_rename_roles_are_not_there(client, loose):
    client.force_login(a_user(is_staff=True, is_superuser=True))
    assert client.get(INDEX + "auth/group/").status_code == 404
    assert client.get(INDEX + "mfa/authenticator/").status_code == 404
