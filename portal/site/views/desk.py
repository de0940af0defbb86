"""My desk: what waits for the signed-in person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cooperation.models import Enquiry
from matching.models import ListingStatus, Need, Offer, Suggestion
from profiles import reviews
from profiles.current import organisation_of
from profiles.models import Organisation

SHOWN = 5


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The next steps of the organisation that the person acts for; the start for newcomers."""
    organisation = organisation_of(request)
    if organisation is None:
        return render(request, "site/desk_first_steps.html")
    listings = [
        listing
        for model in (Need, Offer)
        for listing in model.objects.filter(
            organisation=organisation,
            status__in=[ListingStatus.DRAFT, ListingStatus.RETURNED, ListingStatus.SUBMITTED],
        ).order_by("-created_at")[:SHOWN]
    ]
    to_confirm = [
        listing
        for model in (Need, Offer)
        for listing in model.objects.filter(organisation=organisation)
        .to_confirm()
        .select_related("organisation")[:SHOWN]
    ]
    suggestions = Suggestion.objects.live().for_members_of(organisation)
    return render(
        request,
        "site/desk.html",
        {
            "organisation": organisation,
            "is_owner": Organisation.objects.owned_by(request.user)
            .filter(pk=organisation.pk)
            .exists(),
            "missing": reviews.missing_for_review(organisation),
            "to_answer": Enquiry.objects.received_by(organisation)
            .open()
            .with_both_sides()
            .order_by("answer_by")[:SHOWN],
            "waiting": Enquiry.objects.sent_by(organisation)
            .open()
            .with_both_sides()
            .order_by("answer_by")[:SHOWN],
            "to_confirm": to_confirm,
            "unfinished": listings,
            "suggestion_count": suggestions.count(),
            "suggestions": suggestions.with_both_sides().order_by("-score", "pk")[:3],
        },
    )
