"""Every mail of the portal with invented values: for people who write mails, and for moderators."""

from functools import wraps

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.foundation.outbox.kinds import KINDS
from portal.foundation.outbox.preferences import preferences_url
from portal.foundation.outbox.templates import (
    MailTemplate,
    Rendered,
    all_templates,
    render_mail,
    template_named,
)


def for_makers(view):  # noqa: ANN001, ANN201 -- a decorator
    """Of development and staff; nobody else learns that it is there."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (settings.DEBUG or (request.user.is_active and request.user.is_staff)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_makers
def gallery(request: HttpRequest) -> HttpResponse:
    """All mails by kind."""
    mails = all_templates()
    groups = [(kind, [mail for mail in mails if mail.kind is kind]) for kind in KINDS.values()]
    context = {"groups": groups, "languages": settings.LANGUAGES}
    return render(request, "foundation/mails.html", context)


@for_makers
@csp_update({"frame-src": ["'self'"]})
def sample(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """One mail: subject, text, and HTML in a frame as wide as a telephone and as a letter."""
    mail = _template(language, name)
    context = {
        "mail": mail,
        "rendered": rendered_sample(mail, language),
        "language": language,
        "languages": settings.LANGUAGES,
    }
    return render(request, "foundation/mail.html", context)


@for_makers
@xframe_options_sameorigin
@csp_replace({"style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"]})
def sample_html(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """The HTML of one mail as a mail program gets it: the styles stand at the elements."""
    return HttpResponse(rendered_sample(_template(language, name), language).html)


def rendered_sample(mail: MailTemplate, language: str) -> Rendered:
    """A mail with the values of its sample."""
    with translation.override(language):
        context = {"preferences_url": preferences_url()} | mail.sample()
        if mail.kind.can_be_ended:
            context.setdefault(
                "unsubscribe_url", f"{settings.SITE_URL}/mails/abbestellen/beispiel/"
            )
        return render_mail(mail.name, context)


def _template(language: str, name: str) -> MailTemplate:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        return template_named(name)
    except LookupError:
        raise Http404 from None
