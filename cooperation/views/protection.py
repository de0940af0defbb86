"""Protection of minors: the Träger's own page. For everybody else it does not exist."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import protection
from cooperation.forms.protection import AssessmentForm, GuideForm, PersonForm
from cooperation.models import Assessment, Level, ProtectionRecord
from cooperation.views.frame import Frame, context_of, frame_of
from portal.foundation.refusals import Refused


@login_required
@require_safe
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was decided, whose record is there, and the guide to the decision."""
    return _show(request, _frame(request, public_id))


@login_required
@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Store the Träger's decision."""
    frame = _frame(request, public_id)
    form = AssessmentForm(request.POST, instance=Assessment(cooperation=frame.cooperation))
    if form.is_valid():
        try:
            protection.decide(form.save(commit=False), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your decision is recorded."))
            return redirect("cooperation:protection", public_id)
    return _show(request, frame, decision=form, status=400)


@login_required
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, public_id: str, record_id: str | None = None) -> HttpResponse:
    """Note what was seen of a person, or change it."""
    frame = _frame(request, public_id)
    record = ProtectionRecord(cooperation=frame.cooperation)
    if record_id is not None:
        record = get_object_or_404(frame.cooperation.protection_records, public_id=record_id)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            protection.record(form.save(commit=False), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. The company only learns whether all is met."))
            return redirect("cooperation:protection", public_id)
    context = context_of(request, frame, "protection") | {"form": form, "record": record}
    status = 400 if form.errors else 200
    return render(request, "cooperation/protection_person.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, public_id: str, record_id: str) -> HttpResponse:
    """Delete the record of a person."""
    frame = _frame(request, public_id)
    record = get_object_or_404(frame.cooperation.protection_records, public_id=record_id)
    try:
        protection.remove(record, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Deleted."))
    return redirect("cooperation:protection", public_id)


def _frame(request: HttpRequest, public_id: str) -> Frame:
    frame = frame_of(request, public_id)
    if not protection.may_see(frame.cooperation, request.user):
        raise Http404
    return frame


def _show(
    request: HttpRequest,
    frame: Frame,
    *,
    decision: AssessmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = getattr(frame.cooperation, "assessment", None)
    guide = GuideForm(request.GET if "contact" in request.GET else None)
    proposed = ""
    if decision is None and guide.is_bound and guide.is_valid():
        proposed = protection.proposed_level(**guide.cleaned_data)
        decision = AssessmentForm(initial={**guide.cleaned_data, "level": proposed})
    context = context_of(request, frame, "protection") | {
        "assessment": assessment,
        "guide": guide,
        "decision": decision,
        "proposed": Level(proposed).label if proposed else "",
        "people": frame.cooperation.protection_records.all(),
        "missing": protection.missing(frame.cooperation),
        "is_needed": frame.cooperation.may_meet_minors,
    }
    return render(request, "cooperation/protection.html", context, status=status)
