"""Files of a conversation leave the portal as downloads, for those who may read it, and as nothing else."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cooperation.models import Attachment

# Of these a browser knows well what they are, and shows them from its folder of downloads.
SAID = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


@login_required
@require_safe
def download(request: HttpRequest, public_id: str) -> HttpResponse:
    """One file, for members of both sides."""
    found = Attachment.objects.visible_to(request.user)
    return as_download(get_object_or_404(found, public_id=public_id))


def as_download(attachment: Attachment) -> FileResponse:
    """`attachment` as a file to be saved: even if a browser were to open it, nothing in it runs."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as error:  # a backup was restored without its files
        raise Http404 from error
    said = attachment.content_type
    return FileResponse(
        file,
        as_attachment=True,
        filename=attachment.name,
        content_type=said if said in SAID else "application/octet-stream",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
