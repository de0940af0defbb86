"""A new need or offer: choose what to start from, then the first step."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from matching import drafting
from matching.models.listing import Listing
from matching.templates_to_start import BLANK, template_named, templates_for
from matching.views.kinds import KINDS, Kind
from matching.views.posting.answering import ENTRY, answer
from portal.foundation.kept_answers import signed_in_keeping_answers
from profiles.current import organisation_of
from profiles.models import Organisation

# The word in the address that names the template.
TEMPLATE = "vorlage"


@signed_in_keeping_answers
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new need or offer for the organisation that the person acts for."""
    what, organisation = KINDS[kind], organisation_of(request)
    reason = obstacle(what, organisation)
    if reason:
        context = {"kind": kind, "obstacle": reason, "organisation": organisation}
        return render(request, "matching/refused.html", context, status=403)
    template = template_named(kind, request.GET.get(TEMPLATE, ""))
    if template is None and request.method != "POST":
        context = {
            "kind": kind,
            "organisation": organisation,
            "templates": templates_for(kind),
            "blank": BLANK,
        }
        return render(request, "matching/start.html", context)
    listing = entry_of(request, what) or drafting.new(
        what.model, organisation, template=template, public_id=_proposed(request)
    )
    topics = template.topics() if template else []
    return answer(request, what, listing, what.form.GROUPS[0], topics=topics)


def obstacle(what: Kind, organisation: Organisation | None) -> str:
    """Why nothing can be posted now: "organisation", "kind", "suspended", "site", or ""."""
    if organisation is None:
        return "organisation"
    if organisation.is_suspended:
        return "suspended"
    if not what.may_be_posted_by(organisation):
        return "kind"
    return "" if organisation.sites.exists() else "site"


def entry_of(request: HttpRequest, what: Kind) -> Listing | None:
    """The draft that a form is about, if it is stored already and still one.

    A new form proposes its draft's identifier itself. Whoever sends it twice (a second tap, the
    browser's way back) goes on with the draft that the first one made.
    """
    public_id = _proposed(request)
    drafts = what.model.objects.manageable_by(request.user).drafts().with_place()
    return drafts.filter(public_id=public_id).first() if public_id else None


def _proposed(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(ENTRY, ""))
    except ValueError:
        return None
