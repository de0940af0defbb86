"""The way in for somebody without an account: why one is needed, and the link in the mail again.

What was typed at sign-up waits in the session, so that a mistyped address can be mended. Nothing here
tells whether an address has an account: allauth goes the same way in both cases.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.internal.stagekit import unstash_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.foundation.haste import HOUR, address_of, is_too_fast

TYPED = "typed_at_signup"
CONFIRMED = "confirmed_address"
WISH = "wish"
AGAIN_AT_MOST = 10  # an hour, from one connection; each address has its own limit in allauth


def newcomers_sign_up(view: Callable) -> Callable:
    """Whoever opens this signed out is most likely new: sign-up, from where one can sign in.

    An address that has begun something already (it has a query), and every form that is sent, go
    the way of `login_required`.
    """

    @wraps(view)
    def leading(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        is_plain = request.method in {"GET", "HEAD"} and not request.GET
        if is_plain and not request.user.is_authenticated:
            return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return leading


def wish_behind(address: str) -> str:
    """What somebody wanted to do when sign-up came first: "need", "offer", or "" (anything)."""
    try:
        kind = resolve(address.partition("?")[0]).kwargs.get("kind", "")
    except Resolver404:
        return ""
    return kind if kind in {"need", "offer"} else ""


def keep_typed(request: HttpRequest, name: str, email: str) -> None:
    """Remember what was typed at sign-up until the address is confirmed."""
    typed = {"name": name, "email": email, "next": own_address(request, "next")}
    request.session[TYPED] = typed


def own_address(request: HttpRequest, name: str) -> str:
    """The address of this portal that a field of the request holds, or ""."""
    address = request.POST.get(name) or request.GET.get(name) or ""
    hosts, is_secure = {request.get_host()}, request.is_secure()
    return address if url_has_allowed_host_and_scheme(address, hosts, is_secure) else ""


def send_link_again(request: HttpRequest) -> bool:
    """False when nobody is signing up in this session any more."""
    login = unstash_login(request, peek=True)
    if login is None:
        return False
    who = address_of(request)
    if not is_too_fast("link again", who, at_most=AGAIN_AT_MOST, within=HOUR):
        send_verification_email_at_login(request, login)
    return True
