"""Forms about an organisation and its sites."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.foundation.uploads.picture_forms import PictureField, WithPhoto
from profiles import identifiers, places
from profiles.forms.competences import CompetencesField, leaves_by_group
from profiles.forms.numbers import TouchedNumbers
from profiles.logos import LOGO
from profiles.models import FieldOfWork, LegalForm, Organisation, OrganisationKind, Site
from profiles.models.organisation import PLAUSIBLE

# The choice of a legal form that is not in the list, and stored as it is typed.
OTHER = "other"
# Browsers show a date field's own format; the value has to be ISO.
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class OrganisationForm(TouchedNumbers, WithPhoto):
    """The profile, as its members write it."""

    legal_form = forms.ChoiceField(
        label=_("Legal form"),
        required=False,
        choices=[("", _("not given")), *LegalForm.choices, (OTHER, _("Another one"))],
    )
    other_legal_form = forms.CharField(label=_("Which legal form?"), required=False, max_length=60)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )
    pictures = ("logo", "photo")
    logo = PictureField(
        label=_("Logo"),
        sizes=LOGO,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. We make it smaller."),
    )
    logo_alt = forms.CharField(
        label=_("What does the picture show?"),
        required=False,
        max_length=160,
        help_text=_(
            "For people who do not see it; needed with a picture. Such as: Logo of Haus Süd."
        ),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields of work"),
        choices=FieldOfWork.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    standing_competencies = CompetencesField(
        label=_("What you can help with at any time"),
        required=False,
        help_text=_("What you can help with even without an offer of its own."),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "kind",
            "legal_form",
            "description",
            "region",
            "website",
            "logo",
            "logo_alt",
            "photo",
            "photo_alt",
            "photo_by",
            "fields_of_work",
            "umbrella",
            "umbrella_name",
            "recognised_under_75",
            "recognised_on",
            "recognised_by",
            "tax_notice",
            "tax_notice_on",
            "industry",
            "size",
            "legal_name",
            "register_court",
            "register_number",
            "vat_id",
            "contact_name",
            "contact_role",
            "contact_email",
            "contact_phone",
        )
        widgets = {
            "kind": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 6}),
            "recognised_on": DAY,
            "tax_notice_on": DAY,
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "contact_role": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "contact_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts = {
            "contact_role": _("Such as head of the house."),
            "description": _("Two or three sentences: what do you do, and for whom?"),
            "region": _("Where you work or help, such as “Leipzig und Umgebung”."),
            "legal_name": _("Only if it is another one than above."),
            "umbrella_name": _("Such as its branch in your Land, or the name of another one."),
            "recognised_by": _("The youth office or the authority of your Land."),
            "tax_notice_on": _("The day on the notice. Your page shows it."),
            "register_court": _("Such as Leipzig."),
            "contact_phone": _("With area code, such as 0341 123456."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the organisation")
        self.fields["kind"].error_messages["required"] = _("Please choose one.")
        self.fields["kind"].help_text = _("Organisations of youth welfare: small associations too.")
        for name in ("description", "contact_name", "contact_email"):
            self.fields[name].is_needed_later = True  # the label says so, not "optional"
        self.fields["kind"].choices = OrganisationKind.choices  # radio buttons need no empty one
        stored = self.instance.legal_form
        if stored and stored not in LegalForm.values:
            self.initial |= {"legal_form": OTHER, "other_legal_form": stored}
        self.initial["contact_phone"] = identifiers.shown_phone(self.instance.contact_phone)
        if self.instance.pk:
            # They have a page of their own, with level and conditions.
            del self.fields["standing_competencies"]
        else:
            self.fields["standing_competencies"].choices = leaves_by_group()
        if self.instance.logo and not self.instance.logo_alt:
            self.initial["logo_alt"] = self.instance.logo_words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_legal_form(cleaned)
        self._clean_register(cleaned)
        self._clean_recognition(cleaned)
        self._clean_tax_notice(cleaned)
        return cleaned

    def _clean_legal_form(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("legal_form") == OTHER:
            cleaned["legal_form"] = cleaned.get("other_legal_form", "")
            if not cleaned["legal_form"] and "other_legal_form" not in self.errors:
                self.add_error("other_legal_form", _("Please say which."))

    def _clean_register(self, cleaned: dict[str, Any]) -> None:
        """Number, court and legal form together, if one of the numbers was touched."""
        if self.untouched("register_number") and self.untouched("register_court"):
            return
        if not self.untouched("register_number"):
            form = cleaned.get("legal_form", "")
            read = partial(identifiers.stored_register_number, legal_form=form)
            try:
                cleaned["register_number"] = read(cleaned.get("register_number", ""))
            except ValueError as error:
                self.add_error("register_number", str(error))
                return
        court, number = cleaned.get("register_court", ""), cleaned.get("register_number", "")
        if number and not court and "register_court" not in self.errors:
            self.add_error("register_court", _("Please name the court that keeps the register."))
        if court and not number and "register_number" not in self.errors:
            self.add_error("register_number", _("Please give the number, or empty the court."))

    def _clean_recognition(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("recognised_under_75"):
            if cleaned.get("recognised_on") or cleaned.get("recognised_by"):
                self.add_error(
                    "recognised_under_75",
                    _("Please tick this box, or empty the two fields below."),
                )
            return
        self._require_past_day(cleaned, "recognised_on")

    def _clean_tax_notice(self, cleaned: dict[str, Any]) -> None:
        notice, day = cleaned.get("tax_notice"), cleaned.get("tax_notice_on")
        if notice and not day and "tax_notice_on" not in self.errors:
            self.add_error("tax_notice_on", _("Please give the date of the notice."))
        if day and not notice and "tax_notice" not in self.errors:
            self.add_error("tax_notice", _("Please say which notice that is, or empty its date."))
        self._require_past_day(cleaned, "tax_notice_on")

    def _require_past_day(self, cleaned: dict[str, Any], name: str) -> None:
        day = cleaned.get(name)
        if day and not PLAUSIBLE[0] <= day <= timezone.localdate():
            self.add_error(name, _("This day lies ahead, or far too long ago."))


class SiteForm(forms.ModelForm):
    """A site; place and coordinates follow from the postcode."""

    class Meta:
        model = Site
        fields = ("label", "street", "postcode", "is_main")

    def clean_postcode(self) -> str:
        try:
            found = places.require(self.cleaned_data["postcode"])
        except places.UnknownPostcode as error:
            raise forms.ValidationError(str(error)) from error
        if "postcode" in self.changed_data:
            self.instance.place = found.name
        return found.postcode


class JoinForm(forms.Form):
    """A few words to the owners."""

    message = forms.CharField(
        label=_("A few words to the owners"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
