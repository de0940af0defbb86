"""Forms about a team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import Role


class InvitationForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)
