"""The demo's post: what the mail catcher of `make run` received instead of real inboxes."""

import email
import re
from email import policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

LINK = re.compile(r"https?://\S+")
SHOWN = 50


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest caught mails."""
    paths = sorted(Path(settings.DEMO_MAIL_DIR).glob("*.eml"), reverse=True)[:SHOWN]
    mails = [{"number": int(path.stem), "message": _parse(path)} for path in paths]
    return render(request, "site/demo_mail.html", {"mails": mails})


@require_safe
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One caught mail as text, its links to click."""
    path = next(
        (p for p in Path(settings.DEMO_MAIL_DIR).glob("*.eml") if int(p.stem) == number), None
    )
    if path is None:
        raise Http404
    message = _parse(path)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    context = {"message": message, "text": text, "links": LINK.findall(text)}
    return render(request, "site/demo_mail_one.html", context)


def _parse(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)
