"""The GET values of a search: a plain form, so that every result has an address to share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from matching.models import Format, TargetGroup
from portal.site.search.entries import NEED, OFFER
from portal.site.search.index import FACETS, NEAREST, NEWEST
from portal.site.search.reading import REMOTE, ROOM
from profiles import places
from profiles.models import CompanySize, FieldOfWork, OrganisationKind

RADII_KM: Final = (5, 10, 25, 50, 100, 200)
DEFAULT_RADIUS_KM: Final = 25
FORM_ID: Final = "search-form"
MOST_VALUES: Final = 60
LONGEST_VALUE: Final = 80
OTHER_VALUES: Final = ("organisation", "literal")

KIND_LABELS: Final[Mapping[str, Any]] = {
    NEED: _("Need"),
    OFFER: _("Offer"),
    **dict(OrganisationKind.choices),
}
FLAG_LABELS: Final[Mapping[str, Any]] = {
    REMOTE: _("possible online or by phone"),
    ROOM: _("only with room left"),
}


@dataclass(frozen=True)
class Scope:
    """One of the four lists: everything, or only some kinds of entries; with its URL name."""

    name: str
    kinds: tuple[str, ...]
    title: Any
    lead: Any
    facets: tuple[str, ...]

    @property
    def url_name(self) -> str:
        return f"site:{self.name}"

    @property
    def picture(self) -> str:
        """The drawing beside the title; none above the search in everything."""
        return {"organisations": "directory", "search": ""}.get(self.name, self.name)


_LISTING_FACETS: Final = ("competence", "format", "target_group", "flag", "field", "land", "plz")
SCOPES: Final = {
    scope.name: scope
    for scope in (
        Scope(
            "search",
            (),
            _("Search"),
            _("Organisations, needs and offers in one place."),
            ("kind", *_LISTING_FACETS, "industry", "size"),
        ),
        Scope(
            "organisations",
            tuple(OrganisationKind.values),
            _("Organisations"),
            _(
                "Youth welfare organisations, companies and public bodies that want to work together."
            ),
            ("kind", "competence", "field", "industry", "size", "land", "plz"),
        ),
        Scope(
            "needs",
            (NEED,),
            _("Needs"),
            _("What youth welfare organisations are looking for right now."),
            _LISTING_FACETS,
        ),
        Scope(
            "offers",
            (OFFER,),
            _("Offers"),
            _("What companies would like to give right now."),
            ("competence", "format", "target_group", "flag", "industry", "size", "land", "plz"),
        ),
    )
}


class PlaceField(forms.CharField):
    """A postcode or the name of a town; cleans to a Place, or None when left empty."""

    def clean(self, value: Any) -> places.Place | None:
        text = super().clean(value)
        if not text:
            return None
        found = places.find(text.split()[0]) or places.named(text)
        if found is None:
            near = places.search(text, limit=1)
            if not near:
                raise forms.ValidationError(
                    _("We know no place “%(text)s”. Please give a postcode or the name of a town."),
                    params={"text": text},
                )
            found = near[0]
        return found


class SearchForm(forms.Form):
    """What is typed or chosen once; facets are read by `facet_values`."""

    q = forms.CharField(label=_("What are you looking for?"), max_length=200, required=False)
    place = PlaceField(label=_("Where?"), max_length=80, required=False)
    radius = forms.TypedChoiceField(
        label=_("Within"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("25 km (usual)")), *((km, _("%(km)s km") % {"km": km}) for km in RADII_KM)],
    )
    first_day = forms.DateField(label=_("From"), required=False)
    last_day = forms.DateField(label=_("Until"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Best first")),
            (NEWEST, _("Newest first")),
            (NEAREST, _("Nearest first")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        self.fields["q"].widget.attrs |= {
            "data-suggest-field": True,
            "autocomplete": "off",
            "enterkeyhint": "search",
        }
        self.fields["place"].widget.attrs |= {"autocomplete": "postal-code"}
        # They stand among the filters, outside of the form element.
        for name in ("first_day", "last_day"):
            attrs = {"type": "date", "form": FORM_ID}
            self.fields[name].widget = forms.DateInput(attrs, format="%Y-%m-%d")
        self.fields["sort"].widget.attrs["form"] = FORM_ID

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end must not be before the beginning."))
        return values


def facet_values(query: QueryDict) -> dict[str, tuple[str, ...]]:
    """The chosen values of each facet, without doubles, nonsense and more than anybody chooses."""
    chosen = {}
    for name in FACETS:
        values = dict.fromkeys(
            v for v in query.getlist(name) if v and len(v) <= LONGEST_VALUE and "\0" not in v
        )
        if values:
            chosen[name] = tuple(values)[:MOST_VALUES]
    return chosen


def canonical(query: QueryDict) -> str:
    """The same search as one query string: known names only, sorted, without page and empty values."""
    known = (*FACETS, *SearchForm.base_fields, *OTHER_VALUES)
    kept = QueryDict(mutable=True)
    for name in sorted(known):
        values = sorted({v for v in query.getlist(name) if v and "\0" not in v})
        if values:
            kept.setlist(name, values)
    return kept.urlencode()


LABELS: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": KIND_LABELS,
    "format": dict(Format.choices),
    "target_group": dict(TargetGroup.choices),
    "field": dict(FieldOfWork.choices),
    "size": {value: label for value, label in CompanySize.choices if value},
    "flag": FLAG_LABELS,
    "land": places.LAENDER,
}
FACET_TITLES: Final[Mapping[str, Any]] = {
    "kind": _("Kind of entry"),
    "competence": _("Topic"),
    "format": _("Kind of help"),
    "target_group": _("For whom"),
    "flag": _("Possible"),
    "field": _("Field of work"),
    "industry": _("Industry"),
    "size": _("Size"),
    "land": _("Land"),
    "plz": _("Postcode region"),
}


def value_label(name: str, value: str) -> str:
    """A facet's value in words; what nobody knows stands for itself. Competencies have their own."""
    if name == "plz":
        return _("Postcodes %(start)s…") % {"start": value}
    return str(LABELS.get(name, {}).get(value, value))
