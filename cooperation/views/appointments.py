"""The part “Appointments and hours”: what is next, all appointments, and one with its verbs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import appointments, machine, wall_clock
from cooperation.appointment_forms import (
    AppointmentForm,
    CancelForm,
    ChangeAppointmentForm,
    SaysForm,
)
from cooperation.models import Appointment, Says
from cooperation.views.frame import Frame, context_of, frame_of
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused

PER_PAGE = 20
QUESTIONS_SHOWN = 5
HOURS_SHOWN = 5


@login_required
@require_safe
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is next and what is asked, then the list: what is ahead, or what is over."""
    frame = frame_of(request, public_id)
    cooperation = frame.cooperation
    is_past = request.GET.get("past") == "1"
    ahead, past = cooperation.appointments.ahead(), cooperation.appointments.past()
    page = Paginator(past if is_past else ahead, PER_PAGE).get_page(request.GET.get("page"))
    context = context_of(request, frame, "appointments") | {
        "next_one": ahead.standing().first(),
        "questions": cooperation.appointments.waiting_for_answers().filter(
            **{f"{frame.side.value}_says": ""}
        )[:QUESTIONS_SHOWN],
        "page": page,
        "is_past": is_past,
        "ahead_count": page.paginator.count if not is_past else ahead.count(),
        "past_count": page.paginator.count if is_past else past.count(),
        "sums": cooperation.work_logs.sums(),
        "latest": cooperation.work_logs.newest_first()[:HOURS_SHOWN],
    }
    return render(request, "cooperation/appointments.html", context)


@login_required
@require_safe
def appointment(request: HttpRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """One appointment: when, where, what both sides say, and what can be done with it."""
    frame = frame_of(request, public_id)
    return _show(request, frame, _found(frame, appointment_id), CancelForm())


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set an appointment, or one each week."""
    frame = frame_of(request, public_id)
    form = AppointmentForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = appointments.propose(
                frame.cooperation,
                form.plan(),
                by=request.user,
                weekly_until=form.cleaned_data["weekly_until"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "The appointment stands. The other side knows.",
                    "%(count)d appointments stand. The other side knows.",
                    len(made),
                )
                % {"count": len(made)},
            )
            _remark(request, made)
            return redirect("cooperation:appointments", public_id)
    return _form(request, frame, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """Another time or place for one that stands."""
    frame = frame_of(request, public_id)
    found = _found(frame, appointment_id)
    form = ChangeAppointmentForm(sent(request), initial=_as_entered(found))
    if request.method == "POST" and form.is_valid():
        try:
            changed = appointments.change(
                found,
                form.plan(),
                by=request.user,
                sequence=form.cleaned_data["sequence"] or 0,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Changed. The other side knows."))
            _remark(request, [changed])
            return redirect(changed)
    return _form(request, frame, form, found)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """Cancel it, with a reason."""
    frame = frame_of(request, public_id)
    found = _found(frame, appointment_id)
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            gone = appointments.cancel(
                found,
                form.cleaned_data["reason"],
                by=request.user,
                and_following=form.cleaned_data["and_following"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "Cancelled. The other side knows.",
                    "%(count)d appointments cancelled. The other side knows.",
                    len(gone),
                )
                % {"count": len(gone)},
            )
            return redirect(found)
    return _show(request, frame, found, form, status=400)


@login_required
@require_POST
def answer(request: HttpRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """Say what became of it: one press of a button."""
    frame = frame_of(request, public_id)
    found = _found(frame, appointment_id)
    form = SaysForm(request.POST)
    if form.is_valid():
        says = Says(form.cleaned_data["says"])
        try:
            appointments.answer_took_place(found, says, by=request.user, side=frame.side)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you for telling."))
    return redirect(found)


def _found(frame: Frame, appointment_id: str) -> Appointment:
    found = get_object_or_404(frame.cooperation.appointments, public_id=appointment_id)
    found.cooperation = frame.cooperation
    return found


def _show(
    request: HttpRequest, frame: Frame, found: Appointment, form: CancelForm, *, status: int = 200
) -> HttpResponse:
    context = context_of(request, frame, "appointments") | {
        "appointment": found,
        "own_says": found.says(frame.side),
        "other_says": found.says(frame.side.opposite),
        "no_show_is_own": found.no_show_of == frame.side,
        "cancel_form": form,
        "logged": found.work_logs.first(),
        "remark": wall_clock.remark_about([found.starts_at, found.ends_at]),
    }
    if found.series is None:
        del form.fields["and_following"]
    return render(request, "cooperation/appointment.html", context, status=status)


def _form(
    request: HttpRequest, frame: Frame, form: Form, found: Appointment | None
) -> HttpResponse:
    step = "appointment changed" if found else "appointment set"
    context = context_of(request, frame, "appointments") | {
        "form": form,
        "appointment": found,
        "is_possible": step in machine.possible_steps(frame.cooperation, request.user),
    }
    status = 400 if form.errors else 200
    return render(request, "cooperation/appointment_form.html", context, status=status)


def _as_entered(found: Appointment) -> dict[str, object]:
    starts, ends = (
        at.astimezone(wall_clock.BERLIN) for at in (found.starts_at, found.ends_at)
    )  # fmt: skip
    return {
        "title": found.title,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": found.place,
        "note": found.note,
        "sequence": found.sequence,
    }


def _remark(request: HttpRequest, made: list[Appointment]) -> None:
    moments = [at for one in made for at in (one.starts_at, one.ends_at)]
    if remark := wall_clock.remark_about(moments):
        messages.info(request, remark)
