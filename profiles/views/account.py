"""A person's own account: what it holds, where one is signed in, and leaving."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.foundation.answers import sent
from portal.foundation.refusals import Refused
from profiles import leaving, session_end, sessions, team
from profiles.forms.accounts import AccountForm, DeleteAccountForm
from profiles.models import Organisation


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The hub: everything about one's account, with what is set now."""
    factors = list(request.user.authenticator_set.values_list("type", flat=True))
    key = request.session.session_key
    context = {
        "address": request.user.emailaddress_set.filter(primary=True).first(),
        "has_app": Authenticator.Type.TOTP in factors,
        "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
        "devices": len(sessions.devices_of(request.user, current_key=key)),
        "teams": Organisation.objects.of_member(request.user).order_by("name"),
    }
    return render(request, "profiles/account.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Name and language. The pages follow the language at once."""
    form = AccountForm(sent(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(request.user.language):
            messages.success(request, _("Saved."))
        response = redirect("profiles:account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response
    return render(request, "profiles/account_name.html", {"form": form})


@login_required
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    found = sessions.devices_of(request.user, current_key=request.session.session_key)
    return render(request, "profiles/account_devices.html", {"devices": found})


@login_required
@require_POST
def end_devices(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Sign out on one other device, or on all others."""
    if pk is not None:
        get_object_or_404(UserSession, pk=pk, user=request.user)
    count = sessions.end_others(request.user, current_key=request.session.session_key, only=pk)
    if count:
        words = ngettext(
            "You are signed out on %(count)d device.",
            "You are signed out on %(count)d devices.",
            count,
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("There you were signed out already."))
    return redirect("profiles:devices")


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's own account, after saying so twice."""
    form = DeleteAccountForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            leaving.delete_account(request.user, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("profiles:account-delete")
        logout(request)
        messages.success(request, _("Your account is deleted. Thank you for having been here."))
        return redirect("site:home")
    context = {"form": form, "last_owner_of": team.only_owned_by(request.user)}
    return render(request, "profiles/account_delete.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """How many seconds the session lasts; a POST makes it last its whole length again.

    Asking alone moves nothing. 0 for whoever is not signed in (any more).
    """
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0})
    if request.method == "POST":
        session_end.renew(request)
    return JsonResponse({"seconds": session_end.seconds_left(request)})
