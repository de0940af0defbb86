"""The form of an offer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.forms.listings import ListingForm, Questions, day_field
from matching.models import CONTACT_WITH_MINORS, Format, Offer, TargetGroup


class OfferForm(ListingForm):
    """What a company gives, and where its limits are."""

    GROUPS = (
        Questions(
            "worum-geht-es", _("Your offer"), _("What can you offer?"), ("title", "description")
        ),
        Questions("themen", _("Topics"), _("Which topics does it touch?"), ("competencies",)),
        Questions(
            "wie-und-fuer-wen",
            _("Kind of help"),
            _("How, and for whom?"),
            ("formats", "target_groups"),
        ),
        Questions(
            "wo-und-wann",
            _("Place and time"),
            _("Where and when?"),
            ("site", "radius_km", "remote_ok", "starts_on", "ends_on"),
        ),
        Questions(
            "wie-viel",
            _("How much"),
            _("How much, and what not?"),
            ("capacity", "languages", "min_notice_days", "excludes"),
        ),
    )

    formats = forms.MultipleChoiceField(
        label=_("Kind of help"),
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You may tick several."),
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Whom is the result for?"),
        choices=TargetGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if it is for everybody."),
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), help_text=_("The days between which you have time."))
    excludes = forms.MultipleChoiceField(
        label=_("What we cannot do"),
        choices=[(CONTACT_WITH_MINORS, _("Contact with children or adolescents"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Offer
        fields = (
            "title", "description", "formats", "target_groups", "site", "radius_km", "remote_ok",
            "starts_on", "ends_on", "capacity", "languages", "min_notice_days", "excludes",
        )  # fmt: skip
        labels = {
            "title": _("In one sentence: what do you offer?"),
            "description": _("Tell us more"),
            "radius_km": _("At most how many kilometres away?"),
            "remote_ok": _("It is also possible online or by phone"),
            "capacity": _("How many can come?"),
            "min_notice_days": _("How many days in advance do you need to know?"),
        }
        help_texts = {
            "title": _("For example: “Two hours of advice on tax law”. At most 120 characters."),
            "description": _(
                "Who helps, with what, how long, and what do you not do? "
                "Write as you would tell a neighbour."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "min_notice_days" in self.fields:
            self.fields["min_notice_days"].required = False

    def clean_capacity(self) -> int | None:
        capacity, taken = self.cleaned_data["capacity"], self.instance.capacity_taken
        if capacity is not None and capacity < taken:
            raise forms.ValidationError(
                _(
                    "You have promised %(taken)s already, and nothing is called off by itself. Please "
                    "enter at least that many, or first call off one of your cooperations."
                ),
                params={"taken": taken},
            )
        return capacity
