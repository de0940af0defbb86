"""Pages for what goes wrong where nothing can be relied on: no database, no session, no frame."""

import sys
from http import HTTPStatus

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

COME_AGAIN = "60"  # seconds
# What PostgreSQL says while it starts, stops or has no connection left, and when a release is not
# fully installed (a table or column that is not there yet). Without a code nobody answered at all.
NOT_READY = {"57P01", "57P02", "57P03", "53300", "42P01", "42703"}


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 with the time to come again when the database cannot be reached."""
    if is_store_away(sys.exc_info()[1]):
        response = _bare(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = COME_AGAIN
        return response
    return _bare(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, with the time to come again."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = COME_AGAIN
    return response


def is_store_away(error: BaseException | None) -> bool:
    """Whether the database did not answer; not whether it refused what was asked."""
    if not isinstance(error, Error):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    if state is None:
        return isinstance(error, OperationalError | InterfaceError)
    return state in NOT_READY or state.startswith("08")


def _bare(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # Cookie and header alone tell the language; perhaps nobody has come to activating it.
    with translation.override(translation.get_language_from_request(request)):
        body = render_to_string(template)
        language = translation.get_language()
    response = HttpResponse(body, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return response
