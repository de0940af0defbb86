"""The page of a mail's link: is it still true? It works signed out, and opening it changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matching.freshness import answering, links
from portal.foundation.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link asks about; POST gives one answer, signed into the button that was pressed."""
    try:
        link = links.read(token)
    except links.Expired:
        return _page(request, "matching/still_true_ended.html", {}, status=410)
    if link is None:
        raise Http404
    refusal = _answer(request, link) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return _guarded(redirect("matching:still-true", token))
    asked = answering.asked_with(link)
    if asked is None:  # no longer of this organisation, or the organisation may not act
        return _page(request, "matching/still_true_ended.html", {}, status=410)
    context = {
        "asked": [(one, _buttons(one)) for one in asked],
        "waiting": sum(bool(one.choices) for one in asked),
        "explains": any(answering.Choice.PAUSE in one.choices for one in asked),
        "refusal": refusal,
    }
    return _page(request, "matching/still_true.html", context, status=409 if refusal else 200)


def _answer(request: HttpRequest, link: links.Link) -> str:
    """Why the answer could not be taken, as a sentence; "" when it was."""
    given = links.read_answer(request.POST.get("answer", ""), link=link)
    if given is None:
        return _("Please press one of the buttons below.")
    try:
        answering.answer(*given)
    except Refused as refusal:
        return str(refusal)
    return ""


def _buttons(one: answering.Asked) -> list[tuple[str, str]]:
    return [(choice, links.answer_value(one.asked, choice)) for choice in one.choices]


def _page(request: HttpRequest, template: str, context: dict, *, status: int) -> HttpResponse:
    return _guarded(render(request, template, context, status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is told to nobody else and kept nowhere."""
    # Not "no-referrer": browsers then send `Origin: null` with the form, and Django refuses that.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
