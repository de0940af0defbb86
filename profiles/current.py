"""Which of their organisations a person is acting for right now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from profiles.models import Organisation

SESSION_KEY = "current_organisation"


def current_organisation_middleware(get_response: Callable) -> Callable:
    """Give every request `current_organisation` (None when there is none), looked up when used."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.current_organisation = SimpleLazyObject(lambda: _find(request))
        return get_response(request)

    return middleware


def _find(request: HttpRequest) -> Organisation | None:
    own = Organisation.objects.acted_for_by(request.user)
    chosen = request.session.get(SESSION_KEY)
    return (own.filter(pk=chosen).first() if chosen else None) or own.order_by("pk").first()


def organisation_of(request: HttpRequest) -> Organisation | None:
    """The organisation that the signed-in person acts for, or None."""
    return request.current_organisation or None


def switch(request: HttpRequest, organisation: Organisation) -> None:
    """Act for `organisation` from now on (the caller has checked that the person may)."""
    request.session[SESSION_KEY] = organisation.pk
