"""A passkey from beginning to end, in a real browser with an authenticator that is not one of metal."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import translation
from django.utils.translation import gettext as _

from portal.foundation.models import OutboxMail
from tests.builders import PASSWORD, a_moderator, a_user, an_organisation
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def people(browser, live_server, settings, tmp_path):
    """Browsers with their own authenticator; what breaks the content security policy is noted."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # plain http, but on localhost
    opened = []

    def person(**device) -> Person:
        one = Person(browser, live_server.url.replace("127.0.0.1", "localhost"), tmp_path)
        opened.append(one)
        one.broken = []
        one.page.on("console", lambda line: line.type == "error" and one.broken.append(line.text))
        one.page.on("pageerror", lambda error: one.broken.append(str(error)))
        one.cdp = one.context.new_cdp_session(one.page)
        one.cdp.send("WebAuthn.enable")
        options = {"options": DEVICE | device}
        one.device = one.cdp.send("WebAuthn.addVirtualAuthenticator", options)["authenticatorId"]
        return one

    yield person
    for one in opened:
        one.context.close()


def add_a_passkey(one: Person, *, name: str) -> None:
    one.open("/konto/2fa/webauthn/add/")
    if one.page.url.split("?")[0].endswith("/reauthenticate/"):
        one.fill(password=PASSWORD)
        one.press(_("Confirm"))
    one.fill(name=name)
    one.press(_("Add a passkey"))


def sign_out(one: Person) -> None:
    one.open("/konto/logout/")
    one.press(_("Sign out"))


def test_a_passkey_is_added_used_and_removed(people):
    person = a_user("Mia Probst")
    an_organisation("Jugendhaus Süd", owner=person)
    mia = people()
    with translation.override("de"):
        mia.sign_in(person.email)
        add_a_passkey(mia, name="Mein Telefon")
        assert mia.reads(_("Your passkey is set up."))
        assert mia.page.url.endswith("/konto/2fa/recovery-codes/")
        sign_out(mia)

        mia.open("/konto/login/")
        mia.press(_("Sign in with a passkey"))
        assert mia.page.url.endswith("/schreibtisch/")
        assert Authenticator.objects.get(type="webauthn").last_used_at

        mia.open("/konto/2fa/webauthn/")
        assert mia.reads("Mein Telefon")
        assert mia.fits_the_screen()
        mia.follow(_("Remove"))
        if "reauthenticate" in mia.page.url:  # with the passkey itself: there is another way too
            mia.fill(password=PASSWORD)
            mia.press(_("Confirm"))
        mia.press(_("Remove"))
        assert mia.reads(_("The passkey is removed."))
        assert not Authenticator.objects.exists()
        sign_out(mia)

        mia.open("/konto/login/")
        mia.press(_("Sign in with a passkey"))
        assert mia.reads(_("That does not fit. Please try again, or another way."))
    assert not [line for line in mia.broken if "Content Security" in line or "Error" in line]
    kinds = set(OutboxMail.objects.values_list("subject", flat=True))
    with translation.override("de"):
        assert {_("A passkey was added"), _("A passkey was removed")} <= kinds


def test_whoever_cancels_is_told_kindly_and_nothing_is_changed(people):
    person = a_user()
    one = people(isUserVerified=False)
    with translation.override("de"):
        one.sign_in(person.email)
        one.open("/konto/2fa/webauthn/add/")
        one.fill(password=PASSWORD)
        one.press(_("Confirm"))
        assert not one.page.locator("[data-passkey-error]").is_visible()
        one.page.get_by_role("button", name=_("Add a passkey")).click()
        one.page.locator("[data-passkey-error]").wait_for()
    assert not Authenticator.objects.exists()


def test_a_security_key_is_asked_for_after_the_password(people):
    person = a_user()
    one = people()
    with translation.override("de"):
        one.sign_in(person.email)
        one.open("/konto/2fa/webauthn/add/")
        one.fill(password=PASSWORD)
        one.press(_("Confirm"))
        one.page.get_by_label(_("Sign in with it alone, without the password")).uncheck()
        one.press(_("Add a passkey"))
        sign_out(one)
        one.sign_in(person.email)
        assert "/konto/2fa/authenticate/" in one.page.url
        one.press(_("Use the passkey"))
        assert one.page.url.endswith("/schreibtisch/")


def test_a_passkey_opens_the_servicestelles_pages(people, settings):
    settings.ADMIN_REQUIRES_MFA = True
    moderator = a_moderator()
    rana = people()
    with translation.override("de"):
        rana.sign_in(moderator.email)
        add_a_passkey(rana, name="")
        sign_out(rana)
        rana.open("/konto/login/?next=/verwaltung/")
        rana.press(_("Sign in with a passkey"))
        assert rana.page.url.endswith("/verwaltung/")


def test_without_javascript_nothing_is_offered_that_would_not_work(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/konto/login/")
    assert not page.locator("#passkey_login").is_visible()
    context.close()
