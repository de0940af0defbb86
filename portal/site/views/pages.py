"""Pages that belong to no app: home, how it works, legal pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching.models import Need, Offer
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
    return render(request, "site/about.html")


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs the portal, and whose data it stands on."""
    return render(
        request,
        "site/imprint.html",
        {
            "attribution": places.ATTRIBUTION,
            "outlines_attribution": OUTLINES_ATTRIBUTION,
            "email": settings.SERVICEDESK_EMAIL,
        },
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why, and who sees it."""
    return render(request, "site/privacy.html", {"email": settings.SERVICEDESK_EMAIL})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the portal is, and whom to tell about barriers."""
    return render(request, "site/accessibility.html", {"email": settings.SERVICEDESK_EMAIL})
