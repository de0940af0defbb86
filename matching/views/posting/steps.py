"""The steps of a draft after it was begun."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from matching.forms.listings import may_be_draft
from matching.views.kinds import KINDS
from matching.views.posting.answering import answer
from portal.foundation.kept_answers import signed_in_keeping_answers


@signed_in_keeping_answers
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, kind: str, public_id: str, slug: str) -> HttpResponse:
    """One group of questions of a draft or a returned entry."""
    what = KINDS[kind]
    listing = get_object_or_404(
        what.model.objects.manageable_by(request.user).with_place(), public_id=public_id
    )
    questions = next((q for q in what.form.GROUPS if q.slug == slug), None)
    if questions is None:
        raise Http404
    if not may_be_draft(listing):
        return redirect(what.href("edit", listing))
    return answer(request, what, listing, questions)
