"""Public tables to take away. Any list of public entries can be exported in the same way:

`organisations_csv(queryset)`, `listings_csv(queryset)`; `columns=` replaces what is in it.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from matching import export as listing_export
from matching.models import Need, Offer
from portal.foundation.spreadsheets import Column, csv_response, download, table
from portal.site.search.entries import ORGANISATION
from portal.site.search.filters import KIND_LABELS, SCOPES
from portal.site.search.results import newest_of
from profiles import export as organisation_export
from profiles.models import Organisation

SECONDS = 300
MOST_HITS = 1000


def _kind(row: Any) -> object:
    return KIND_LABELS[row.kind if row.entry_kind == ORGANISATION else row.entry_kind]


def _place(row: Any) -> str:
    site = organisation_export.main_site(row) if row.entry_kind == ORGANISATION else row.site
    return f"{site.postcode} {site.place}".strip()


def _competencies(row: Any) -> list[str]:
    of = row.standing_competencies if row.entry_kind == ORGANISATION else row.competencies
    return [competence.label for competence in of.all()]


# What organisations, needs and offers have in common, for the search through everything.
MIXED = [
    Column(gettext_lazy("kind"), _kind),
    Column(
        gettext_lazy("name or title"), lambda r: r.name if r.entry_kind == ORGANISATION else r.title
    ),
    Column(
        gettext_lazy("organisation"),
        lambda r: r.name if r.entry_kind == ORGANISATION else r.organisation.name,
    ),
    Column(gettext_lazy("description"), lambda r: r.description),
    Column(gettext_lazy("competencies"), _competencies),
    Column(gettext_lazy("place"), _place),
    Column(gettext_lazy("address"), lambda r: settings.SITE_URL + r.get_absolute_url()),
]
HIT_COLUMNS = {
    "organisations": organisation_export.COLUMNS,
    "needs": listing_export.NEED_COLUMNS,
    "offers": listing_export.OFFER_COLUMNS,
    "search": MIXED,
}


def organisations_csv(
    organisations: QuerySet[Organisation],
    columns: Sequence[Column] = organisation_export.COLUMNS,
) -> StreamingHttpResponse:
    """`organisations` as CSV; the caller passes only what the reader may see."""
    rows = organisation_export.with_all_that_is_exported(organisations)
    return csv_response(_("organisations"), rows, columns)


def listings_csv(
    listings: QuerySet[Need] | QuerySet[Offer], columns: Sequence[Column] | None = None
) -> StreamingHttpResponse:
    """Needs or offers as CSV; the caller passes only what the reader may see."""
    rows = listing_export.with_all_that_is_exported(listings)
    name = _("needs") if listings.model is Need else _("offers")
    return csv_response(name, rows, columns or listing_export.COLUMNS[listings.model])


@require_safe
@cache_control(private=True, max_age=SECONDS)
def organisations(request: HttpRequest) -> StreamingHttpResponse:
    """All approved organisations."""
    return organisations_csv(Organisation.objects.approved().order_by("name", "pk"))


@require_safe
@cache_control(private=True, max_age=SECONDS)
def needs(request: HttpRequest) -> StreamingHttpResponse:
    """All open needs, newest first."""
    return listings_csv(Need.objects.open().order_by("-published_at", "-pk"))


@require_safe
@cache_control(private=True, max_age=SECONDS)
def offers(request: HttpRequest) -> StreamingHttpResponse:
    """All open offers, newest first."""
    return listings_csv(Offer.objects.open().order_by("-published_at", "-pk"))


@require_safe
@cache_control(private=True, max_age=SECONDS)
def search_hits(request: HttpRequest, scope: str) -> StreamingHttpResponse:
    """What a search finds, the newest MOST_HITS of it."""
    if scope not in SCOPES:
        raise Http404
    rows = newest_of(request.GET, SCOPES[scope], MOST_HITS)
    organisations = [row for row in rows if row.entry_kind == ORGANISATION]
    prefetch_related_objects(organisations, *organisation_export.OF_COMPETENCIES)
    return download(str(SCOPES[scope].title).lower(), table(rows, HIT_COLUMNS[scope]))
