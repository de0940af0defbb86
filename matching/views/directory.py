"""The directories: open needs, open offers."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matching.filters import ListingFilter
from matching.models import Format, TargetGroup
from matching.views.kinds import KINDS
from profiles.models import Competence, Organisation

PER_PAGE = 24


@require_safe
def directory(request: HttpRequest, kind: str) -> HttpResponse:
    """Open needs or offers, narrowed by the GET values."""
    what = KINDS[kind]
    filtered = what.filter(request.GET, what.model.objects.open().with_place())
    page = Paginator(filtered.qs, PER_PAGE).get_page(request.GET.get("page"))
    chosen = _chips(filtered, request.GET)
    return render(
        request,
        "matching/directory.html",
        {
            "kind": kind,
            "filter": filtered,
            "page": page,
            "chips": chosen,
            "chosen_counts": Counter(chip["name"] for chip in chosen),
            "is_nearest": filtered.is_nearest_first,
            "to_drop": [] if page.paginator.count else _what_to_drop(filtered, chosen),
            # Filtered lists are the same entries once more: search engines need only the whole one.
            "is_filtered": bool(request.GET),
        },
    )


def _chips(filtered: ListingFilter, query: QueryDict) -> list[dict[str, str]]:
    """One chip a value that narrows the list, with the address without it."""
    chosen = filtered.chosen
    chips = []
    for name in ("q", "competence", "format", "target_group", "place", "organisation"):
        values = chosen.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            text = _chip_text(filtered, name, value)
            if text:
                chips.append({"text": text, "href": _without(query, name, value), "name": name})
    return chips


def _chip_text(filtered: ListingFilter, name: str, value: object) -> str:
    if name == "competence":
        found = Competence.objects.filter(slug=value).first()
        return found.label if found else ""
    if name == "format":
        return str(Format(value).label)
    if name == "target_group":
        return str(TargetGroup(value).label)
    if name == "place":
        return _("%(km)s km around %(place)s") % {
            "km": filtered.radius_km,
            "place": f"{value.postcode} {value.name}",
        }
    if name == "organisation":
        found = Organisation.objects.approved().filter(slug=value).first()
        return found.name if found else str(value)
    return _("Words: %(words)s") % {"words": value}


def _without(query: QueryDict, name: str, value: object) -> str:
    """The address of the list without one value (and from the first page on)."""
    rest = query.copy()
    rest.pop("page", None)
    kept = [v for v in rest.getlist(name) if v != value and isinstance(value, str)]
    rest.setlist(name, kept)
    if name == "place":
        rest.pop("radius", None)
        rest.pop("sort", None)
    return f"?{rest.urlencode()}"


def _what_to_drop(filtered: ListingFilter, chips: list[dict[str, str]]) -> list[dict[str, object]]:
    """Which single filter to remove so that something is found: the most helpful first."""
    helpful = []
    for chip in chips:
        wider = type(filtered)(QueryDict(chip["href"][1:]), filtered.queryset)
        count = wider.qs.count()
        if count:
            helpful.append({**chip, "count": count})
    return sorted(helpful, key=lambda chip: -chip["count"])
