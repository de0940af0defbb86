"""Telling the Servicestelle about a barrier: for everybody, without signing in."""

import logging

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from redis.exceptions import RedisError

from portal.foundation.answers import sent
from portal.site import barriers
from portal.site.forms import BarrierForm

logger = logging.getLogger(__name__)
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
            if _is_not_too_often(request):
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


def _is_not_too_often(request: HttpRequest) -> bool:
    """Whether this address may still report. Without Redis everybody gets through."""
    try:
        return ratelimit.consume(request, action="report_barrier")
    except RedisError:
        logger.warning("barriers: no rate limit without Redis")
        return True
