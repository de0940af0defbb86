"""Examples that everybody may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cooperation import examples
from portal.foundation.uploads.serving import as_picture

ON_A_PAGE = 12


@require_safe
def example_list(request: HttpRequest) -> HttpResponse:
    """All published examples, the newest first."""
    page = Paginator(examples.published(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "cooperation/examples.html", {"page_obj": page})


@require_safe
def example(request: HttpRequest, slug: str) -> HttpResponse:
    """One published example."""
    found = get_object_or_404(
        examples.published().select_related("cooperation__outcome"), slug=slug
    )
    outcome = getattr(found.cooperation, "outcome", None)
    return render(request, "cooperation/example.html", {"example": found, "outcome": outcome})


@require_safe
def photo(request: HttpRequest, slug: str) -> HttpResponse:
    """The photo of an example that one may see: before it is published, only its two sides."""
    found = get_object_or_404(examples.photo_visible_to(request.user), slug=slug)
    return as_picture(request, found.photo, is_public=found.is_published)
