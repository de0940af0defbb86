"""Public figures: what there is and what became of it, as sentence, chart, table and CSV."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.foundation.spreadsheets import download
from portal.site.figures.counting import Counted
from portal.site.figures.statistics import GROUPS, SLUGS, statistic


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All public statistics."""
    counted = Counted()
    groups = []
    for group in GROUPS:
        found = [statistic(slug, counted) for slug in group.slugs]
        is_told = any(one.chart for one in found)
        groups.append(
            {"title": group.title, "note": group.note, "statistics": found, "is_told": is_told}
        )
    return render(request, "site/figures.html", {"groups": groups})


@require_safe
def figures_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The table of one statistic to take away: the same rows as on the page."""
    if slug not in SLUGS:
        raise Http404
    found = statistic(slug, Counted())
    return download(slug, [found.head, *found.rows])
