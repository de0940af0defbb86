"""The end: feedback, what came of it, and whether others may learn from it."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import certificates, closing, examples
from cooperation.forms.closing import CertificateForm, ExampleForm, FeedbackForm, OutcomeForm
from cooperation.models import (
    Cooperation,
    CooperationSide,
    CooperationStatus,
    Example,
    Feedback,
    Outcome,
)
from cooperation.views.frame import Frame, context_of, frame_of
from portal.foundation.answers import sent
from portal.foundation.pdf import NoPdf
from portal.foundation.refusals import Refused

logger = logging.getLogger(__name__)


@login_required
@require_safe
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is still to be said, what was said, what came of it."""
    return _show(request, frame_of(request, public_id), FeedbackForm())


@login_required
@require_POST
def feedback(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give feedback for one's side, once."""
    frame = frame_of(request, public_id)
    given = Feedback(cooperation=frame.cooperation, side=frame.side)
    form = FeedbackForm(request.POST, instance=given)
    if form.is_valid():
        try:
            closing.give_feedback(form.save(commit=False), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you! That helps the others, and us."))
            return redirect("cooperation:closing", public_id)
    return _show(request, frame, form, status=400)


@login_required
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what came of it, on three levels."""
    frame = frame_of(request, public_id)
    record = getattr(frame.cooperation, "outcome", None) or Outcome(cooperation=frame.cooperation)
    form = OutcomeForm(request.POST if request.method == "POST" else None, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            competencies = form.cleaned_data.get("competencies", ())
            closing.record_outcome(
                form.save(commit=False), competencies, frame.side, by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. Both sides can add to it."))
            return redirect("cooperation:closing", public_id)
    context = context_of(request, frame, "closing") | {"form": form}
    status = 400 if form.errors else 200
    return render(request, "cooperation/outcome.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def example_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write or change the text and the photo that others may see."""
    frame = frame_of(request, public_id)
    draft = getattr(frame.cooperation, "example", None) or examples.drafted(frame.cooperation)
    form = ExampleForm(sent(request), request.FILES or None, instance=draft)
    form.note_dropped(request)
    if request.method == "POST" and form.is_valid():
        try:
            examples.save_draft(form.save(commit=False), frame.side, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Both sides have to release it anew."))
            return redirect("cooperation:closing", public_id)
    context = context_of(request, frame, "closing") | {"form": form}
    status = 400 if form.errors else 200
    return render(request, "cooperation/example_draft.html", context, status=status)


@login_required
@require_POST
def example_release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree to show the example as it stands, or take that back."""
    frame = frame_of(request, public_id)
    draft = get_object_or_404(Example, cooperation=frame.cooperation)
    try:
        if "take_back" in request.POST:
            examples.take_back(draft, frame.side, by=request.user)
            messages.success(request, _("Taken back. Nobody else can read it any more."))
        else:
            version = request.POST.get("version", "")
            number = int(version) if version.isdecimal() else 0
            examples.release(draft, frame.side, number, by=request.user)
            messages.success(request, _("Released by your side."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cooperation:closing", public_id)


@login_required
@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """A certificate of engagement as a PDF, for those whom the Träger names."""
    frame = frame_of(request, public_id)
    if frame.side != CooperationSide.SEEKING:
        raise Http404
    first = {"words": certificates.words_for(frame.cooperation)}
    form = CertificateForm(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = certificates.issue(frame.cooperation, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except NoPdf:
            logger.exception("no PDF of a certificate")
            form.add_error(None, _("The PDF could not be made. Please write to the Servicestelle."))
        else:
            headers = {
                "Content-Disposition": 'attachment; filename="bescheinigung.pdf"',
                "Cache-Control": "private, no-store",
            }
            return HttpResponse(made, content_type="application/pdf", headers=headers)
    context = context_of(request, frame, "closing") | {"form": form}
    status = 400 if form.errors else 200
    return render(request, "cooperation/certificate.html", context, status=status)


def _show(
    request: HttpRequest, frame: Frame, form: FeedbackForm, *, status: int = 200
) -> HttpResponse:
    cooperation: Cooperation = frame.cooperation
    own = cooperation.feedback.filter(side=frame.side).first()
    is_closing = cooperation.status == CooperationStatus.CLOSING
    draft = getattr(cooperation, "example", None)
    context = context_of(request, frame, "closing") | {
        "is_over": cooperation.status in closing.OPEN_FOR_OUTCOMES,
        "form": form if is_closing and own is None else None,
        "feedback_due": closing.feedback_due(cooperation) if is_closing else None,
        "own_feedback": own,
        "other_feedback": closing.readable_feedback(cooperation, frame.side),
        "outcome": getattr(cooperation, "outcome", None),
        "may_write_example": cooperation.status == CooperationStatus.CLOSED,
        "example": draft,
        "own_release": draft is not None and draft.is_released_by(frame.side),
    }
    return render(request, "cooperation/closing.html", context, status=status)
