"""My desk: what waits for the signed-in person."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from matching.models import Suggestion
from matching.reasons import competence_labels
from portal.site.desk import desk_of, to_confirm
from portal.site.first_steps import first_steps
from portal.site.waiting import for_decision
from profiles import reviews
from profiles.current import organisation_of
from profiles.models import Invitation, Organisation

KINDS = ("message", "enquiry", "cooperation", "listing", "team")


@cache_control(private=True, no_store=True)  # "back" shows the state of now
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The next steps across all of the person's organisations; the start for newcomers."""
    current = organisation_of(request)
    if current is None:
        context = _on_the_way_in(request)
        if request.user.is_moderator:
            queues = for_decision(request.user).queues
            context["queues"] = [queue for queue in queues if queue.count]
        else:
            context["first_steps"] = first_steps(None, is_invited=bool(context["invitations"]))
        return render(request, "site/desk_first_steps.html", context)
    organisations = list(Organisation.objects.of_member(request.user).order_by("name"))
    if current not in organisations:  # acting for it by a mandate
        organisations = [current]
    asked = request.GET.get("organisation", "")
    chosen = [organisation for organisation in organisations if organisation.slug == asked]
    kind = request.GET.get("kind", "")
    found = desk_of(chosen or organisations, person=request.user)
    suggestions = Suggestion.objects.live().for_members_of(current)
    is_owner = Organisation.objects.owned_by(request.user).filter(pk=current.pk).exists()
    steps = first_steps(current, is_owner=is_owner)
    return render(
        request,
        "site/desk.html",
        {
            "organisation": current,
            "first_steps": steps,
            "organisations": organisations,
            "chosen": chosen[0] if chosen else None,
            "kind": kind if kind in KINDS else "",
            "is_owner": is_owner,
            "missing": [] if steps else reviews.missing_for_review(current),
            "yours": [item for item in found.yours if kind not in KINDS or item.kind == kind],
            "others": [item for item in found.others if kind not in KINDS or item.kind == kind],
            "to_confirm": to_confirm(chosen or organisations) if kind in {"", "listing"} else None,
            "running": found.running,
            "suggestion_count": suggestions.count(),
            "labels": competence_labels(),
            "suggestions": suggestions.with_both_sides().order_by("-score", "pk")[:3],
            **_on_the_way_in(request),
        },
    )


def _on_the_way_in(request: HttpRequest) -> dict[str, QuerySet]:
    """Teams that invite the person, and those that they have asked to let them in."""
    return {
        "invitations": Invitation.objects.for_person(request.user).select_related("organisation"),
        "asked_to_join": request.user.join_requests.select_related("organisation"),
    }
