"""A real form with every kind of field."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Its fields are those that the portal's forms are made of."""

    title = forms.CharField(
        label=_("Title"), max_length=60, help_text=_("In one sentence. The list shows it first.")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=40)
    story = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), max_length=400
    )
    kind = forms.ChoiceField(
        label=_("Kind of help"),
        choices=[("", _("Please choose")), ("know", _("Know-how")), ("time", _("Time"))],
    )
    where = forms.ChoiceField(
        label=_("Where?"),
        choices=[("here", _("On site")), ("far", _("From afar"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("When does it suit you?"),
        choices=[("day", _("By day")), ("evening", _("In the evening"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=50)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF or picture, up to 10 MB.")
    )
    fair = forms.BooleanField(
        label=_("It replaces no professional"), help_text=_("Companies add to the work.")
    )
    number = forms.CharField(label=_("Number"), disabled=True, required=False, initial="2031")


def forms_in_every_state() -> dict[str, SampleForm]:
    """Untouched, filled in, and sent with everything wrong."""
    filled = {
        "title": _("Who looks after our books?"),
        "place": "Leipzig",
        "story": _("Two hours a month would help us a lot."),
        "kind": "know",
        "where": "far",
        "days": ["evening"],
        "until": "2031-05-17",
        "people": 2,
        "fair": True,
    }
    wrong = {"wrong-title": "x" * 61, "wrong-people": "99"}
    return {
        "fresh": SampleForm(prefix="fresh"),
        "filled": SampleForm(prefix="filled", initial=filled),
        "wrong": SampleForm(wrong, prefix="wrong"),
    }
