"""One group of questions: shown, answered, stored, and on to the next."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from matching import publishing
from matching.forms.listings import ListingForm, Questions
from matching.forms.topics import Topics, topics_of
from matching.models.listing import Listing
from matching.preview import Preview, preview_of
from matching.views.kinds import Kind
from matching.views.posting.progress import stepper_of, steps_of
from portal.foundation import kept_answers
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused
from profiles.models import Competence

# Names of buttons: their presence says what is asked for.
DRAFT, BACK, REFRESH = "draft", "back", "preview"
# Words in an address: the template to start from, and the identifier of the draft.
TEMPLATE, ENTRY = "vorlage", "entwurf"
# The word in the address of a step that was opened from the check page.
THEN = "dann"
CHECK = "pruefen"
# The word in the check page's address for the step that was stored just now.
STORED = "gespeichert"


def answer(
    request: HttpRequest,
    what: Kind,
    listing: Listing,
    questions: Questions,
    *,
    topics: Iterable[Competence] = (),
) -> HttpResponse:
    """Show `questions` or store their answers; `topics` are those that a new draft begins with."""
    is_looking = REFRESH in request.POST
    form = what.form(
        sent(request),
        instance=listing,
        organisation=listing.organisation,
        is_draft=is_looking or DRAFT in request.POST or BACK in request.POST,
        only=questions,
    )
    typed = kept_answers.take(request) if request.method != "POST" else None
    if typed is not None:
        form.show_again(typed)
    elif request.method == "POST" and form.is_valid() and not is_looking:
        try:
            _store(form, topics, request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _on(request, what, listing, questions)
    topics = list(topics)
    context = _context(request, what, form, topics)
    context["is_back"] = typed is not None
    return render(request, "matching/step.html", context)


def _store(form: ListingForm, topics: Iterable[Competence], request: HttpRequest) -> None:
    listing, competencies = form.instance, form.cleaned_data.get("competencies")
    names, step = form.only.fields, form.only.slug
    if listing.pk is not None:
        publishing.save_step(listing, names, competencies, step=step)
        return
    listing.steps_seen = [step]
    try:
        publishing.save_draft(listing, competencies or topics, by=request.user)
    except IntegrityError:
        # Two taps at once, and the other one has made the draft just now; or somebody has put the
        # identifier of something else into the address.
        own = type(listing).objects.manageable_by(request.user).drafts()
        if draft := own.filter(public_id=listing.public_id).first():
            listing.pk = draft.pk
            publishing.save_step(listing, names, competencies, step=step)
        else:
            listing.public_id = uuid4()
            publishing.save_draft(listing, competencies or topics, by=request.user)


def _on(request: HttpRequest, what: Kind, listing: Listing, questions: Questions) -> HttpResponse:
    if DRAFT in request.POST:
        messages.success(request, _("Your draft is saved. You can go on at any time."))
        return redirect("matching:mine")
    groups = list(what.form.GROUPS)
    at = groups.index(questions)
    if BACK in request.POST:
        return redirect(what.step_href(listing, groups[max(0, at - 1)]))
    check = what.href("check", listing)
    if request.GET.get(THEN) == CHECK:
        return redirect(f"{check}?{urlencode({STORED: questions.slug})}#{questions.slug}")
    if questions == groups[-1]:
        return redirect(check)
    return redirect(what.step_href(listing, groups[at + 1]))


def _context(
    request: HttpRequest, what: Kind, form: ListingForm, topics: list[Competence]
) -> dict[str, Any]:
    listing, questions = form.instance, form.only
    number = list(what.form.GROUPS).index(questions) + 1
    preview = _preview(form, topics)
    return {
        "kind": what.name,
        "form": form,
        "questions": questions,
        "listing": listing,
        "is_new": listing.pk is None,
        "number": number,
        "start_href": reverse(f"matching:{what.name}-create") if listing.pk is None else "",
        "goes_to_check": request.GET.get(THEN) == CHECK,
        "is_last": questions == what.form.GROUPS[-1],
        "steps": stepper_of(what, listing, steps_of(what, listing)),
        "preview": preview,
        "radius_km": listing.radius_km,
        "preview_href": _preview_href(request, what, listing),
        # Without JavaScript, "refresh" loads the page again: at the preview, not at the top.
        "refresh_href": f"{request.get_full_path()}#preview-title",
        "writes_text": "description" in questions.fields,
        "topics": _topics(form, preview),
        "writer": kept_answers.writer_of(request),
    }


def _preview_href(request: HttpRequest, what: Kind, listing: Listing) -> str:
    about = {ENTRY: listing.public_id, TEMPLATE: request.GET.get(TEMPLATE, "")}
    return f"{reverse(f'matching:{what.name}-preview')}?{urlencode(about)}"


def _preview(form: ListingForm, topics: list[Competence]) -> Preview | None:
    """What fits what is written; nothing is said about a template that nobody has touched yet."""
    if form.instance.pk is None and not form.is_bound:
        return Preview()
    return preview_of(_worth_ranking(form), _chosen(form, topics))


def _worth_ranking(form: ListingForm) -> Listing:
    """The listing with what was typed; as it is stored, when something typed is wrong."""
    listing = form.instance
    if listing.pk is not None and form.is_bound and form.errors:
        return type(listing).objects.with_place().get(pk=listing.pk)
    return listing


def _chosen(form: ListingForm, topics: list[Competence]) -> list[str]:
    """Slugs of what is ticked: just now, in what is stored, or by the template."""
    ticked = getattr(form, "cleaned_data", {}).get("competencies")
    if ticked is None:
        ticked = form.instance.competencies.all() if form.instance.pk else topics
    return [competence.slug for competence in ticked]


def _topics(form: ListingForm, preview: Preview | None) -> Topics | None:
    if "competencies" not in form.fields:
        return None
    return topics_of(form["competencies"], preview.read if preview else [])
