"""When a session ends: 14 days after somebody was last here, for staff 8 hours.

The end is kept in the session itself, because Django's own counts from the last change of the
session, and not every page changes one. It moves on while somebody works, but is written at most
every fourteenth part of its length, so that reading pages stays reading. Sessions without one (from
before, or of tests) end when Django's do. Pages warn before (static/js/session.js).
"""

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from profiles.models import User

SESSION_KEY = "ends_at"
WRITTEN_AFTER = 14  # the part of its length after which an end is moved


def length_for(user: User) -> int:
    """How many seconds without a request end the session of `user`."""
    if user.is_staff:
        return int(timedelta(hours=settings.STAFF_SESSION_HOURS).total_seconds())
    return settings.SESSION_COOKIE_AGE


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in."""
    request.session[SESSION_KEY] = int(time.time()) + length_for(request.user)


def renew(request: HttpRequest) -> None:
    """The session lasts its whole length again; the list of signed-in devices hears of it."""
    begin(request)
    UserSession.objects.create_from_request(request)


def seconds_left(request: HttpRequest) -> int | None:
    """Until the session ends; None when there is none, or when it does not say."""
    ends_at = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    return None if ends_at is None else max(0, ends_at - int(time.time()))


def session_end_middleware(get_response: Callable) -> Callable:
    """End sessions that are over; move the end of those in which somebody works.

    Only when a page asks who is there: pages that are the same for everybody may be cached for all.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        found = request.user
        request.user = SimpleLazyObject(lambda: _still_signed_in(request, found))
        return get_response(request)

    return middleware


def _still_signed_in(request: HttpRequest, user: User) -> User:
    request.user = user
    left = seconds_left(request)
    if left == 0:
        logout(request)
    elif left is not None and request.path != reverse("profiles:session"):
        _move(request, left)
    return request.user


def _move(request: HttpRequest, left: int) -> None:
    if not request.user.is_authenticated:
        return
    length = length_for(request.user)
    # More is left than there should be when somebody has become staff meanwhile.
    if left > length or left < length - length // WRITTEN_AFTER:
        renew(request)
