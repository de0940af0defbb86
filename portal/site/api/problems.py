"""Errors of the open data: application/problem+json (RFC 9457), each with a sentence."""

from http import HTTPStatus
from math import ceil

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, Throttled, ValidationError
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
LONGEST = 300


def as_problem(error: Exception, _context: dict) -> Response | None:
    """The answer to an exception of a view; None for what is our own fault and ends as a 500."""
    if isinstance(error, Throttled):
        seconds = max(1, ceil(error.wait or 1))
        said = _("Too many requests in a short time. Please try again in %(seconds)s seconds.")
        return _response(429, said % {"seconds": seconds}, {"Retry-After": str(seconds)})
    if isinstance(error, ValidationError):
        return _refused(error)
    if isinstance(error, Http404):
        return _response(404)
    if isinstance(error, PermissionDenied):
        return _response(403)
    if isinstance(error, APIException):
        return _response(error.status_code)
    return None


def _refused(error: ValidationError) -> Response:
    wrong = [
        {"parameter": str(name)[:80], "detail": str(sentence)[:LONGEST]}
        for name, sentences in error.detail.items()
        for sentence in sentences
    ]
    told = " ".join(f"{one['parameter']}: {one['detail']}" for one in wrong[:3])
    return _response(400, told, errors=wrong[:20])


def _response(
    status: int, detail: str = "", headers: dict[str, str] | None = None, **more: object
) -> Response:
    content = _problem(status, detail) | more
    return Response(content, status, headers=headers, content_type=CONTENT_TYPE)


def problem_response(status: int) -> JsonResponse:
    """A problem that no view has found."""
    return JsonResponse(_problem(status), status=status, content_type=CONTENT_TYPE)


def _problem(status: int, detail: str = "") -> dict[str, object]:
    sentences = {
        400: _("Something in the address is not as it should be."),
        404: _("There is nothing here, or not any more. /api/ lists the addresses."),
        405: _("These data can only be read: use GET."),
    }
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or sentences.get(status, _("Something went wrong on our side. Sorry!")),
    }
