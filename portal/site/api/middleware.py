"""What every answer of the open data has in common, also the ones that no view has made."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

from portal.site.api.problems import problem_response

PREFIXES = ("/api/v1/", "/api/openapi.json")
CACHE_SECONDS = 300


def open_data(get_response: Callable) -> Callable:
    """Anonymous, readable from every origin, cacheable by everybody, errors as problem+json.

    Cookies are taken away before anybody could read them: an answer that caches share must not
    depend on who asks.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIXES):
            return get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = get_response(request)
        if response.status_code >= 400:
            return _for_everybody(_as_problem(response))
        if response.status_code == 200:
            del response["Vary"], response["Content-Language"]  # one answer for all languages
            response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response = get_conditional_response(
                request,
                etag=response["ETag"],
                last_modified=parse_http_date_safe(response.get("Last-Modified", "")),
                response=response,
            )
        return _for_everybody(response)

    return middleware


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Django's own error pages in the format of the others."""
    if response.get("Content-Type", "").startswith("application/problem+json"):
        return response
    problem = problem_response(response.status_code)
    for name in ("Allow", "Content-Language"):
        if name in response:
            problem[name] = response[name]
    problem["Vary"] = "Accept-Language"  # the page that it replaces may have asked for more
    return problem


def _for_everybody(response: HttpResponse) -> HttpResponse:
    if response.status_code >= 400:
        response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
    response["X-Robots-Tag"] = "noindex"
    return response
