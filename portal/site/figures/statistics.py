"""Each public statistic: title, sentence, table and chart of the same rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Format
from portal.site.charts import BarChart, ColumnChart, bar_chart, column_chart
from portal.site.figures.counting import Counted
from portal.site.figures.disclosure import LEAST, Row, Span, safe_rows, safe_spans
from profiles.models import OrganisationKind

MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Statistic:
    """What a page needs to show one."""

    slug: str
    title: str
    sentence: str
    head: tuple[str, str]
    rows: list[tuple[str, int]]
    chart: BarChart | ColumnChart | None  # None where there are too few to be told


@dataclass(frozen=True, slots=True)
class Group:
    """Statistics of one matter; `slugs` lists them in the order of the page."""

    title: Promise
    note: Promise
    slugs: tuple[str, ...]


GROUPS: Final = (
    Group(
        gettext_lazy("Organisations"),
        gettext_lazy("Approved by the Servicestelle. One with sites in several Länder counts in each."),
        ("organisationen-nach-art", "organisationen-nach-land", "organisationen-nach-monat"),
    ),
    Group(
        gettext_lazy("Needs"),
        gettext_lazy("Published and open today."),
        ("bedarfe-nach-art-der-hilfe", "bedarfe-nach-land"),
    ),
    Group(
        gettext_lazy("Offers"),
        gettext_lazy("Published and open today. One of several kinds of help counts in each."),
        ("angebote-nach-art-der-hilfe", "angebote-nach-land"),
    ),
    Group(
        gettext_lazy("Cooperations"),
        gettext_lazy("Agreed by both sides, running or finished."),
        (
            "kooperationen-nach-stand", "kooperationen-nach-art-der-hilfe",
            "kooperationen-nach-land", "kooperationen-nach-monat",
        ),
    ),
)  # fmt: skip
SLUGS: Final = frozenset(slug for group in GROUPS for slug in group.slugs)


def statistic(slug: str, counted: Counted) -> Statistic:
    """The statistic of that name."""
    title, unit, count, labels = _DEFINED[slug]
    if slug.endswith("-nach-monat"):
        return _along_time(slug, str(title), str(unit), count(counted))
    return _compared(slug, str(title), str(unit), count(counted), labels)


def _compared(
    slug: str, title: str, unit: str, counts: Mapping[str, int], labels: Mapping[str, str]
) -> Statistic:
    named = {str(labels.get(code, code)): count for code, count in counts.items()}
    rows = safe_rows(named)
    together = _together(set(named) - {row.label for row in rows})
    shown = [(row.label or together, row.count) for row in rows]
    bars = [(label, [("offered", count, str(count))]) for label, count in shown]
    chart = bar_chart(bars) if rows else None
    return Statistic(slug, title, _most(rows), (unit, _("Number")), shown, chart)


def _together(others: set[str]) -> str:
    """Who stands behind the last row, where they are few; which of them are small is not said."""
    if len(others) > MOST_NAMED:
        return _("All others together")
    return _("%(names)s (together)") % {"names": ", ".join(sorted(others))}


def _along_time(slug: str, title: str, unit: str, counts: Mapping[date, int]) -> Statistic:
    spans = safe_spans(counts)
    shown = [(_span_words(span), span.count) for span in spans]
    columns = [(_month(span.first), _month(span.last), span.months, span.count) for span in spans]
    chart = column_chart(columns) if spans else None
    return Statistic(slug, title, _since(spans), (unit, _("Number")), shown, chart)


def _most(rows: Sequence[Row]) -> str:
    total = sum(row.count for row in rows)
    if not rows:
        return _too_few()
    if not rows[0].label:
        return _("%(total)s in all; too few of each to tell them apart.") % {"total": total}
    values = {"label": rows[0].label, "count": rows[0].count}
    return _("The most are “%(label)s”: %(count)s.") % values


def _since(spans: Sequence[Span]) -> str:
    if not spans:
        return _too_few()
    total = sum(span.count for span in spans)
    values = {"month": date_format(spans[0].first, "F Y"), "total": total}
    sentence = _("Since %(month)s there have been %(total)s.") % values
    if any(span.months > 1 for span in spans):
        sentence += " " + _("Wide columns are several months together.")
    return sentence


def _too_few() -> str:
    return _("There are fewer than %(least)s so far. Figures are shown from %(least)s on.") % {
        "least": LEAST
    }


def _span_words(span: Span) -> str:
    if span.months == 1:
        return date_format(span.first, "F Y")
    values = {"first": date_format(span.first, "F Y"), "last": date_format(span.last, "F Y")}
    return _("%(first)s to %(last)s") % values


def _month(day: date) -> str:
    return date_format(day, "m/Y")


_FORMATS = dict(Format.choices)
_KINDS = {
    OrganisationKind.PROVIDER: gettext_lazy("Youth welfare organisations"),
    OrganisationKind.COMPANY: gettext_lazy("Companies"),
    OrganisationKind.PUBLIC_BODY: gettext_lazy("Public bodies"),
}
_STATES = {"running": gettext_lazy("Running"), "finished": gettext_lazy("Finished")}
_KIND, _LAND, _HELP = gettext_lazy("Kind"), gettext_lazy("Land"), gettext_lazy("Kind of help")
_MONTHS = gettext_lazy("Months")
_DEFINED: Final[
    dict[str, tuple[Promise, Promise, Callable[[Counted], Mapping], Mapping[str, Promise]]]
] = {
    "organisationen-nach-art": (
        gettext_lazy("Organisations by kind"), _KIND, Counted.organisations_by_kind, _KINDS,
    ),
    "organisationen-nach-land": (
        gettext_lazy("Organisations by Land"), _LAND, lambda c: c.of_land("organisations"), {},
    ),
    "organisationen-nach-monat": (
        gettext_lazy("New organisations by month"), _MONTHS, Counted.organisations_by_month, {},
    ),
    "bedarfe-nach-art-der-hilfe": (
        gettext_lazy("Needs by kind of help"), _HELP, Counted.needs_by_format, _FORMATS,
    ),
    "bedarfe-nach-land": (
        gettext_lazy("Needs by Land"), _LAND, lambda c: c.of_land("needs"), {},
    ),
    "angebote-nach-art-der-hilfe": (
        gettext_lazy("Offers by kind of help"), _HELP, Counted.offers_by_format, _FORMATS,
    ),
    "angebote-nach-land": (
        gettext_lazy("Offers by Land"), _LAND, lambda c: c.of_land("offers"), {},
    ),
    "kooperationen-nach-stand": (
        gettext_lazy("Cooperations, running and finished"), gettext_lazy("State"),
        Counted.cooperations_by_state, _STATES,
    ),
    "kooperationen-nach-art-der-hilfe": (
        gettext_lazy("Cooperations by kind of help"), _HELP, Counted.cooperations_by_format,
        _FORMATS,
    ),
    "kooperationen-nach-land": (
        gettext_lazy("Cooperations by Land"), _LAND, Counted.cooperations_by_land, {},
    ),
    "kooperationen-nach-monat": (
        gettext_lazy("New cooperations by month"), _MONTHS, Counted.cooperations_by_month, {},
    ),
}  # fmt: skip
