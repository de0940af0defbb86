"""A new need or offer: choose what to start from, then the first step."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from matching import drafting
from matching.models.listing import Listing
from matching.templates_to_start import BLANK, template_named, templates_for
from matching.views.kinds import KINDS, Kind
from matching.views.posting.answering import ENTRY, TEMPLATE, answer
from portal.foundation.kept_answers import are_waiting, signed_in_keeping_answers
from profiles.current import organisation_of
from profiles.models import Organisation
from profiles.newcomers import newcomers_sign_up


@newcomers_sign_up
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
    listing = entry_of(request, what)
    if request.method != "POST":
        if listing is not None and not are_waiting(request):
            return redirect(what.step_href(listing, what.form.GROUPS[0]))
        if proposed(request) is None:
            return redirect(
                f"{request.path}?{urlencode({TEMPLATE: template.slug, ENTRY: uuid4()})}"
            )
    listing = listing or drafting.new(
        what.model, organisation, template=template, public_id=proposed(request)
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
    """The draft that the address names, if it is stored already and still one.

    The address of a new form carries the identifier that its draft will get. Whoever sends it twice
    (a second tap, the browser's way back) goes on with the draft that the first one made.
    """
    public_id = proposed(request)
    drafts = what.model.objects.manageable_by(request.user).drafts().with_place()
    return drafts.filter(public_id=public_id).first() if public_id else None


def proposed(request: HttpRequest) -> UUID | None:
    """The identifier in the address, stored or not."""
    try:
        return UUID(request.GET.get(ENTRY, ""))
    except ValueError:
        return None
