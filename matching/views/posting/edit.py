"""Changing what was handed in or published: one page, no steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matching import publishing
from matching.forms.listings import may_be_draft
from matching.models import ListingStatus
from matching.models.listing import Listing
from matching.views.kinds import KINDS, Kind
from matching.views.posting.progress import first_undone, steps_of
from portal.foundation import kept_answers
from portal.foundation.answers import sent
from portal.foundation.kept_answers import signed_in_keeping_answers
from portal.foundation.refusals import Refused


@signed_in_keeping_answers
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Change a need or offer; what that means for its publication stands above the form.

    A draft is opened in its steps. What was sent from a page that was opened before the Servicestelle
    returned the entry is stored all the same.
    """
    what = KINDS[kind]
    listing = get_object_or_404(
        what.model.objects.manageable_by(request.user).with_place(), public_id=public_id
    )
    if may_be_draft(listing) and request.method != "POST":
        return redirect(_where_to_go_on(what, listing))
    form = what.form(sent(request), instance=listing, organisation=listing.organisation)
    typed = kept_answers.take(request) if request.method != "POST" else None
    if typed is not None:
        form.show_again(typed)
    elif request.method == "POST" and form.is_valid():
        form.instance.steps_seen = [questions.slug for questions in what.form.GROUPS]
        try:
            saved = publishing.change(
                form.instance, form.cleaned_data["competencies"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after_saving(request, what, saved)
    context = {
        "kind": what.name,
        "form": form,
        "listing": listing,
        "is_back": typed is not None,
        "writer": kept_answers.writer_of(request),
    }
    return render(request, "matching/posting.html", context)


def _where_to_go_on(what: Kind, listing: Listing) -> str:
    """The first step that was not gone through or lacks something; else the check page."""
    ahead = first_undone(steps_of(what, listing))
    return what.step_href(listing, ahead) if ahead else what.href("check", listing)


def _after_saving(request: HttpRequest, what: Kind, saved: Listing) -> HttpResponse:
    if may_be_draft(saved):
        return redirect(what.href("check", saved))
    if saved.status == ListingStatus.SUBMITTED:
        return redirect(what.href("submitted", saved))
    messages.success(request, _("Your changes are saved."))
    return redirect(saved)
