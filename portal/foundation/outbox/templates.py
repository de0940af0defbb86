"""Which template is of which kind, an example of each, and how one becomes subject, text and HTML.

Apps register theirs from `AppConfig.ready` (their module `mails.py`); the foundation knows no app.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

from portal.foundation.outbox.kinds import DIGEST, Kind

Context = dict[str, Any]
# allauth names its mails by the beginning of three file names.
OF_LIBRARIES = ("account/email/", "mfa/email/")
ACTION = re.compile(r"^(?P<label>.+):\s*\n(?P<url>https?://\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class MailTemplate:
    """A mail that the portal may send; `sample` makes a context with invented values."""

    name: str
    kind: Kind
    sample: Callable[[], Context] | None


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


_registered: dict[str, MailTemplate] = {}


def register(kind: Kind, names: Iterable[str], *, sample: Callable[[], Context] | None) -> None:
    """Declare the templates `emails/<name>` (or `account/email/<name>` with its path) as `kind`."""
    for name in names:
        _registered[name] = MailTemplate(name, kind, sample)


def all_templates() -> list[MailTemplate]:
    """Every registered mail, in the order of the names."""
    return [_registered[name] for name in sorted(_registered)]


def template_named(name: str) -> MailTemplate:
    """LookupError for a mail that nobody registered: the system check finds it before."""
    try:
        return _registered[name]
    except KeyError:
        raise LookupError(f"The mail “{name}” has no kind: register it in its app's mails.py.")  # noqa: B904


def values_for(kind: Kind, context: Context) -> Context:
    """What every mail knows beside its own context."""
    return {
        "why": kind.why,
        "site_url": settings.SITE_URL,
        "servicedesk_name": settings.SERVICEDESK_NAME,
        "servicedesk_email": settings.SERVICEDESK_EMAIL,
    } | context


def render_mail(name: str, context: Context) -> Rendered:
    """The mail in the language that is active. The text's first line is the subject."""
    values = values_for(template_named(name).kind, context)
    if name.startswith(OF_LIBRARIES):
        subject = _one_line(render_to_string(f"{name}_subject.txt", values))
        text = render_to_string(f"{name}_message.txt", values)
        html = render_to_string(f"{name}_message.html", values | {"subject": subject})
    else:
        subject, _cut, text = render_to_string(f"emails/{name}.txt", values).partition("\n")
        subject = _one_line(subject)
        html = render_to_string(f"emails/{name}.html", values | {"subject": subject})
    return Rendered(subject, text.strip() + "\n", html)


def render_part(name: str, context: Context) -> dict[str, str]:
    """What a digest shows of a mail: its words as text and HTML, and where its button leads."""
    cut = get_random_string(22)
    values = values_for(template_named(name).kind, context) | {
        "layout_text": "emails/digest_part.txt",
        "layout_html": "emails/digest_part.html",
        "cut": cut,
    }
    _subject, text, action = render_to_string(f"emails/{name}.txt", values).split(cut)
    html = render_to_string(f"emails/{name}.html", values)
    found = ACTION.search(action)
    return {
        "text": text.strip(),
        "html": html.strip(),
        "label": found["label"] if found else "",
        "url": found["url"] if found else "",
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _digest_sample() -> Context:
    part = {
        "title": "Jugendhaus Süd hat geschrieben",
        "text": "Jugendhaus Süd hat Ihnen geschrieben. Bitte antworten Sie bis zum 14. Mai.",
        "html": "<p>Jugendhaus Süd hat Ihnen geschrieben. Bitte antworten Sie bis zum 14. Mai.</p>",
        "label": "Anfrage lesen",
        "url": f"{settings.SITE_URL}/anfragen/",
    }
    return {
        "recipient": get_user_model()(name="Mia Probst"),
        "parts": [part, part | {"title": "Ein neuer Vorschlag für „Buchhaltung“"}],
    }


register(DIGEST, ["digest"], sample=_digest_sample)
