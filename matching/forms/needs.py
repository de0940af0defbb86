"""The form of a need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.forms.listings import ListingForm, Questions, day_field, title_field
from matching.models import Format, Need, TargetGroup


class NeedForm(ListingForm):
    """What a Träger looks for, and what it gives back."""

    NOTHING_IS_ZERO = ("lead_time_days",)
    GROUPS = (
        Questions(
            "worum-geht-es", _("Your concern"), _("What is it about?"), ("title", "description")
        ),
        Questions("themen", _("Topics"), _("Which topics does it touch?"), ("competencies",)),
        Questions(
            "wie-und-fuer-wen",
            _("Kind of help"),
            _("How, and for whom?"),
            ("format", "target_group", "alternative_formats"),
            more=("alternative_formats",),
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
            _("Who comes, and what do the helpers get out of it?"),
            (
                "people_needed",
                "contact_with_minors",
                "gives_back",
                "replaces_no_staff",
                "languages",
                "max_group_size",
                "lead_time_days",
            ),
            more=("languages", "max_group_size", "lead_time_days"),
        ),
    )

    format = forms.ChoiceField(
        label=_("Kind of help"), choices=Format.choices, widget=forms.RadioSelect
    )
    alternative_formats = forms.MultipleChoiceField(
        label=_("Which other kinds of help would be possible too?"),
        choices=Format.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The more you tick, the more companies can be found."),
    )
    target_group = forms.ChoiceField(
        label=_("Whom is it for?"), choices=TargetGroup.choices, widget=forms.RadioSelect
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(
        _("Until"), help_text=_("The days between which the help should happen or begin.")
    )
    replaces_no_staff = forms.BooleanField(
        label=_("This help replaces no job at our organisation."),
        error_messages={"required": _("Please tick it to confirm.")},
        help_text=_(
            "Meant is work for which you would otherwise employ somebody, for example the shift of an "
            "educator: volunteers must not take over such jobs. Expertise that a company gives "
            "freely is fine, such as the advice of a tax consultant."
        ),
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
            "people_needed": _("How many helpers do you need?"),
            "max_group_size": _("How large may a group be at most?"),
            "lead_time_days": _("How many days do you need to prepare?"),
            "gives_back": _("What do the helpers get out of it?"),
            "contact_with_minors": _("The helpers meet children or adolescents"),
        }
        help_texts = {
            "people_needed": _(
                "For internships: how many places. For things and rooms: how many pieces or seats."
            ),
            "title": _(
                "For example: “Who brings order into our bookkeeping?” At most 120 characters."
            ),
            "description": _(
                "What is it about, who takes part, what have you tried, what should come out? "
                "Write as you would tell a colleague. Please name no children or families."
            ),
        }
        widgets = {
            "title": title_field(),
            "description": forms.Textarea(attrs={"rows": 8}),
            "gives_back": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wished = cleaned.get("format")
        if wished and wished in cleaned.get("alternative_formats", []):
            cleaned["alternative_formats"].remove(wished)
        return cleaned
