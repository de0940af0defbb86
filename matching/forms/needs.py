"""The form of a need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.forms.listings import ListingForm, Questions, day_field
from matching.models import Format, Need, TargetGroup


class NeedForm(ListingForm):
    """What a Träger looks for, and what it gives back."""

    GROUPS = (
        Questions(
            "worum-geht-es", _("Your concern"), _("What is it about?"), ("title", "description")
        ),
        Questions("themen", _("Topics"), _("Which topics does it touch?"), ("competencies",)),
        Questions(
            "wie-und-fuer-wen",
            _("Kind of help"),
            _("How, and for whom?"),
            ("format", "alternative_formats", "target_group"),
        ),
        Questions(
            "wo-und-wann",
            _("Place and time"),
            _("Where and when?"),
            ("site", "radius_km", "remote_ok", "starts_on", "ends_on"),
        ),
        Questions(
            "wer-kommt",
            _("People"),
            _("Who comes, and what do you give back?"),
            (
                "people_needed",
                "languages",
                "contact_with_minors",
                "max_group_size",
                "lead_time_days",
                "gives_back",
                "replaces_no_staff",
            ),
        ),
    )

    format = forms.ChoiceField(
        label=_("Kind of help"), choices=Format.choices, widget=forms.RadioSelect
    )
    alternative_formats = forms.MultipleChoiceField(
        label=_("Also possible"),
        choices=Format.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The more you tick, the more companies can be found."),
    )
    target_group = forms.ChoiceField(
        label=_("Whom is the result for?"), choices=TargetGroup.choices, widget=forms.RadioSelect
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(
        _("Until"), help_text=_("The days between which the help should happen or begin.")
    )
    replaces_no_staff = forms.BooleanField(
        label=_("No paid professional is replaced by this help."),
        error_messages={
            "required": _("Please confirm that no paid professional is replaced by this help.")
        },
        help_text=_("The Servicestelle asks everybody this before publishing."),
    )

    class Meta:
        model = Need
        fields = (
            "title", "description", "format", "alternative_formats", "target_group", "site",
            "radius_km", "remote_ok", "starts_on", "ends_on", "people_needed", "languages",
            "contact_with_minors", "max_group_size", "lead_time_days", "gives_back",
            "replaces_no_staff",
        )  # fmt: skip
        labels = {
            "title": _("In one sentence: what are you looking for?"),
            "description": _("Tell us more"),
            "radius_km": _("At most how many kilometres away?"),
            "remote_ok": _("It is also possible online or by phone"),
            "people_needed": _("How many people are needed?"),
            "contact_with_minors": _("The helpers meet children or adolescents"),
        }
        help_texts = {
            "title": _(
                "For example: “Who brings order into our bookkeeping?” At most 120 characters."
            ),
            "description": _(
                "What is it about, who takes part, what have you tried, what should come out? "
                "Write as you would tell a colleague. Please name no children or families."
            ),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 8}),
            "gives_back": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wished = cleaned.get("format")
        if wished and wished in cleaned.get("alternative_formats", []):
            cleaned["alternative_formats"].remove(wished)
        return cleaned
