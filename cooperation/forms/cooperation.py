"""Forms of the running cooperation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models.cooperation import REASON_MAX


class ReasonForm(forms.Form):
    """Why it is paused, ends early or does not come about: the other side reads it."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A sentence is enough. The other side reads it."),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_MAX}),
    )
