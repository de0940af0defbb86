"""Forms of the pages that belong to no app."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.site.models import BarrierReport, LegalText


class BarrierForm(forms.ModelForm):
    """Three questions, of which one must be answered."""

    # For programs that fill in everything. A person who meets it is told, not silently dropped.
    leave_empty = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = BarrierReport
        fields = ("text", "page", "email")
        labels = {
            "text": _("What is in your way?"),
            "page": _("On which page?"),
            "email": _("Your e-mail address"),
        }
        help_texts = {
            "text": _("A few words are enough: what you wanted to do, and what happened."),
            "page": _("The address of the page, or what it is about."),
            "email": _("Only if you would like an answer. We use it for nothing else."),
        }
        error_messages = {
            "text": {"required": _("Please write in a few words what is in your way.")}
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            raise forms.ValidationError(
                _("This field keeps programs away. Please empty it and send the form again.")
            )
        return ""


class SettleForm(forms.Form):
    """What was done about a barrier."""

    note = forms.CharField(
        label=_("What was done"),
        help_text=_("For the Servicestelle only; deleted together with the report."),
        required=False,
        max_length=BarrierReport._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LegalTextForm(forms.ModelForm):
    """The text of a legal page, and which version it was made from."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = LegalText
        fields = ("text", "note")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 28, "spellcheck": "true"}),
        }
        help_texts = {
            "note": _("In a few words, for those who look at the history later."),
        }
