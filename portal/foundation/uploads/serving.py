"""How a stored picture reaches a browser: by a view that has asked who may see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from portal.foundation.uploads.sized import SizedPictureFile

CACHE_SECONDS = 7 * 24 * 3600


def address_of(file: SizedPictureFile, url_name: str, slug: str) -> str:
    """Where `file` is served, with a version that changes with it, so that it may be cached; "" without."""
    if not file:
        return ""
    return f"{reverse(url_name, args=[slug])}?v={file.name.rpartition('/')[2][:8]}"


def as_picture(request: HttpRequest, file: SizedPictureFile, *, is_public: bool) -> HttpResponse:
    """`file`, `w` pixels wide where there is that width. `is_public`: whether everybody may see it."""
    name, wanted = file.name, request.GET.get("w", "")
    if wanted in {str(width) for width in file.widths}:
        name = file.name_in(int(wanted))
    try:
        with file.storage.open(name) as stored:
            response = HttpResponse(stored.read(), content_type="image/webp")
    except FileNotFoundError as error:  # a backup was restored without its files
        raise Http404 from error
    visibility = "public" if is_public else "private"
    response["Cache-Control"] = f"{visibility}, max-age={CACHE_SECONDS}"
    return response
