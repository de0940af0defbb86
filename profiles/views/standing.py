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
from profiles.forms.standing import StandingForm
from profiles.models import Organisation


@login_required
@require_http_methods(["GET", "POST"])
def standing_competencies(request: HttpRequest, slug: str) -> HttpResponse:
    """Level and conditions of each; whoever adds some comes back here to say more about them."""
    organisation = get_object_or_404(Organisation.objects.manageable_by(request.user), slug=slug)
    form = StandingForm(sent(request), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            standing.keep(organisation, form.wanted, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(organisation)
        if form.added:
            messages.success(request, _("Added. You can say how well and under which conditions."))
            return redirect("profiles:standing-competencies", slug)
        messages.success(request, _("Saved."))
        return redirect(organisation)
    context = {"organisation": organisation, "form": form}
    return render(request, "profiles/standing.html", context)
