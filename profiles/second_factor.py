"""Second factors as this portal names them, and which page asks for which.

A passkey counts as a second factor, also for the Servicestelle's pages: allauth takes one in only
with the device's own check of the person (fingerprint, face, PIN), which is something one has
together with something one is or knows. It is bound to the portal's host name, so unlike a code it
cannot be typed into a forged page. A security key without that check is asked for after the password.
"""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.models import User


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        # allauth says it of codes and passkeys alike.
        "incorrect_code": gettext_lazy("That does not fit. Please try again, or another way."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The browser shows this name beside the address."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.SERVICEDESK_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """A first proposal; the person may call it anything."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("My device") if number == 1 else _("Device %(number)d") % {"number": number}


def page_that_asks(user: User) -> str:
    """The name of the page on which `user` proves the second factor once more.

    The page for codes links to passkeys and works without JavaScript; only who has no app is sent
    to the other one at once.
    """
    types = set(user.authenticator_set.values_list("type", flat=True))
    if Authenticator.Type.WEBAUTHN in types and Authenticator.Type.TOTP not in types:
        return "mfa_reauthenticate_webauthn"
    return "mfa_reauthenticate"
