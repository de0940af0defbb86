"""The agreement's form: groups of questions, filled in, finished or not."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperation.models import AgreementVersion
from cooperation.models.agreement import LINE, LONG, SHORT
from matching.forms.listings import YEARS_AHEAD_AT_MOST, day_field

GROUPS = (
    (_("What you want to do together"), ("title", "goals", "tasks_seeking", "tasks_offering")),
    (
        _("When, where and who"),
        ("starts_on", "ends_on", "schedule", "place", "people", "participants", "hours",
         "contact_seeking", "contact_offering"),
    ),
    (_("What comes back, and what it needs"), ("gives_back", "in_kind", "costs")),
    (
        _("So that everybody feels safe"),
        ("insurance", "data_protection", "confidentiality", "photos"),
    ),
    (_("Limits, and how it ends"), ("not_part", "falls_through", "ending")),
)  # fmt: skip
LENGTHS = {LONG: 8, SHORT: 5, LINE: 2}
LABELS = {
    "goals": _("What shall be different afterwards?"),
    "tasks_seeking": _("What does the Träger do?"),
    "tasks_offering": _("What does the company do?"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "schedule": _("On which days, at what times?"),
    "place": _("Where?"),
    "people": _("How many?"),
    "participants": _("Who takes part?"),
    "hours": _("About how many hours in all?"),
    "contact_seeking": _("Who can be reached at the Träger?"),
    "contact_offering": _("Who can be reached at the company?"),
    "gives_back": _("What does the Träger give back?"),
    "in_kind": _("Which things and rooms does it need?"),
    "costs": _("Who bears which costs?"),
    "insurance": _("Who is insured how?"),
    "data_protection": _("What happens with personal data?"),
    "confidentiality": _("What stays between you?"),
    "photos": _("What about photos?"),
    "not_part": _("What is not part of it?"),
    "falls_through": _("What if something comes in between?"),
    "ending": _("How does it end, and how can it be cancelled?"),
}
HINTS = {
    "title": _("A few words by which both recognise it."),
    "goals": _("Two or three sentences. How will you notice that it has worked?"),
    "tasks_seeking": _("One task a line."),
    "tasks_offering": _("One task a line."),
    "people": _("People; for internships places; for things and rooms pieces or seats."),
    "hours": _("Of everybody from the company together. A rough figure is enough."),
    "contact_seeking": _("Name, phone, e-mail address. Both sides read it here and in the PDF."),
    "contact_offering": _("Name, phone, e-mail address. Both sides read it here and in the PDF."),
    "photos": _(
        "Nobody is photographed without having said yes. Think of the legal guardians of minors."
    ),
    "participants": _("Functions rather than names, and no names of children and young people."),
    "ending": _("The last day, how long before, and what you do at the end."),
}


class Group(NamedTuple):
    """One section of the form: its heading and its fields."""

    title: str
    fields: list[forms.BoundField]


class AgreementForm(forms.ModelForm):
    """Writes one version. A draft may have gaps, a proposal has none that matter.

    Saves nothing: `cooperation.agreements` does.
    """

    based_on = forms.IntegerField(min_value=0, max_value=32000, widget=forms.HiddenInput)
    starts_on = day_field(LABELS["starts_on"], required=False)
    ends_on = day_field(LABELS["ends_on"], required=False)

    class Meta:
        model = AgreementVersion
        fields = AgreementVersion.CONTENT_FIELDS
        labels = LABELS
        help_texts = HINTS

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.based_on
        for name, field in self.fields.items():
            field.required = name in AgreementVersion.NEEDED_TO_PROPOSE and not is_draft
            self._size(name, field)

    @property
    def groups(self) -> Iterator[Group]:
        """Its questions as they stand on the page."""
        for title, names in GROUPS:
            yield Group(title, [self[name] for name in names])

    @property
    def values(self) -> dict[str, object]:
        """What was written, for the functions of `cooperation.agreements`."""
        return {name: self.cleaned_data[name] for name in AgreementVersion.CONTENT_FIELDS}

    @property
    def seen(self) -> int:
        """Number of the newest version that the writer has seen."""
        return self.cleaned_data.get("based_on") or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end must not be before the beginning."))
        elif first and last and last.year - first.year > YEARS_AHEAD_AT_MOST:
            self.add_error("ends_on", _("Please agree on five years at most; you can go on then."))
        return cleaned

    def _size(self, name: str, field: forms.Field) -> None:
        if not isinstance(field.widget, forms.Textarea):
            return
        model_field = AgreementVersion._meta.get_field(name)
        longest = next(rule.limit_value for rule in model_field.validators)
        field.widget.attrs |= {"rows": LENGTHS[longest], "maxlength": longest}

    def _post_clean(self) -> None:
        # The bounds of numbers and lengths are those of the model; the row itself stays untouched.
        for name in AgreementVersion.CONTENT_FIELDS:
            if name in self._errors or name not in self.cleaned_data:
                continue
            value = self.cleaned_data[name]
            if isinstance(value, str):
                # As it will be stored: a browser sends two signs for each end of a line.
                value = self.cleaned_data[name] = value.replace("\r\n", "\n")
            try:
                AgreementVersion._meta.get_field(name).run_validators(value)
            except ValidationError as error:
                self.add_error(name, error)
