"""Forms of the protection of minors: the guide, the decision, and what was seen of a person."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models import Assessment, Contact, Duration, Intensity, Level, ProtectionRecord


class GuideForm(forms.Form):
    """Type, intensity and duration of the contact (§ 72a (3) and (4) SGB VIII)."""

    contact = forms.ChoiceField(
        label=Assessment._meta.get_field("contact").verbose_name,
        choices=Contact.choices,
        widget=forms.RadioSelect,
    )
    intensity = forms.ChoiceField(
        label=Assessment._meta.get_field("intensity").verbose_name,
        choices=Intensity.choices,
        widget=forms.RadioSelect,
    )
    duration = forms.ChoiceField(
        label=Assessment._meta.get_field("duration").verbose_name,
        choices=Duration.choices,
        widget=forms.RadioSelect,
    )


class AssessmentForm(forms.ModelForm):
    """The decision itself, with its reason; the answers of the guide travel along."""

    level = forms.ChoiceField(
        label=Assessment._meta.get_field("level").verbose_name,
        choices=Level.choices,  # as a model's field it would offer “nothing” too
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Assessment
        fields = (
            "contact", "intensity", "duration", "level", "reason", "needs_declaration",
            "needs_concept",
        )  # fmt: skip
        widgets = {
            "contact": forms.HiddenInput,
            "intensity": forms.HiddenInput,
            "duration": forms.HiddenInput,
            "reason": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        }
        help_texts = {"reason": _("Two sentences are enough. Please name no young people.")}


class PersonForm(forms.ModelForm):
    """One adult of the company. The certificate itself stays with its owner."""

    class Meta:
        model = ProtectionRecord
        fields = ("name", "issued_on", "seen_on", "see_again_on", "declared_on", "concept_read_on")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("issued_on", "seen_on", "see_again_on", "declared_on", "concept_read_on")
        }
        help_texts = {
            "name": _("An adult who comes to you from the company."),
            "seen_on": _("Only if nothing in it stands against the work with young people."),
        }

    def clean_name(self) -> str:
        """Each person once; the cooperation is no field of this form, so nobody else asks."""
        name = self.cleaned_data["name"]
        others = self.instance.cooperation.protection_records.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("This person stands in the list already."))
        return name

    def clean(self) -> dict:
        """Dates that belong together, and none that lies ahead."""
        values = super().clean()
        today = timezone.localdate()
        for name in ("issued_on", "seen_on", "declared_on", "concept_read_on"):
            if values.get(name) and values[name] > today:
                self.add_error(name, _("This day has not come yet."))
        seen, issued = values.get("seen_on"), values.get("issued_on")
        if bool(seen) != bool(issued) and not {"seen_on", "issued_on"} & self.errors.keys():
            missing = "issued_on" if seen else "seen_on"
            self.add_error(missing, _("Please enter both days of the certificate, or none."))
        if values.get("see_again_on") and not seen:
            self.add_error("see_again_on", _("Please enter the days of the certificate first."))
        if values.get("see_again_on") and seen and values["see_again_on"] <= seen:
            self.add_error("see_again_on", _("This has to be after the day on which you saw it."))
        return values
