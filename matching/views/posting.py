"""Posting: write, keep as a draft, check the answers, submit; and changing what was posted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching import publishing
from matching.forms import answers
from matching.forms.listings import ListingForm, finished, may_be_draft
from matching.models import ListingStatus
from matching.models.listing import Listing
from matching.views.kinds import KINDS, Kind
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused
from profiles.current import organisation_of
from profiles.models import Organisation, ReviewStatus

# The button's name in the form: its presence asks for a draft.
DRAFT = "draft"
MAY_SUBMIT = {ReviewStatus.SUBMITTED, ReviewStatus.APPROVED}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new need or offer for the organisation that the person acts for."""
    what, organisation = KINDS[kind], organisation_of(request)
    obstacle = _obstacle(what, organisation)
    if obstacle:
        context = {"kind": kind, "obstacle": obstacle, "organisation": organisation}
        return render(request, "matching/refused.html", context, status=403)
    is_draft = DRAFT in request.POST
    form = what.form(sent(request), organisation=organisation, is_draft=is_draft)
    if request.method == "POST" and form.is_valid():
        saved = publishing.save_draft(
            form.instance, form.cleaned_data["competencies"], by=request.user
        )
        return _after_saving(request, what, saved, is_draft=is_draft)
    return _form_page(request, what, form, organisation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Change a need or offer; what that means for its publication stands above the form."""
    what = KINDS[kind]
    listing = get_object_or_404(
        what.model.objects.manageable_by(request.user).with_place(), public_id=public_id
    )
    is_draft = DRAFT in request.POST and may_be_draft(listing)
    form = what.form(
        sent(request),
        instance=listing,
        organisation=listing.organisation,
        is_draft=is_draft,
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = publishing.change(
                form.instance, form.cleaned_data["competencies"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_saving(request, what, saved, is_draft=is_draft)
    return _form_page(request, what, form, listing.organisation)


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
    return render(
        request,
        "matching/check.html",
        {
            "kind": kind,
            "listing": listing,
            "form": form,
            "rows": _rows(what, listing),
            "may_submit": may_submit,
            "steps": _steps(what, listing),
        },
        status=409 if request.method == "POST" else 200,
    )


@login_required
@require_safe
def submitted(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """What happens next: who reads it, and how one hears about it."""
    listing = get_object_or_404(
        KINDS[kind].model.objects.manageable_by(request.user).with_place(), public_id=public_id
    )
    return render(request, "matching/submitted.html", {"kind": kind, "listing": listing})


def _obstacle(what: Kind, organisation: Organisation | None) -> str:
    """Why nothing can be posted now: "organisation", "kind", "suspended", "site", or ""."""
    if organisation is None:
        return "organisation"
    if organisation.is_suspended:
        return "suspended"
    if not what.may_be_posted_by(organisation):
        return "kind"
    return "" if organisation.sites.exists() else "site"


def _after_saving(
    request: HttpRequest, what: Kind, saved: Listing, *, is_draft: bool
) -> HttpResponse:
    if is_draft:
        messages.success(request, _("Your draft is saved. You can go on at any time."))
        return redirect("matching:mine")
    if may_be_draft(saved):
        return redirect(what.href("check", saved))
    if saved.status == ListingStatus.SUBMITTED:
        return redirect(what.href("submitted", saved))
    messages.success(request, _("Your changes are saved."))
    return redirect(saved)


def _form_page(
    request: HttpRequest, what: Kind, form: ListingForm, organisation: Organisation
) -> HttpResponse:
    listing = form.instance
    return render(
        request,
        "matching/posting.html",
        {
            "kind": what.name,
            "form": form,
            "organisation": organisation,
            "listing": listing if listing.pk else None,
            "may_be_draft": may_be_draft(listing),
            "steps": _steps(what, listing),
        },
    )


def _rows(what: Kind, listing: Listing) -> list[dict[str, str]]:
    form = what.form(instance=listing, organisation=listing.organisation)
    return answers.rows_of(form, what.href("edit", listing))


def _steps(what: Kind, listing: Listing) -> list[dict[str, str]]:
    write = what.href("edit", listing) if listing.pk else ""
    return [
        {"label": _("Describe"), "href": write},
        {"label": _("Check"), "href": ""},
        {"label": _("Hand in"), "href": ""},
    ]
