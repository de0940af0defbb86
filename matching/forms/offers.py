"""The form of an offer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.forms.listings import ListingForm, Questions, day_field, title_field
from matching.models import CONTACT_WITH_MINORS, Format, Offer, TargetGroup


class OfferForm(ListingForm):
    """What a company gives, and where its limits are."""

    NOTHING_IS_ZERO = ("min_notice_days",)
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
            ("capacity", "excludes", "languages", "min_notice_days"),
            more=("languages", "min_notice_days"),
        ),
    )

    formats = forms.MultipleChoiceField(
        label=_("Kind of help"),
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You may tick several."),
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Whom is it for?"),
        choices=TargetGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick nothing if it is for everybody."),
    )
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), help_text=_("The days between which you have time."))
    excludes = forms.MultipleChoiceField(
        label=_("Your limits"),
        choices=[(CONTACT_WITH_MINORS, _("no contact with children or adolescents"))],
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
            "capacity": _("How many of you can help?"),
            "min_notice_days": _("How many days in advance do you need to know?"),
        }
        help_texts = {
            "capacity": _(
                "For internships: how many places. For things and rooms: how many pieces or seats."
            ),
            "title": _("For example: “Two hours of advice on tax law”. At most 120 characters."),
            "description": _(
                "Who helps, and with what? How often and how long, for example on three afternoons? "
                "What do you not do? Write as you would tell a neighbour."
            ),
        }
        widgets = {
            "title": title_field(),
            "description": forms.Textarea(attrs={"rows": 8}),
        }

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
