"""Saving a search, changing how often to be told, and ending it all with one click."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.foundation.refusals import Refused
from portal.site.models import Frequency, SavedSearch
from portal.site.search import saving


@require_safe
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    """One's own saved searches."""
    searches = list(request.user.saved_searches.order_by("-created_at", "-pk"))
    return render(
        request,
        "site/saved_searches.html",
        {
            "searches": [(search, saving.title_of(search)) for search in searches],
            "frequencies": Frequency.choices,
        },
    )


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search whose values were sent, and go to the list of one's searches."""
    try:
        saving.save(
            request.user,
            request.POST.get("scope", ""),
            request.POST.get("query", ""),
            request.POST.get("frequency", ""),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your search is saved."))
    return redirect("site:saved-searches")


@require_POST
@login_required
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change how often to be told, or delete a search of one's own."""
    saved = get_object_or_404(SavedSearch, public_id=public_id, user=request.user)
    if "delete" in request.POST:
        saved.delete()
        messages.success(request, _("The search is deleted."))
        return redirect("site:saved-searches")
    try:
        saving.change_frequency(saved, request.POST.get("frequency", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Changed."))
    return redirect("site:saved-searches")


# Mail programs send the POST by themselves (RFC 8058), without a cookie: the signed address is what
# they know. Opening the address changes nothing.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request: HttpRequest, token: str) -> HttpResponse:
    """End all mails about saved searches of the person that the address was made for."""
    user = saving.user_of(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        saving.switch_off(user)
    response = render(request, "site/searches_off.html", {"is_done": request.method == "POST"})
    response["Referrer-Policy"] = "same-origin"  # the address holds the token
    return response
