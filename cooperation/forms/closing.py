"""Forms of the end: feedback, outcomes on three levels, the text of an example."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cooperation.certificates import PEOPLE_MAX
from cooperation.models import Example, Feedback, Growth, Outcome
from portal.foundation.uploads.picture_forms import WithPhoto
from profiles.models import Competence

NAME_MAX = 100
NO_NAMES = _("Please name no young people, and nothing by which one could recognise them.")


class FeedbackForm(forms.ModelForm):
    """To the other side, and to the Servicestelle. Each side once."""

    again = forms.ChoiceField(
        label=Feedback._meta.get_field("again").verbose_name,
        choices=Feedback.Again.choices,  # as a model's field it would offer “nothing” too
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Feedback
        fields = ("again", "to_other", "to_servicedesk")
        widgets = {
            "to_other": forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
            "to_servicedesk": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        }
        help_texts = {
            "to_other": _("A thank you, and what you would do differently. Nobody else reads it."),
            "to_servicedesk": _("What helped, what was missing? The other side does not read it."),
        }


class OutcomeForm(forms.ModelForm):
    """What came of it. Every field may stay empty: better little than invented."""

    growth = forms.MultipleChoiceField(
        label=Outcome._meta.get_field("growth").verbose_name,
        choices=Growth.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    competencies = forms.ModelMultipleChoiceField(
        label=Outcome._meta.get_field("competencies").verbose_name,
        queryset=Competence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Outcome
        fields = (
            "competencies", "what_changed", "young_people", "growth", "young_words",
            "new_contacts", "community_words",
        )  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 4, "maxlength": 2000})
            for name in ("what_changed", "young_words", "community_words")
        }
        help_texts = {
            "young_words": NO_NAMES,
            "what_changed": _("What can you do now that you could not do before?"),
        }

    LEVELS = (
        (_("For the Träger"), ("competencies", "what_changed")),
        (_("For the young people"), ("young_people", "growth", "young_words")),
        (_("For the community"), ("new_contacts", "community_words")),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        enquiry = self.instance.cooperation.enquiry
        about = [listing for listing in (enquiry.need, enquiry.offer) if listing is not None]
        ids = {pk for listing in about for pk in listing.competencies.values_list("pk", flat=True)}
        self.fields["competencies"].queryset = Competence.objects.filter(pk__in=ids)
        if not ids:
            del self.fields["competencies"]

    def levels(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The three levels of benefit, each with its fields."""
        return [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in self.LEVELS
        ]


class ExampleForm(WithPhoto):
    """Text and photo that everybody may see once both sides and the Servicestelle agree."""

    class Meta:
        model = Example
        fields = ("title", "summary", "story", "photo", "photo_alt", "photo_by")
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3, "maxlength": 400}),
            "story": forms.Textarea(attrs={"rows": 16, "maxlength": 6000}),
        }
        help_texts = {"story": NO_NAMES}


class WordingForm(forms.ModelForm):
    """What the Servicestelle may mend: the words, and a photo that must not be shown goes."""

    remove_photo = forms.BooleanField(
        label=_("Remove the photo"),
        required=False,
        help_text=_("Such as one on which a minor can be recognised. It cannot be brought back."),
    )

    class Meta:
        model = Example
        fields = ("title", "summary", "story", "photo_alt")
        widgets = ExampleForm.Meta.widgets
        help_texts = ExampleForm.Meta.help_texts

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.photo:
            self.fields["photo_alt"].required = True
        else:
            del self.fields["photo_alt"], self.fields["remove_photo"]


class CertificateForm(forms.Form):
    """For whom, and in which words. Nothing of it is stored."""

    names = forms.CharField(
        label=_("Who helped?"),
        help_text=_("One name on each line, at most thirty. We do not keep the names."),
        max_length=PEOPLE_MAX * (NAME_MAX + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    words = forms.CharField(
        label=_("What did they do?"),
        help_text=_("This stands on the certificate. Make it your own."),
        max_length=700,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 700}),
    )

    def clean_names(self) -> list[str]:
        """The names, each once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        names = list(dict.fromkeys(filter(None, lines)))
        if len(names) > PEOPLE_MAX:
            raise forms.ValidationError(
                _("At most %(n)s names at once, please."), params={"n": PEOPLE_MAX}
            )
        for name in names:
            if len(name) > NAME_MAX:
                raise forms.ValidationError(
                    _("“%(name)s…” is too long for a name."), params={"name": name[:30]}
                )
        return names
