"""What one's own organisation posted, in whatever state."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching.models import Need, Offer, Side
from matching.views.kinds import KINDS
from profiles.current import organisation_of

PER_PAGE = 20


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Needs and offers of the organisation that the person acts for, newest first."""
    organisation = organisation_of(request)
    if organisation is None:
        return render(request, "matching/mine.html", {"organisation": None})
    counts = {
        Side.NEED: Need.objects.filter(organisation=organisation).count(),
        Side.OFFER: Offer.objects.filter(organisation=organisation).count(),
    }
    usual = Side.NEED if organisation.may_post_needs else Side.OFFER
    asked = request.GET.get("kind")
    kind = asked if asked in KINDS else usual
    listings = (
        KINDS[kind]
        .model.objects.filter(organisation=organisation)
        .with_place()
        .order_by("-created_at", "-pk")
    )
    return render(
        request,
        "matching/mine.html",
        {
            "organisation": organisation,
            "kind": kind,
            "counts": counts,
            "shows_both": all(counts.values())
            or (organisation.may_post_needs and organisation.may_post_offers),
            "page": Paginator(listings, PER_PAGE).get_page(request.GET.get("page")),
            "may_post": KINDS[kind].may_be_posted_by(organisation),
        },
    )
