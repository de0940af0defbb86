"""What people want to be written about."""

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from portal.foundation.models import Pace
from portal.foundation.outbox import preferences
from portal.foundation.outbox.kinds import KINDS


class MailPreferencesForm(forms.Form):
    """One question for each kind of mail about which there is something to choose."""

    def __init__(self, *args: object, user: AbstractBaseUser, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        paces = preferences.paces_of(user)
        for kind in KINDS.values():
            if len(kind.paces) > 1:
                self.fields[kind.name] = forms.ChoiceField(
                    label=kind.label,
                    help_text=kind.about,
                    choices=[(pace.value, Pace(pace).label) for pace in kind.paces],
                    initial=paces[kind.name].value,
                    widget=forms.RadioSelect,
                    error_messages={
                        "required": _("Please choose how soon we may write."),
                        "invalid_choice": _("Please choose how soon we may write."),
                    },
                )

    def choose(self) -> None:
        """Store what was chosen."""
        preferences.choose(self.user, self.cleaned_data)
