"""What somebody typed survives signing in.

A form that is sent after its session has ended would lose everything. Its answers are kept in the
anonymous session, under the address of the form, until its writer is back there. Every such form
carries a signed mark of the person it was shown to: without one nothing is kept, and nobody else,
who signs in at the same computer, is shown it. One form at a time, bounded in size and time.
"""

import time
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.foundation.haste import is_too_fast

FIELD = "written-by"
KEEP_SECONDS = 60 * 60
BYTES_AT_MOST = 40_000  # a description of 5,000 characters that all need several bytes
A_MINUTE = 20
_SESSION_KEY = "kept_answers"
_SALT = "portal.foundation.kept_answers"


def writer_of(request: HttpRequest) -> str:
    """The mark for the hidden field FIELD of a form that is shown to somebody signed in."""
    return Signer(salt=_SALT).sign(_mark(request))


def signed_in_keeping_answers(view: Callable) -> Callable:
    """Like `login_required`, but a form that is sent too late is there again after signing in."""
    for_members = login_required(view)

    @wraps(view)
    def keeping(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            _keep(request)
        return for_members(request, *args, **kwargs)

    return keeping


def are_waiting(request: HttpRequest) -> bool:
    """Whether something that was typed at this address is still to be shown."""
    return request.session.get(_SESSION_KEY, {}).get("address") == request.get_full_path()


def take(request: HttpRequest) -> QueryDict | None:
    """What this person typed at this address before they had to sign in; only once."""
    if not are_waiting(request):
        return None
    kept = request.session.pop(_SESSION_KEY)
    is_theirs = constant_time_compare(kept["writer"], _mark(request))
    is_fresh = time.time() - kept["at"] <= KEEP_SECONDS
    return QueryDict(kept["answers"]) if is_theirs and is_fresh else None


def _keep(request: HttpRequest) -> None:
    try:
        writer = Signer(salt=_SALT).unsign(request.POST.get(FIELD, ""))
    except BadSignature:
        return
    answers = request.POST.copy()
    for name in ("csrfmiddlewaretoken", FIELD):
        answers.pop(name, None)
    typed = answers.urlencode()
    if len(typed) > BYTES_AT_MOST or is_too_fast("kept answers", writer, at_most=A_MINUTE):
        return
    request.session[_SESSION_KEY] = {
        "address": request.get_full_path(),
        "writer": writer,
        "answers": typed,
        "at": time.time(),
    }


def _mark(request: HttpRequest) -> str:
    return salted_hmac(_SALT, str(request.user.pk)).hexdigest()[:32]
