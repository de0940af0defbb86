"""Hours and people: the list, writing down, and what the other side says to it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import hours, machine
from cooperation.appointment_forms import DisputeForm, WorkForm
from cooperation.models import Appointment, WorkLog
from cooperation.views.frame import Frame, context_of, frame_of
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused

PER_PAGE = 20


@login_required
@require_safe
def hours_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that was written down, with sums; what waits for the person's side has its buttons."""
    return _show(request, frame_of(request, public_id), DisputeForm(), None)


@login_required
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write hours down."""
    frame = frame_of(request, public_id)
    return _log(request, frame, None)


@login_required
@require_http_methods(["GET", "POST"])
def log_appointment(request: HttpRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """Write hours of an appointment down: the form is filled with what is known."""
    frame = frame_of(request, public_id)
    found = get_object_or_404(frame.cooperation.appointments, public_id=appointment_id)
    found.cooperation = frame.cooperation
    return _log(request, frame, found)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: str, log_id: str) -> HttpResponse:
    """Mend an entry of one's own side."""
    frame = frame_of(request, public_id)
    found = _found(frame, log_id)
    form = WorkForm(sent(request), initial=vars(hours.work_of(found)))
    if request.method == "POST" and form.is_valid():
        try:
            hours.correct(found, form.work(), by=request.user, side=frame.side)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Corrected. The other side is asked to confirm it."))
            return redirect(found)
    return _form(request, frame, form, logged=found)


@login_required
@require_POST
def confirm(request: HttpRequest, public_id: str, log_id: str) -> HttpResponse:
    """Agree with what the other side has written down: exactly what was on the page."""
    frame = frame_of(request, public_id)
    found = _found(frame, log_id)
    form = WorkForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise Refused(_("This entry was corrected in the meantime. Please look at it again."))
        hours.confirm(found, by=request.user, side=frame.side, seen=form.work())

    return _verb(request, found, act, _("Confirmed. Thank you!"))


@login_required
@require_POST
def dispute(request: HttpRequest, public_id: str, log_id: str) -> HttpResponse:
    """Say what was different."""
    frame = frame_of(request, public_id)
    found = _found(frame, log_id)
    form = DisputeForm(request.POST)
    if form.is_valid():
        try:
            hours.dispute(found, form.cleaned_data["words"], by=request.user, side=frame.side)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Told. The other side can mend the entry."))
            return redirect(found)
    return _show(request, frame, form, found, status=400)


@login_required
@require_POST
def take_back(request: HttpRequest, public_id: str, log_id: str) -> HttpResponse:
    """Take an unconfirmed entry of one's own side back."""
    frame = frame_of(request, public_id)
    found = _found(frame, log_id)
    return _verb(
        request,
        found,
        lambda: hours.take_back(found, by=request.user, side=frame.side),
        _("Taken back."),
    )


def _verb(
    request: HttpRequest, found: WorkLog, act: Callable[[], object], done: str
) -> HttpResponse:
    address = found.get_absolute_url()
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(address)


def _found(frame: Frame, log_id: str) -> WorkLog:
    found = get_object_or_404(frame.cooperation.work_logs, public_id=log_id)
    found.cooperation = frame.cooperation
    return found


def _log(request: HttpRequest, frame: Frame, appointment: Appointment | None) -> HttpResponse:
    if appointment:
        known = vars(hours.suggested_for(appointment))
    else:
        known = {"day": timezone.localdate(), "people": frame.cooperation.enquiry.people}
    form = WorkForm(sent(request), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            logged = hours.log(
                frame.cooperation,
                form.work(),
                by=request.user,
                side=frame.side,
                appointment=appointment,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. The other side is asked to confirm it."))
            return redirect(logged)
    return _form(request, frame, form, appointment=appointment)


def _form(
    request: HttpRequest,
    frame: Frame,
    form: WorkForm,
    *,
    appointment: Appointment | None = None,
    logged: WorkLog | None = None,
) -> HttpResponse:
    step = "hours corrected" if logged else "hours logged"
    context = context_of(request, frame, "appointments") | {
        "form": form,
        "appointment": appointment,
        "logged": logged,
        "is_possible": step in machine.possible_steps(frame.cooperation, request.user),
    }
    status = 400 if form.errors else 200
    return render(request, "cooperation/hours_form.html", context, status=status)


def _show(
    request: HttpRequest,
    frame: Frame,
    form: DisputeForm,
    disputed: WorkLog | None,
    *,
    status: int = 200,
) -> HttpResponse:
    logs = frame.cooperation.work_logs.newest_first().select_related("logged_by", "appointment")
    page = Paginator(logs, PER_PAGE).get_page(request.GET.get("page"))
    for logged in page:
        # One form a row, and only the one that was sent keeps its words and errors.
        logged.dispute_form = form if logged == disputed else DisputeForm(prefix=None)
        logged.dispute_form.auto_id = f"id_{logged.pk}_%s"
    context = context_of(request, frame, "appointments") | {
        "page": page,
        "sums": frame.cooperation.work_logs.sums(),
        "disputed": disputed,
    }
    return render(request, "cooperation/hours.html", context, status=status)
