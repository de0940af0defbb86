"""What a moderator fills in to set a badge."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from profiles.models import CheckedKind
from profiles.verification import PERIODS, Check

NOTE_MAX = 600


class CheckForm(forms.Form):
    """What was checked, when, and for how long it holds."""

    kind = forms.ChoiceField(
        label=_("What did you check?"),
        choices=[
            (
                kind.value,
                format_lazy(
                    _("{kind} ({months} months: {reason})"),
                    kind=kind.label,
                    months=PERIODS[kind].years * 12,
                    reason=PERIODS[kind].reason,
                ),
            )
            for kind in CheckedKind
        ],
    )
    checked_on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty: today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        help_text=_("Empty: as long as stands beside its kind. Never longer."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=_("Note, only for the Servicestelle"),
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def check(self) -> Check:
        """The filled-in check; only of a valid form."""
        values: dict[str, Any] = self.cleaned_data
        return Check(**values)


class WithdrawForm(forms.Form):
    """Which badge ends, and why: its owners are sent the reason."""

    verification = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=NOTE_MAX)
