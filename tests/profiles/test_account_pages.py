"""Every page of allauth opens in the portal's frame, and every notice of a change is sent."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.foundation.models import OutboxMail
from profiles.models import User
from tests.builders import PASSWORD, a_user

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://\S+/konto/\S+/")
# Which pages people meet; the others only redirect, or answer to a POST.
OPEN_TO_ALL = [
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_email_verification_sent", "account_inactive",
    "account_reset_password_from_key_done",
]  # fmt: skip
SIGNED_IN = [
    "account_logout", "account_email", "account_change_password", "account_reauthenticate",
    "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "profiles:account", "profiles:account-name", "profiles:devices", "profiles:account-delete",
    "mails:preferences", "site:saved-searches", "cooperation:my-calendar",
]  # fmt: skip
WITH_TWO_STEPS = [
    "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
]  # fmt: skip
ELSEWHERE = {
    "account_set_password", "account_confirm_email", "account_reset_password_from_key",
    "account_confirm_login_code", "mfa_authenticate", "mfa_trust", "mfa_download_recovery_codes",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn",
}  # fmt: skip


@pytest.fixture
def person(client):
    person = a_user("Mia Probst")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return person


def names(patterns) -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    of_allauth = {name for name in found if name.startswith(("account_", "mfa_"))}
    return {name for name in of_allauth if not name.startswith("account_emailaddress_")}  # admin


def opens(client, name: str, language: str) -> str:
    answer = client.get(reverse(name), headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert 'class="brand"' in page
    assert not re.search(r"<script>|<script type=\"text/javascript\"| style=| onclick=", page)
    return page


def test_no_page_of_allauth_is_forgotten():
    known = {*OPEN_TO_ALL, *SIGNED_IN, *WITH_TWO_STEPS, *ELSEWHERE}
    assert names(get_resolver().url_patterns) - known == set()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_pages_at_the_door(client, name, language):
    opens(client, name, language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_the_account_share_one_navigation(client, person, name, language):
    page = opens(client, name, language)
    if name != "account_reauthenticate":
        assert page.count('<nav class="side-nav"') == 1
        assert page.split('<nav class="side-nav"')[1].split("</nav>")[0].count("<li>") == 10


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", WITH_TWO_STEPS)
def test_pages_of_whoever_has_two_steps(client, person, name, language):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    opens(client, name, language)


def test_the_list_of_recovery_codes_is_a_file(client, person):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    answer = client.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Disposition"].startswith("attachment")


def test_whoever_has_no_password_may_set_one(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    opens(client, "account_set_password", "de")


def a_newcomer(client, language: str = "de") -> str:
    """Signs up; returns the path of the link in the mail."""
    client.post(
        reverse("account_signup"),
        {"name": "Jana Neu", "email": "jana@neu.example", "password1": PASSWORD},
        headers={"accept-language": language},
    )
    return urlsplit(LINK.search(OutboxMail.objects.get().text)[0]).path


@pytest.mark.parametrize(
    ("language", "subject"),
    [("de", "Bitte bestätigen Sie"), ("en", "Please confirm your e-mail address")],
)
def test_a_newcomer_is_written_to_in_the_language_of_the_page(client, language, subject):
    a_newcomer(client, language)
    assert OutboxMail.objects.get().subject.startswith(subject)
    assert User.objects.get().language == language


def test_one_button_confirms_and_leads_to_the_first_steps(client):
    path = a_newcomer(client)
    page = client.get(path).content.decode()
    assert page.split("<main")[1].count("<button") == 1
    answer = client.post(path, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("site:desk")
    assert answer.context["first_steps"].steps[1].state == "now"


def test_what_a_newcomer_forgot_is_said_kindly_and_fields_help_the_browser(client):
    answer = client.post(
        reverse("account_signup"), {"email": "jana"}, headers={"accept-language": "en"}
    )
    page = answer.content.decode()
    for sentence in ("Please tell us your name.", "Something is missing here.",
                     "Please choose a password."):  # fmt: skip
        assert sentence in page
    for autocomplete in ("name", "email", "new-password"):
        assert f'autocomplete="{autocomplete}"' in page
    login = client.get(reverse("account_login")).content.decode()
    assert 'autocomplete="username"' in login
    assert 'autocomplete="current-password"' in login


def test_a_new_address_counts_once_its_link_was_opened_and_the_old_one_is_told(client, person):
    old = person.email
    client.post(reverse("account_email"), {"email": "neu@person.example", "action_add": ""})
    person.refresh_from_db()
    assert person.email == old
    assert b"neu@person.example" in client.get(reverse("account_email")).content
    link = LINK.search(OutboxMail.objects.get(recipient="neu@person.example").text)[0]
    client.post(urlsplit(link).path)
    person.refresh_from_db()
    assert person.email == "neu@person.example"
    assert OutboxMail.objects.filter(recipient=old, text__contains="neu@person.example").exists()
    assert [one.email for one in person.emailaddress_set.all()] == ["neu@person.example"]


def test_whoever_has_two_steps_can_change_the_address_too(client, person):
    TOTP.activate(person, generate_totp_secret())
    client.post(reverse("account_email"), {"email": "neu@person.example", "action_add": ""})
    assert OutboxMail.objects.filter(recipient="neu@person.example").exists()


@pytest.mark.parametrize(("language", "word"), [("de", "Passwort"), ("en", "password")])
def test_a_changed_password_is_told_in_the_persons_language(client, person, language, word):
    User.objects.update(language=language)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "ganz-anders-2028", "password2": "ganz-anders-2028"},
        headers={"user-agent": "X Windows Firefox/140.0"},
    )
    mail = OutboxMail.objects.get(recipient=person.email)
    assert word in mail.subject
    assert "Firefox" in mail.text
    assert mail.html


def test_saving_the_language_changes_the_pages_at_once(client, person):
    client.post(reverse("profiles:account-name"), {"name": "Mia", "language": "en"})
    assert '<html lang="en">' in client.get(reverse("profiles:account")).content.decode()


def test_the_hub_takes_few_queries(client, person, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get(reverse("profiles:account"))
