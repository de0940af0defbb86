"""Forms of appointments and hours."""

from decimal import Decimal

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.appointments import Plan
from cooperation.hours import Work
from cooperation.models import Says
from cooperation.models.appointment import CANCEL_REASON_MAX, NOTE_MAX, PLACE_MAX, TITLE_MAX
from cooperation.models.hours import HOURS_MAX, QUARTER, WHAT_MAX, WORDS_MAX
from matching.models.listing import PEOPLE_MAX

NO_NAMES = _("Please no names of children, young people or families.")


class DayInput(forms.DateInput):
    """A day, chosen from the browser's own calendar."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day, as the browser asks for it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "time"}, format="%H:%M")


class AppointmentForm(forms.Form):
    """When, where, what about; times as the clocks in Germany show them."""

    title = forms.CharField(
        label=_("What is it about?"), help_text=NO_NAMES, max_length=TITLE_MAX
    )  # fmt: skip
    day = forms.DateField(label=_("Day"), widget=DayInput)
    starts = forms.TimeField(label=pgettext_lazy("time of day", "From"), widget=ClockInput)
    ends = forms.TimeField(label=pgettext_lazy("time of day", "To"), widget=ClockInput)
    place = forms.CharField(
        label=_("Place"),
        help_text=_("An address, or the link to a video call."),
        max_length=PLACE_MAX,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=format_lazy("{} {}", _("What should the other side bring or know?"), NO_NAMES),
        max_length=NOTE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NOTE_MAX}),
    )
    # The one that was seen: nobody overwrites what somebody else has just changed.
    sequence = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    weekly_until = forms.DateField(
        label=_("Each week until"),
        help_text=_("Leave it empty for a single appointment. Up to 30 at once."),
        required=False,
        widget=DayInput,
    )

    def plan(self) -> Plan:
        """What was entered, for `appointments`."""
        names = ("title", "day", "starts", "ends", "place", "note")
        return Plan(**{name: self.cleaned_data[name] for name in names})


class ChangeAppointmentForm(AppointmentForm):
    """The same for a single one that stands already."""

    weekly_until = None


class CancelForm(forms.Form):
    """Why it does not take place, and whether the later ones of its series do."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A sentence is enough. The other side reads it."),
        max_length=CANCEL_REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": CANCEL_REASON_MAX}),
    )
    and_following = forms.BooleanField(
        label=_("Cancel the later ones of this series, too"), required=False
    )


class SaysForm(forms.Form):
    """One press of a button: what became of an appointment."""

    says = forms.ChoiceField(choices=Says.choices)


class QuartersField(forms.DecimalField):
    """Hours in quarters; a comma is as good as a point."""

    def to_python(self, value: object) -> Decimal | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class WorkForm(forms.Form):
    """What was done: day, people, hours of each, a few words."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    people = forms.IntegerField(
        label=_("How many people helped?"), min_value=1, max_value=PEOPLE_MAX
    )
    hours = QuartersField(
        label=_("How many hours each?"),
        help_text=_("In quarters: 1.5 is an hour and a half."),
        min_value=QUARTER,
        max_value=HOURS_MAX,
        max_digits=4,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )
    what = forms.CharField(label=_("What was done?"), help_text=NO_NAMES, max_length=WHAT_MAX)

    def work(self) -> Work:
        """What was entered, for `hours`."""
        names = ("day", "people", "hours", "what")
        return Work(**{name: self.cleaned_data[name] for name in names})


class DisputeForm(forms.Form):
    """What the other side remembers differently."""

    words = forms.CharField(
        label=_("What was different?"),
        help_text=_("A sentence is enough. The other side reads it and can mend the entry."),
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": WORDS_MAX}),
    )
