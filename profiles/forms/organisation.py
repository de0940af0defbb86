"""Forms about an organisation and its sites."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from profiles import logos, places
from profiles.forms.competences import CompetencesField, leaves_by_group
from profiles.models import FieldOfWork, Organisation, OrganisationKind, Site


class LogoField(forms.FileField):
    """An upload that becomes a small, clean picture; without one, what was there stays."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> ContentFile | Any:
        upload = super().clean(data, initial)
        if not data:
            return upload
        try:
            return logos.reencoded(upload)
        except logos.BadLogo as error:
            raise forms.ValidationError(str(error)) from error


class OrganisationForm(forms.ModelForm):
    """The profile, as its members write it."""

    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )
    logo = LogoField(
        label=_("Logo"),
        required=False,
        max_length=200,
        help_text=_("PNG, JPEG or WebP, up to 2 MB. We make it smaller."),
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
            "website",
            "logo",
            "fields_of_work",
            "industry",
            "size",
            "standing_competencies",
            "contact_name",
            "contact_role",
            "contact_email",
            "contact_phone",
        )
        widgets = {"kind": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "description": _("Two or three sentences: what do you do, and for whom?"),
            "legal_form": _("For example e. V., gGmbH, GmbH."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = OrganisationKind.choices  # radio buttons need no empty one
        self.fields["standing_competencies"].choices = leaves_by_group()
        if self.instance.pk:
            ticked = self.instance.standing_competencies.values_list("slug", flat=True)
            self.initial["standing_competencies"] = list(ticked)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("remove_logo") and not self.files.get("logo"):
            cleaned["logo"] = False  # Django's word for “take the file away”
        return cleaned


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
