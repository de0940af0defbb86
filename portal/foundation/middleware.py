"""Small middleware that every page needs."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNUSED_FEATURES = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")


def permissions_policy(get_response: Callable) -> Callable:
    """Switch off the browser features that the portal never uses."""
    value = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", value)
        return response

    return middleware


def page_for_wrong_method(get_response: Callable) -> Callable:
    """A page where Django would show an empty one: an address that only takes forms was opened.

    That happens after signing in again, when a session ended while somebody sent a form.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        was_opened = (
            request.method == "GET" and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        )
        if was_opened and not response.streaming and not response.content:
            page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response.headers.get("Allow", "POST")
            return page
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
