"""Telling the Servicestelle about a barrier: for everybody, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.foundation.answers import sent
from portal.foundation.haste import HOUR, address_of, is_too_fast
from portal.site import barriers
from portal.site.forms import BarrierForm

AN_HOUR = 5  # reports from one address
PAGE_MAX = BarrierForm.Meta.model._meta.get_field("page").max_length


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form. `?page=` is the address from which somebody comes."""
    came_from = request.GET.get("page", "")[:PAGE_MAX]
    form = BarrierForm(sent(request), initial={"page": came_from})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            who = address_of(request)
            if not is_too_fast("barrier reports", who, at_most=AN_HOUR, within=HOUR):
                answers = {name: form.cleaned_data[name] for name in ("text", "page", "email")}
                barriers.report(**answers, language=get_language() or "")
                return redirect("site:barrier-thanks")
            form.add_error(None, _("Several reports came from here just now. Please wait an hour."))
            status = 429
    return render(request, "site/barrier.html", {"form": form}, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens now, and by when."""
    return render(
        request,
        "site/barrier_thanks.html",
        {"answer_by": barriers.answered_by(), "days_kept": barriers.KEPT_AFTER_ANSWER.days},
    )
