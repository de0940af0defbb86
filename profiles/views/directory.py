"""The public pages of organisations."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from portal.foundation.uploads.serving import as_picture
from profiles import export
from profiles.models import FieldOfWork, Organisation


@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """The logo of an organisation that one may see."""
    found = get_object_or_404(_visible(request).exclude(logo=""), slug=slug)
    return as_picture(request, found.logo, is_public=found.is_approved)


@require_safe
def photo(request: HttpRequest, slug: str) -> HttpResponse:
    """The photo of an organisation that one may see."""
    found = get_object_or_404(_visible(request).exclude(photo=""), slug=slug)
    return as_picture(request, found.photo, is_public=found.is_approved)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: public when approved, else for its members and moderators."""
    visible = _visible(request)
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


def _visible(request: HttpRequest) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(request.user)
