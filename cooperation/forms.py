"""Forms of the enquiry: asking, and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import MESSAGE_MAX, Enquiry
from cooperation.models.cooperation import REASON_MAX
from matching.models import DismissalReason


class EnquiryForm(forms.ModelForm):
    """A few words to the other side, and for how many people."""

    class Meta:
        model = Enquiry
        fields = ("message", "people")
        widgets = {"message": forms.Textarea(attrs={"rows": 7, "maxlength": MESSAGE_MAX})}
        help_texts = {"message": _("Who are you, what can you do or what do you need, and when?")}


class AnswerForm(forms.Form):
    """A few words back; when declining, they are what the other side is left with."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = forms.ChoiceField(
        label=_("If it does not fit: why?"),
        choices=DismissalReason.choices,
        initial=DismissalReason.OTHER,
        required=False,
    )


class ReasonForm(forms.Form):
    """Why it is paused, ends early or does not come about: the other side reads it."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A sentence is enough. The other side reads it."),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_MAX}),
    )
