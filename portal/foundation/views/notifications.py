"""What one is written about, and ending a kind of mails with one click."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.foundation.answers import sent
from portal.foundation.forms import MailPreferencesForm
from portal.foundation.outbox import preferences
from portal.foundation.outbox.kinds import KINDS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_page(request: HttpRequest) -> HttpResponse:
    """Choose for each kind of mails how soon one wants them."""
    form = MailPreferencesForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        form.choose()
        messages.success(request, _("Saved."))
        return redirect("mails:preferences")
    listed = [kind for kind in KINDS.values() if kind.is_listed]
    context = {
        "form": form,
        "never_off": [kind for kind in listed if kind.required],
        "elsewhere": [(kind, reverse(kind.elsewhere)) for kind in listed if kind.elsewhere],
        "hour": settings.MAIL_DIGEST_HOUR,
    }
    status = 422 if form.errors else 200
    return render(request, "foundation/notifications.html", context, status=status)


# Mail programs send the POST by themselves (RFC 8058), without a cookie: the signed address is what
# they know. Opening the address changes nothing.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the kinds of mails that the address was made for, for the person it was made for."""
    ending = preferences.ending_of(token)
    if ending is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        preferences.end(ending)
    context = {"kinds": ending.kinds, "is_done": is_done}
    response = render(request, "foundation/unsubscribe.html", context)
    response["Referrer-Policy"] = "same-origin"  # the address holds the token
    return response
