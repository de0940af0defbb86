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
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user) -> None:  # noqa: ANN001 -- allauth's signature
        """allauth asks for this method; the adapter has stored the name already."""


class AccountForm(forms.ModelForm):
    """Name and language of a person."""

    class Meta:
        model = get_user_model()
        fields = ("name", "language")
