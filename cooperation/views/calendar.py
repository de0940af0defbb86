"""Calendar files to take along, and the personal calendar to subscribe to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cooperation import calendar_feeds
from cooperation.calendar import calendar_of
from cooperation.models import CalendarFeed
from cooperation.views.frame import frame_of


@login_required
@require_safe
def appointment_file(request: HttpRequest, public_id: str, appointment_id: str) -> HttpResponse:
    """One appointment as a calendar file."""
    frame = frame_of(request, public_id)
    found = get_object_or_404(frame.cooperation.appointments, public_id=appointment_id)
    found.cooperation = frame.cooperation
    return _file(calendar_of([found], name=found.title), "termin.ics")


@login_required
@require_safe
def cooperation_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """All appointments of a cooperation as a calendar file."""
    cooperation = frame_of(request, public_id).cooperation
    found = cooperation.appointments.order_by("starts_at", "pk")
    return _file(calendar_of(found, name=str(cooperation)), "termine.ics")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The secret address of one's own calendar: made, renewed, ended."""
    if request.method == "POST":
        if "end" in request.POST:
            calendar_feeds.end(request.user)
            messages.success(request, _("The address answers no more."))
        else:
            calendar_feeds.renew(request.user)
            messages.success(request, _("Here is your new address."))
        return redirect("cooperation:my-calendar")
    feed = CalendarFeed.objects.filter(user=request.user, is_on=True).first()
    url = calendar_feeds.url_of(feed) if feed else ""
    return render(request, "cooperation/my_calendar.html", {"url": url, "feed": feed})


# Calendar programs come without a cookie: the secret address is what they know.
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The appointments of the person that the address was made for."""
    user = calendar_feeds.owner_of(token)
    if user is None:
        raise Http404
    response = _file(calendar_feeds.calendar_for(user), "termine.ics", disposition="inline")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def _file(content: bytes, name: str, *, disposition: str = "attachment") -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response["Cache-Control"] = "private, max-age=0"
    return response
