"""Pages that belong to no app: home, how it works, legal pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperation.enquiries import ANSWER_DAYS
from matching.models import Need, Offer
from matching.publishing import VALID_DAYS
from portal.site.legal import pages as legal_pages
from portal.site.legal.markup import as_html
from portal.site.models import LegalKind
from profiles import places
from profiles.models import Organisation
from profiles.places.laender import OUTLINES_ATTRIBUTION


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the two ways in."""
    return render(
        request,
        "site/home.html",
        {
            "figures": {
                "organisations": Organisation.objects.approved().count(),
                "needs": Need.objects.open().count(),
                "offers": Offer.objects.open().count(),
            },
            "newest_needs": Need.objects.open().with_place().order_by("-published_at")[:3],
            "newest_offers": Offer.objects.open().with_place().order_by("-published_at")[:3],
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How it works, for both sides."""
    return render(
        request, "site/about.html", {"answer_days": ANSWER_DAYS, "valid_days": VALID_DAYS}
    )


@require_safe
def plain(request: HttpRequest) -> HttpResponse:
    """What this is, in plain language (Leichte Sprache, Easy Read)."""
    return render(request, "site/plain.html", {"answer_days": ANSWER_DAYS})


@require_safe
def legal(request: HttpRequest, kind: LegalKind) -> HttpResponse:
    """A page that the law asks for, as the Servicestelle words it."""
    return render(request, f"site/{kind}.html", _legal_context(kind))


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs the portal, and whose data it stands on: this part nobody can edit away."""
    attributions = [places.ATTRIBUTION, OUTLINES_ATTRIBUTION]
    context = _legal_context(LegalKind.IMPRINT) | {"attributions": attributions}
    return render(request, "site/imprint.html", context)


def _legal_context(kind: LegalKind) -> dict[str, object]:
    page = legal_pages.page(kind, legal_pages.language_of_reader())
    rendered = as_html(page.text)
    return {"page": page, "html": rendered.html, "sections": rendered.sections}
