"""Small middleware that every page needs."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

UNUSED_FEATURES = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")


def permissions_policy(get_response: Callable) -> Callable:
    """Switch off the browser features that the portal never uses."""
    value = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", value)
        return response

    return middleware


def refuse_null_bytes(get_response: Callable) -> Callable:
    """Answer 400 to a null byte in path or query.

    PostgreSQL stores none, so it would end as a 500 in whichever query met it first. Form fields
    refuse it by themselves (ProhibitNullCharactersValidator).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any(
            "\x00" in text for key, values in request.GET.lists() for text in (key, *values)
        ):
            raise BadRequest("null byte in the address")
        return get_response(request)

    return middleware
