"""“Passt nicht”: why a suggestion does not fit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Dismissal, DismissalReason


class DismissalForm(forms.ModelForm):
    """The reason, and a few words if somebody likes."""

    reason = forms.ChoiceField(
        label=_("What does not fit?"), choices=DismissalReason.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Dismissal
        fields = ("reason", "comment")
