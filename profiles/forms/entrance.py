"""allauth's forms at the door, with fewer and clearer words.

Apart from `accounts.py`, because allauth takes a base class for its own form from there.
"""

from typing import Any

from allauth.account import forms as of_allauth
from allauth.core import context
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from profiles import newcomers


def password_hint() -> str:
    """One line instead of a list of four rules; what else is refused says so when it happens."""
    length = next(
        validator.min_length
        for validator in get_default_password_validators()
        if isinstance(validator, MinimumLengthValidator)
    )
    return ngettext(
        "At least %(count)d character. A short sentence is easy to remember.",
        "At least %(count)d characters. A short sentence is easy to remember.",
        length,
    ) % {"count": length}


class SignupForm(of_allauth.SignupForm):
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail address")
        email.help_text = _("We send a link there, which you open.")
        email.error_messages |= {
            "required": _("Please tell us your e-mail address."),
            "invalid": _(
                "Something is missing here. An address looks like this: name@example.org."
            ),
        }
        typed = context.request.session.get(newcomers.TYPED, {}) if context.request else {}
        self.initial = {name: typed.get(name, "") for name in ("name", "email")} | self.initial
        password = self.fields["password1"]
        password.help_text = password_hint()
        password.error_messages |= {"required": _("Please choose a password.")}

    def try_save(self, request: HttpRequest) -> tuple:
        newcomers.keep_typed(request, self.cleaned_data["name"], self.cleaned_data["email"])
        return super().try_save(request)


class LoginForm(of_allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("E-mail address")
        login.widget.attrs["autocomplete"] = "username"  # what password managers look for
        login.error_messages |= {
            "required": _("Please tell us your e-mail address."),
            "invalid": _(
                "Something is missing here. An address looks like this: name@example.org."
            ),
        }
        self.fields["password"].error_messages |= {"required": _("Please enter your password.")}
        if self.request and newcomers.CONFIRMED in self.request.session:
            self.initial.setdefault("login", self.request.session[newcomers.CONFIRMED])
        self.fields["remember"].label = _("Stay signed in on this device")


class ChangeEmailForm(of_allauth.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("New e-mail address")
        email.help_text = _("We send a link there, which you open.")
        email.error_messages |= {
            "required": _("Please tell us your e-mail address."),
            "invalid": _(
                "Something is missing here. An address looks like this: name@example.org."
            ),
        }


class _WithHint:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_hint()


class ChangePasswordForm(_WithHint, of_allauth.ChangePasswordForm):
    pass


class SetPasswordForm(_WithHint, of_allauth.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_WithHint, of_allauth.ResetPasswordKeyForm):
    pass
