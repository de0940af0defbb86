"""One need or offer: its page, and the verbs of those who posted it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from matching import publishing
from matching.models import ListingStatus
from matching.models.listing import Listing
from matching.views.kinds import KINDS
from portal.foundation.refusals import Refused
from profiles.models import Organisation

SIMILAR_SHOWN = 3
# What the members of its organisation may do with a listing, by its status; the main action first.
ACTIONS = {
    ListingStatus.DRAFT: ("check", "edit", "delete"),
    ListingStatus.SUBMITTED: ("edit", "delete"),
    ListingStatus.RETURNED: ("edit", "check", "delete"),
    ListingStatus.PUBLISHED: ("edit", "pause", "fulfil", "close"),
    ListingStatus.PAUSED: ("resume", "edit", "fulfil", "close"),
    ListingStatus.EXPIRED: ("resume", "close"),
}


@require_safe
def listing(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Everything about one need or offer, for whoever may see it."""
    what = KINDS[kind]
    found = get_object_or_404(
        what.model.objects.visible_to(request.user).with_place(), public_id=public_id
    )
    is_own = Organisation.objects.acted_for_by(request.user).filter(pk=found.organisation_id)
    is_manageable = what.model.objects.manageable_by(request.user).filter(pk=found.pk).exists()
    response = render(
        request,
        "matching/listing.html",
        {
            "kind": kind,
            "listing": found,
            "is_own": is_own.exists(),
            "actions": _actions(found) if is_manageable else (),
            "similar": [] if found.is_open else similar_to(found),
        },
    )
    if is_manageable:  # "back" shows the state of now, not the draft that was handed in
        response["Cache-Control"] = "private, no-store"
    return response


def similar_to(listing: Listing) -> list[Listing]:
    """Open listings of the same kind, those with the most common topics first."""
    topics = Q(competencies__in=listing.competencies.all())
    return list(
        type(listing)
        .objects.open()
        .exclude(pk=listing.pk)
        .annotate(common=Count("competencies", filter=topics))
        .filter(common__gt=0)
        .with_place()
        .order_by("-common", "-published_at", "-pk")[:SIMILAR_SHOWN]
    )


def _actions(listing: Listing) -> tuple[str, ...]:
    possible = ACTIONS.get(listing.status, ())
    if listing.published_at is not None:
        return tuple(action for action in possible if action != "delete")
    return possible


def _verb(act: Callable[..., None], done: str, *, goes_to: str = "") -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def view(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
        found = get_object_or_404(
            KINDS[kind].model.objects.manageable_by(request.user), public_id=public_id
        )
        try:
            act(found, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(found)
        messages.success(request, done)
        return redirect(goes_to or found)

    return view


confirm = _verb(publishing.confirm, gettext_lazy("Thank you! It is confirmed."))
pause = _verb(publishing.pause, gettext_lazy("Paused. You can show it again at any time."))
resume = _verb(publishing.resume, gettext_lazy("It is public again."))
fulfil = _verb(publishing.fulfil, gettext_lazy("How good! It is marked as fulfilled."))
close = _verb(publishing.close, gettext_lazy("Closed. The page keeps its address and says so."))
delete = _verb(publishing.delete_draft, gettext_lazy("Deleted."), goes_to="matching:mine")
