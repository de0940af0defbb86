"""Forms of the enquiry: asking, and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.models import MESSAGE_MAX, Enquiry
from matching.amounts import how_many
from matching.models import DismissalReason, Side


class EnquiryForm(forms.ModelForm):
    """A few words to the other side, and for how many people."""

    class Meta:
        model = Enquiry
        fields = ("message", "people")
        widgets = {"message": forms.Textarea(attrs={"rows": 7, "maxlength": MESSAGE_MAX})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].label = how_many(self.instance.need or self.instance.offer)
        self.fields["message"].help_text = (
            _("Who are you, what can you do, and when do you have time?")
            if self.instance.opened_from == Side.OFFER
            else _("Who are you, what do you need, and when?")
        )


class AnswerForm(forms.Form):
    """A few words back; when declining, they are what the other side is left with."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = forms.ChoiceField(
        label=_("Why does it not fit?"),
        choices=DismissalReason.choices,
        initial=DismissalReason.OTHER,
        required=False,
    )
