"""One group of questions: shown, answered, stored, and on to the next."""

from collections.abc import Iterable
from typing import Any, NamedTuple
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
from portal.foundation import kept_answers
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused
from profiles.models import Competence

# Names of buttons: their presence says what is asked for.
DRAFT, REFRESH = "draft", "preview"
# Words in an address: the template to start from, and the identifier of the draft.
TEMPLATE, ENTRY = "vorlage", "entwurf"
# The word in the address of a step that was opened from the check page.
THEN = "dann"
CHECK = "pruefen"


def answer(
    request: HttpRequest,
    what: Kind,
    listing: Listing,
    questions: Questions,
    *,
    topics: Iterable[Competence] = (),
) -> HttpResponse:
    """Show `questions` or store their answers; `topics` are those that a new draft begins with."""
    is_kept, is_looking = DRAFT in request.POST, REFRESH in request.POST
    form = what.form(
        sent(request),
        instance=listing,
        organisation=listing.organisation,
        is_draft=is_kept or is_looking,
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


def steps_of(what: Kind, listing: Listing) -> list[dict[str, Any]]:
    """For the stepper: the groups of questions, and the check page."""
    is_stored = listing.pk is not None
    steps = [
        {"label": q.label, "href": what.step_href(listing, q) if is_stored else ""}
        for q in what.form.GROUPS
    ]
    return [*steps, {"label": _("Check"), "href": what.href("check", listing) if is_stored else ""}]


def _store(form: ListingForm, topics: Iterable[Competence], request: HttpRequest) -> None:
    listing, competencies = form.instance, form.cleaned_data.get("competencies")
    if listing.pk is not None:
        publishing.save_step(listing, form.only.fields, competencies)
        return
    try:
        publishing.save_draft(listing, competencies or topics, by=request.user)
    except IntegrityError:
        # Two taps at once, and the other one has made the draft just now; or somebody has put the
        # identifier of something else into the address.
        own = type(listing).objects.manageable_by(request.user).drafts()
        if draft := own.filter(public_id=listing.public_id).first():
            listing.pk = draft.pk
            publishing.save_step(listing, form.only.fields, competencies)
        else:
            listing.public_id = uuid4()
            publishing.save_draft(listing, competencies or topics, by=request.user)


def _on(request: HttpRequest, what: Kind, listing: Listing, questions: Questions) -> HttpResponse:
    if DRAFT in request.POST:
        messages.success(request, _("Your draft is saved. You can go on at any time."))
        return redirect("matching:mine")
    groups = list(what.form.GROUPS)
    ahead = groups[groups.index(questions) + 1 :]
    if request.GET.get(THEN) == CHECK or not ahead:
        return redirect(what.href("check", listing))
    return redirect(what.step_href(listing, ahead[0]))


class _Around(NamedTuple):
    """Where the person is among the steps."""

    number: int
    back_href: str


def _around(what: Kind, listing: Listing, questions: Questions) -> _Around:
    at = list(what.form.GROUPS).index(questions)
    if at:
        return _Around(at + 1, what.step_href(listing, what.form.GROUPS[at - 1]))
    is_new = listing.pk is None
    return _Around(1, reverse(f"matching:{what.name}-create") if is_new else "")


def _context(
    request: HttpRequest, what: Kind, form: ListingForm, topics: list[Competence]
) -> dict[str, Any]:
    listing, questions = form.instance, form.only
    around = _around(what, listing, questions)
    preview = preview_of(_worth_ranking(form), _chosen(form, topics))
    return {
        "kind": what.name,
        "form": form,
        "questions": questions,
        "listing": listing,
        "is_new": listing.pk is None,
        "number": around.number,
        "back_href": around.back_href,
        "goes_to_check": request.GET.get(THEN) == CHECK,
        "is_last": questions == what.form.GROUPS[-1],
        "steps": steps_of(what, listing),
        "preview": preview,
        "preview_href": _preview_href(request, what, listing),
        "writes_text": "description" in questions.fields,
        "topics": _topics(form, preview),
        "writer": kept_answers.writer_of(request),
    }


def _preview_href(request: HttpRequest, what: Kind, listing: Listing) -> str:
    about = {ENTRY: listing.public_id, TEMPLATE: request.GET.get(TEMPLATE, "")}
    return f"{reverse(f'matching:{what.name}-preview')}?{urlencode(about)}"


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
