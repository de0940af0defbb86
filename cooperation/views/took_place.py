"""The page behind the link in the mail: one press of a button, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cooperation import answer_links, appointments
from cooperation.appointment_forms import SaysForm
from cooperation.models import Says
from portal.foundation.refusals import Refused


# Mail scanners open links: opening this one changes nothing.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def took_place(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the person of the link what became of the appointment of the link."""
    try:
        asked = answer_links.read(token)
    except answer_links.Expired:
        return _page(request, {"is_expired": True}, status=410)
    if asked is None:
        raise Http404
    refusal = ""
    form = SaysForm(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            appointments.answer_took_place(
                asked.appointment,
                Says(form.cleaned_data["says"]),
                by=asked.person,
                side=asked.side,
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect(request.path)
    appointment = asked.appointment
    context = {
        "appointment": appointment,
        "cooperation": appointment.cooperation,
        "own": asked.organisation,
        "other": appointment.cooperation.enquiry.other_side_of(asked.organisation),
        "own_says": appointment.says(asked.side),
        "may_answer": appointment.is_over and not appointment.is_cancelled,
        "says_label": dict(Says.choices).get(appointment.says(asked.side), ""),
        "refusal": refusal,
    }
    return _page(request, context, status=409 if refusal else 200)


def _page(request: HttpRequest, context: dict[str, object], *, status: int) -> HttpResponse:
    response = render(request, "cooperation/took_place.html", context, status=status)
    # The address holds the token, so nobody else may learn it. With "no-referrer", browsers would
    # send no origin with the button, and the form would be refused.
    response["Referrer-Policy"] = "same-origin"
    return response
