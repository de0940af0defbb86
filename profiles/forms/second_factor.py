"""Adding a passkey and giving it a name; what happens with it is allauth's."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name of the device"),
        required=False,
        max_length=60,
        help_text=_("So that you recognise it later, such as “My phone”."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_(
            "The device then asks for your fingerprint, your face or its PIN. Untick this for a "
            "simple security key that is asked for after the password."
        ),
    )


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the device"), max_length=60)
