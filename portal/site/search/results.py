"""From GET values to a page: hits with their rows, counts, chips, and a way out of an empty list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.site.search.entries import FOREVER, ORGANISATION, Key
from portal.site.search.facet_choices import FacetChoices, choices_of
from portal.site.search.filters import (
    DEFAULT_RADIUS_KM,
    Scope,
    SearchForm,
    facet_values,
    value_label,
)
from portal.site.search.index import NEWEST, Found, Search
from portal.site.search.live import Known, LiveSearch, process_search
from portal.site.search.reading import MODELS, published
from portal.site.search.understanding import Understood, understand
from profiles.models import Competence, Organisation
from profiles.places import Place

PER_PAGE: Final = 24
DEEPEST_PAGE: Final = 200


@dataclass(frozen=True)
class Chip:
    """A value that narrows the list, and the query string without it."""

    name: str
    text: str
    without: str


@dataclass
class Results:
    """Everything that a result page shows."""

    form: SearchForm
    search: Search
    understood: Understood
    found: Found
    page: Page
    place: Place | None
    radius_km: int
    chips: list[Chip] = field(default_factory=list)
    facets: list[FacetChoices] = field(default_factory=list)
    to_drop: list[tuple[Chip, int]] = field(default_factory=list)
    kind_counts: dict[str, int] = field(default_factory=dict)


def results(query: QueryDict, scope: Scope, *, live: LiveSearch = process_search) -> Results:
    """The page that `query` asks for; what cannot be understood narrows nothing and is said."""
    with live.refreshed() as known:
        asked = _Asked(query, scope, known)
        number = asked.page_number
        found = asked.find(number)
        paginator = Paginator(range(found.total), PER_PAGE)
        last = min(paginator.num_pages, DEEPEST_PAGE)
        if number > last:
            number = last
            found = asked.find(number)
        competences = _competences()
        chips = list(asked.chips(competences))
        to_drop = [] if found.total else _what_to_drop(chips, scope, known)
        kind_counts = asked.kind_counts()
    return Results(
        form=asked.form,
        search=asked.search,
        understood=asked.understood,
        found=found,
        page=Page(rows_of(found, live), number, paginator),
        place=asked.place,
        radius_km=asked.radius_km,
        chips=chips,
        facets=choices_of(scope.facets, found.counts, asked.facets, competences),
        to_drop=to_drop,
        kind_counts=kind_counts,
    )


def newest_of(
    query: QueryDict,
    scope: Scope,
    at_most: int,
    *,
    after: datetime | None = None,
    live: LiveSearch = process_search,
) -> list[Any]:
    """The rows of the newest hits, only those published after a moment if one is given."""
    moment = int(after.timestamp()) if after else None
    with live.refreshed() as known:
        asked = _Asked(query, scope, known)
        newest = replace(asked.search, order=NEWEST, published_after=moment)
        found = asked.find_slice(newest, 0, at_most)
    return rows_of(found, live)


def chips_of(query: QueryDict, scope: Scope, *, live: LiveSearch = process_search) -> list[Chip]:
    """What narrows the list, in words."""
    with live.refreshed() as known:
        return list(_Asked(query, scope, known).chips(_competences()))


def rows_of(found: Found, live: LiveSearch) -> list[Any]:
    """The rows of the hits in their order, fetched anew; what is gone meanwhile is left out."""
    fetched: dict[Key, Any] = {}
    for what in MODELS:
        pks = [key.pk for key in found.keys if key.what == what]
        if not pks:
            continue
        rows = published(what).filter(pk__in=pks)
        rows = rows.with_card() if what == ORGANISATION else rows.with_place()
        for row in rows:
            row.entry_kind = what
            row.distance_km = found.distances.get(Key(what, row.pk))
            fetched[Key(what, row.pk)] = row
    live.forget([key for key in found.keys if key not in fetched])
    return [fetched[key] for key in found.keys if key in fetched]


class _Asked:
    """One reading of the GET values."""

    def __init__(self, query: QueryDict, scope: Scope, known: Known) -> None:
        self.query = query
        self.scope = scope
        self._index = known.index
        self.form = SearchForm(query)
        self.form.is_valid()
        values = self.form.cleaned_data
        self.understood = understand(
            values.get("q") or "",
            known.index,
            known.vocabulary,
            with_place=not values.get("place") and not query.get("literal"),
        )
        self.place = values.get("place") or self.understood.place
        self.radius_km = values.get("radius") or self.understood.radius_km or DEFAULT_RADIUS_KM
        self.facets = facet_values(query)
        self.organisation = self._organisation()
        self.search = self._search(values)

    @property
    def page_number(self) -> int:
        text = self.query.get("page", "1")
        return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1

    def find(self, number: int) -> Found:
        start = (min(number, DEEPEST_PAGE) - 1) * PER_PAGE
        return self.find_slice(self.search, start, start + PER_PAGE)

    def kind_counts(self) -> dict[str, int]:
        """How many hits each kind has when no kind is chosen: for the tabs."""
        facets = {name: values for name, values in self.search.facets.items() if name != "kind"}
        return self.find_slice(replace(self.search, facets=facets), 0, 0).counts["kind"]

    def chips(self, competences: dict[str, Competence]) -> Iterator[Chip]:
        values = self.form.cleaned_data
        if values.get("q"):
            yield self._chip("q", values["q"])
        if values.get("place"):
            text = _("%(km)s km around %(place)s") % {
                "km": self.radius_km,
                "place": f"{self.place.postcode} {self.place.name}",
            }
            yield self._chip("place", text, "radius")
        if self.search.days:
            yield self._chip("first_day", _("Period"), "last_day")
        if self.organisation is not None:
            yield self._chip("organisation", self.organisation.name)
        for name, chosen in self.facets.items():
            if name not in self.scope.facets:
                continue
            for value in chosen:
                competence = competences.get(value) if name == "competence" else None
                text = competence.label if competence else value_label(name, value)
                yield self._chip(name, text, value=value)

    def _chip(self, name: str, text: str, *also: str, value: str | None = None) -> Chip:
        rest = self.query.copy()
        rest.pop("page", None)
        for other in also:
            rest.pop(other, None)
        kept = [v for v in rest.getlist(name) if value is not None and v != value]
        rest.setlist(name, kept)
        return Chip(name, text, rest.urlencode())

    def find_slice(self, search: Search, start: int, stop: int) -> Found:
        return self._index.find(search, timezone.localdate().toordinal(), start, stop)

    def _organisation(self) -> Organisation | None:
        slug = self.query.get("organisation", "")
        if not slug or len(slug) > 80 or "\0" in slug:
            return None
        return Organisation.objects.approved().filter(slug=slug).first()

    def _search(self, values: dict[str, Any]) -> Search:
        first, last = values.get("first_day"), values.get("last_day")
        facets = {n: v for n, v in self.facets.items() if n in self.scope.facets}
        if self.scope.kinds:
            chosen = tuple(k for k in facets.get("kind", ()) if k in self.scope.kinds)
            facets["kind"] = chosen or self.scope.kinds
        return Search(
            terms=self.understood.terms,
            facets=facets,
            near=(self.place.lat, self.place.lon, float(self.radius_km)) if self.place else None,
            days=(
                first.toordinal() if first else 0,
                last.toordinal() if last else FOREVER,
            )
            if first or last
            else None,
            organisation=self.organisation.pk if self.organisation else None,
            order=values.get("sort") or "",
        )


def _competences() -> dict[str, Competence]:
    return {c.slug: c for c in Competence.objects.select_related("parent")}


def _what_to_drop(chips: Sequence[Chip], scope: Scope, known: Known) -> list[tuple[Chip, int]]:
    """Which single filter to remove so that something is found: the most helpful first."""
    helpful = []
    for chip in chips[:12]:
        total = _Asked(QueryDict(chip.without), scope, known).find(1).total
        if total:
            helpful.append((chip, total))
    return sorted(helpful, key=lambda one: -one[1])
