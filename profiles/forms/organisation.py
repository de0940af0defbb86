"""Forms about an organisation and its sites."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles import places
from profiles.models import Competence, FieldOfWork, Organisation, OrganisationKind, Site


class OrganisationForm(forms.ModelForm):
    """The profile, as its members write it."""

    fields_of_work = forms.MultipleChoiceField(
        label=_("Fields of work"),
        choices=FieldOfWork.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For youth welfare organisations."),
    )
    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )
    standing_competencies = forms.ModelMultipleChoiceField(
        label=_("What you can help with at any time"),
        queryset=Competence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For companies and practices."),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "kind",
            "legal_form",
            "description",
            "website",
            "fields_of_work",
            "industry",
            "size",
            "standing_competencies",
            "contact_name",
            "contact_role",
            "contact_email",
            "contact_phone",
        )
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "description": _("Two or three sentences: what do you do, and for whom?"),
            "contact_name": _("Never public. The other side sees it only after both have agreed."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standing_competencies"].queryset = Competence.objects.leaves()
        self.fields["kind"].choices = OrganisationKind.choices  # radio buttons need no empty one


class SiteForm(forms.ModelForm):
    """A site; place and coordinates follow from the postcode."""

    class Meta:
        model = Site
        fields = ("label", "street", "postcode", "is_main")

    def clean_postcode(self) -> str:
        try:
            return places.require(self.cleaned_data["postcode"]).postcode
        except places.UnknownPostcode as error:
            raise forms.ValidationError(str(error)) from error


class JoinForm(forms.Form):
    """A few words to the owners."""

    message = forms.CharField(
        label=_("A few words to the owners"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
