"""Every answer once more, handing in, and what happens then."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from matching import publishing
from matching.forms.answers import sections_of
from matching.forms.listings import finished, may_be_draft
from matching.views.kinds import KINDS
from matching.views.posting.answering import CHECK, STORED, THEN
from matching.views.posting.progress import is_seen, stepper_of, steps_of
from portal.foundation.refusals import Refused
from profiles.models import ReviewStatus

MAY_SUBMIT = {ReviewStatus.SUBMITTED, ReviewStatus.APPROVED}


@cache_control(private=True, no_store=True)  # "back" shows the state of now
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show every answer once more; POST hands the listing in for review."""
    what = KINDS[kind]
    listing = get_object_or_404(
        what.model.objects.manageable_by(request.user).with_place(), public_id=public_id
    )
    if not may_be_draft(listing):
        return redirect(listing)
    form = finished(what.form, listing)
    may_submit = form.is_valid() and listing.organisation.status in MAY_SUBMIT
    if request.method == "POST" and may_submit:
        try:
            publishing.submit(listing, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect(what.href("submitted", listing))
    sections = sections_of(
        form,
        lambda q: f"{what.step_href(listing, q)}?{THEN}={CHECK}",
        lambda q: is_seen(listing, q),
    )
    steps = stepper_of(what, listing, steps_of(what, listing, form.errors), at_check=True)
    return render(
        request,
        "matching/check.html",
        {
            "kind": kind,
            "listing": listing,
            "form": form,
            "sections": sections,
            "missing": [row for section in sections for row in section.rows if row["missing"]],
            "stored": request.GET.get(STORED, ""),
            "may_submit": may_submit,
            "steps": steps,
            "number": len(steps),
        },
        status=409 if request.method == "POST" else 200,
    )


@cache_control(private=True, no_store=True)  # "back" shows the state of now
@login_required
@require_safe
def submitted(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """What happens next: who reads it, and how one hears about it."""
    listing = get_object_or_404(
        KINDS[kind].model.objects.manageable_by(request.user).with_place(), public_id=public_id
    )
    return render(request, "matching/submitted.html", {"kind": kind, "listing": listing})
