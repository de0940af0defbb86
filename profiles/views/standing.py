"""What an organisation can help with at any time, edited on a page of its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.foundation.answers import sent
from portal.foundation.refusals import Refused
from profiles import standing
from profiles.forms.standing import StandingForms
from profiles.models import Organisation


@login_required
@require_http_methods(["GET", "POST"])
def standing_competencies(request: HttpRequest, slug: str) -> HttpResponse:
    """Level and conditions of each; whoever adds some comes back here to say more about them."""
    organisation = get_object_or_404(Organisation.objects.manageable_by(request.user), slug=slug)
    found = StandingForms(organisation, sent(request))
    if request.method == "POST" and found.is_valid():
        try:
            standing.keep(organisation, found.wanted, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(organisation)
        if found.added:
            messages.success(request, _("Added. You can say how well and under which conditions."))
            return redirect("profiles:standing-competencies", slug)
        messages.success(request, _("Saved."))
        return redirect(organisation)
    context = {"organisation": organisation, "found": found, "forms": list(found)}
    return render(request, "profiles/standing.html", context)
