"""Between sign-up and the confirmed address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from profiles import newcomers


@require_POST
def link_again(request: HttpRequest) -> HttpResponse:
    """Send the link once more; says the same whether the address has an account or not."""
    if request.user.is_authenticated:
        return redirect("site:desk")
    if not newcomers.send_link_again(request):
        messages.info(request, _("Please sign in: we then send the link again."))
        return redirect("account_login")
    sentence = _(
        "The link is on its way. We send at most one every three minutes; the last one stays valid."
    )
    messages.info(request, sentence)
    return redirect("account_email_verification_sent")
