"""The public pages of organisations."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from profiles import export, logos
from profiles.models import FieldOfWork, Organisation

LOGO_CACHE_SECONDS = 7 * 24 * 3600


@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The logo of an organisation that one may see, `w` pixels wide where there is that width.

    Its address changes with the picture.
    """
    found = get_object_or_404(
        Organisation.objects.visible_to(request.user).exclude(logo=""), slug=slug
    )
    name = found.logo.name
    wanted = request.GET.get("w", "")
    if wanted in {str(width) for width in logos.widths_of(name)}:
        name = logos.name_in_width(name, int(wanted))
    try:
        with found.logo.storage.open(name) as picture:
            response = HttpResponse(picture.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    visibility = "public" if found.is_approved else "private"
    response["Cache-Control"] = f"{visibility}, max-age={LOGO_CACHE_SECONDS}"
    return response


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: public when approved, else for its members and moderators."""
    visible = Organisation.objects.visible_to(request.user)
    found = visible.filter(slug=slug).first()
    if found is None:
        # Perhaps it was merged into another one: its old address leads there for ever.
        return redirect(get_object_or_404(visible, former_ones__slug=slug), permanent=True)
    may_manage = Organisation.objects.manageable_by(request.user).filter(pk=found.pk).exists()
    context = {
        "organisation": found,
        "sites": list(found.sites.order_by("-is_main", "place", "pk")),
        "standing": found.standing.select_related("competence").order_by("competence__slug"),
        "fields_of_work": export.labels(found.fields_of_work, FieldOfWork.choices),
        "badges": list(found.verifications.in_force()),
        "may_manage": may_manage,
    }
    return render(request, "profiles/organisation.html", context)
