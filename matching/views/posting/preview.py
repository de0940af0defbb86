"""What would fit today, while somebody writes: a piece of HTML, nothing is stored."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from matching import drafting
from matching.models.listing import DESCRIPTION_MAX, TITLE_MAX
from matching.preview import preview_of
from matching.templates_to_start import template_named
from matching.views.kinds import KINDS
from matching.views.posting.answering import TEMPLATE
from matching.views.posting.start import entry_of, obstacle
from portal.foundation.haste import is_too_fast
from profiles.current import organisation_of

A_MINUTE = 60


@login_required
@require_POST
@never_cache
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The preview for the text in the form: of a stored draft, or of one that is just begun."""
    what, organisation = KINDS[kind], organisation_of(request)
    if obstacle(what, organisation):
        return HttpResponse(status=403)
    if is_too_fast("preview", str(request.user.pk), at_most=A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    listing = entry_of(request, what)
    if listing is None:
        template = template_named(kind, request.GET.get(TEMPLATE, ""))
        listing = drafting.new(what.model, organisation, template=template)
        chosen = list(template.competencies) if template else []
    else:
        chosen = [competence.slug for competence in listing.competencies.all()]
    listing.title = request.POST.get("title", "")[:TITLE_MAX]
    listing.description = request.POST.get("description", "")[:DESCRIPTION_MAX]
    context = {"kind": kind, "preview": preview_of(listing, chosen), "radius_km": listing.radius_km}
    return render(request, "matching/parts/preview.html", context)
