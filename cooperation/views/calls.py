"""Calling the Servicestelle: into the conversation, or with something that only it should know."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cooperation import calls
from cooperation.forms.conversation import ReportForm
from cooperation.views.conversation import own_side, readable
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused


@login_required
@require_POST
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the Servicestelle to read along and help."""
    enquiry = readable(request, public_id)
    try:
        calls.invite(enquiry, by=request.user, side=own_side(request, enquiry))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The Servicestelle reads along now. Both sides can see that."))
    return redirect("cooperation:conversation", enquiry.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell the Servicestelle that something is not right; the other side hears nothing of it."""
    enquiry = readable(request, public_id)
    own = own_side(request, enquiry)
    form = ReportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            calls.report(enquiry, form.cleaned_data["text"], by=request.user, side=own)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Thank you. The Servicestelle looks at it, and nobody else knows of it.")
            )
            return redirect("cooperation:conversation", enquiry.public_id)
    return render(
        request,
        "cooperation/report.html",
        {"enquiry": enquiry, "form": form, "other": enquiry.other_side_of(own)},
        status=400 if form.is_bound else 200,
    )
