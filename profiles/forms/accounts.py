"""What sign-up asks besides e-mail address and password."""

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """The person's name; allauth adds address and password, the adapter stores the name."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("First and last name, as others should address you."),
        error_messages={"required": _("Please tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user) -> None:  # noqa: ANN001 -- allauth's signature
        """allauth asks for this method; the adapter has stored the name already."""


class AccountForm(forms.ModelForm):
    """Name and language of a person."""

    class Meta:
        model = get_user_model()
        fields = ("name", "language")
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class DeleteAccountForm(forms.Form):
    """Somebody says twice that they want to leave: with this box, and with the button."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account for good"),
        error_messages={"required": _("Please tick the box if you are sure.")},
    )
