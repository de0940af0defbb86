"""What the forms of needs and offers share.

One form serves drafts and finished entries. A finished one has to answer everything that is not
marked as optional; a draft only needs its title and place: what is left empty is kept empty, or,
where the database always wants a value (period, number, language), gets the value that the form
proposed. What is filled in must be right in both.

The form asks in groups. A step of the wizard is the same form with the fields of one group only.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching.drafting import PROPOSED_PERIOD_DAYS
from matching.models import Language, ListingStatus
from matching.models.listing import Listing, german
from matching.templates_to_start import gaps_in
from profiles.forms.competences import CompetencesField, leaves_by_group
from profiles.models import Organisation

YEARS_AHEAD_AT_MOST = 5


class Questions(NamedTuple):
    """Questions that belong together: one step of the wizard, one section of the whole form."""

    slug: str  # in the step's address
    label: str  # in the stepper
    title: str
    fields: Sequence[str]
    more: Sequence[str] = ()  # those of `fields` that hardly anybody needs: folded


class Group(NamedTuple):
    """One section of a form: its heading, its fields, and the questions where they make a step."""

    title: str
    fields: list[forms.BoundField]
    questions: Questions

    @property
    def asked(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [field for field in self.fields if field.name not in self.questions.more]

    @property
    def more(self) -> list[forms.BoundField]:
        """What may be told besides."""
        return [field for field in self.fields if field.name in self.questions.more]

    @property
    def is_more_open(self) -> bool:
        """Whether something is told there already, or wrong."""
        return any(field.errors or _is_told(field) for field in self.more)


def _is_told(bound: forms.BoundField) -> bool:
    """Whether a field holds something else than what the portal puts there."""
    column = bound.form.instance._meta.get_field(bound.name)
    usual = column.get_default() if column.has_default() else None
    return (bound.value() or None) not in (usual, None)


def day_field(label: str, **options: Any) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def title_field() -> forms.Textarea:
    """Two rows, so that a long title is seen whole; line breaks become spaces."""
    return forms.Textarea(attrs={"rows": 2})


class ListingForm(forms.ModelForm):
    """Base of NeedForm and OfferForm. `organisation` is the one that posts."""

    ALWAYS_REQUIRED = ("title", "site")
    GROUPS: Sequence[Questions] = ()
    # Numbers that are shown empty while they are 0.
    NOTHING_IS_ZERO: Sequence[str] = ()

    competencies = CompetencesField(
        label=_("Which topics is it about?"),
        required=False,
        help_text=_("Tick what fits. The portal also reads your description."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which it can happen"),
        choices=Language.choices,
        initial=german,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        is_draft: bool = False,
        only: Questions | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.is_draft = is_draft
        self.only = only
        self.instance.organisation = organisation
        sites = organisation.sites.order_by("-is_main", "pk")
        self.fields["site"] = forms.ModelChoiceField(
            sites,
            label=_("Where?"),
            to_field_name="public_id",
            empty_label=None,
            help_text=_("A site of your organisation. Others see place and postcode."),
        )
        if only:
            self.fields = {name: self.fields[name] for name in only.fields}
        if "competencies" in self.fields:
            self.fields["competencies"].choices = leaves_by_group()
            if self.instance.pk:
                self.initial["competencies"] = [c.slug for c in self.instance.competencies.all()]
        for name in self.NOTHING_IS_ZERO:
            if name in self.fields:
                self.fields[name].required = False
                self.initial[name] = self.initial.get(name) or None
        if self.instance.site_id:
            self.initial["site"] = self.instance.site
        elif not self.instance.pk:
            today = timezone.localdate()
            self.initial.setdefault("site", sites.first())
            self.initial.setdefault("starts_on", today)
            self.initial.setdefault("ends_on", today + timedelta(days=PROPOSED_PERIOD_DAYS))

    @property
    def groups(self) -> Iterator[Group]:
        """The fields in groups of questions that belong together."""
        for questions in [self.only] if self.only else self.GROUPS:
            fields = [self[name] for name in questions.fields]
            yield Group(questions.title, fields, questions)

    def show_again(self, typed: QueryDict) -> None:
        """Show what somebody typed earlier without saying yet what is wrong with it."""
        for name, field in self.fields.items():
            self.initial[name] = field.widget.value_from_datadict(typed, {}, self.add_prefix(name))

    def full_clean(self) -> None:
        relaxed = [
            field
            for name, field in self.fields.items()
            if self.is_draft and field.required and name not in self.ALWAYS_REQUIRED
        ]
        for field in relaxed:
            field.required = False
        super().full_clean()
        # Shown again, the form marks as optional only what may stay empty in the end.
        for field in relaxed:
            field.required = True

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._ask_for_gaps(cleaned)
        self._fill_gaps(cleaned)
        self._check_period(cleaned.get("starts_on"), cleaned.get("ends_on"))
        return cleaned

    def _ask_for_gaps(self, cleaned: dict[str, Any]) -> None:
        """Nobody hands in “… (how many?)”; a draft may keep it."""
        for name in () if self.is_draft else ("title", "description"):
            if gaps := gaps_in(cleaned.get(name) or ""):
                message = ngettext(
                    "Please put your own words in place of %(gaps)s, or delete it.",
                    "Please put your own words in place of these gaps, or delete them: %(gaps)s",
                    len(gaps),
                )
                self.add_error(name, message % {"gaps": ", ".join(gaps)})

    def _fill_gaps(self, cleaned: dict[str, Any]) -> None:
        """Give fields that were left empty, and may be, the value that the database wants."""
        today = timezone.localdate()
        if "starts_on" in cleaned and cleaned["starts_on"] is None:
            cleaned["starts_on"] = today
        if "ends_on" in cleaned and cleaned["ends_on"] is None:
            begin = cleaned.get("starts_on") or today
            cleaned["ends_on"] = begin + timedelta(days=PROPOSED_PERIOD_DAYS)
        for name, value in cleaned.items():
            column = self._meta.model._meta.get_field(name)
            if value in (None, []) and column.has_default():
                cleaned[name] = column.get_default()

    def _check_period(self, starts_on: date | None, ends_on: date | None) -> None:
        today = timezone.localdate()
        last = today + timedelta(days=366 * YEARS_AHEAD_AT_MOST)
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
            if day and not date(2000, 1, 1) <= day <= last:
                message = _("Please choose a day within the next five years.")
                self.add_error(name, message)
                return
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end must not be before the beginning."))
        elif ends_on and ends_on < today and not self.is_draft:
            self.add_error("ends_on", _("This day is over. Please choose a later one."))


def may_be_draft(listing: Listing) -> bool:
    """Whether `listing` may still be stored unfinished."""
    return listing.status in {ListingStatus.DRAFT, ListingStatus.RETURNED}


def questions_with(form_class: type[ListingForm], name: str) -> Questions:
    """The group in which the form asks for `name`."""
    return next(q for q in form_class.GROUPS if name in q.fields)


def finished(
    form_class: type[ListingForm], listing: Listing, *, only: Questions | None = None
) -> ListingForm:
    """A bound form that asks of a stored listing what is asked of a finished one."""
    about = {"instance": listing, "organisation": listing.organisation, "only": only}
    empty = form_class(**about)
    values = {}
    for field in empty:
        value = field.value()
        if value is True:
            value = "on"
        elif value is False or value is None:
            continue
        values[field.html_name] = value
    return form_class(_Values(values), **about)


class _Values(dict):
    """Stored values in the shape that widgets read from a request."""

    def getlist(self, name: str) -> list[Any]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]
