"""A cooperation's first page, and the verbs that change where it stands."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cooperation import cooperations, enquiries
from cooperation.forms.cooperation import ReasonForm
from cooperation.models import Cooperation
from cooperation.story import story_of
from cooperation.views.frame import context_of, frame_of
from portal.foundation.refusals import Refused
from profiles.current import organisation_of

ON_A_PAGE = 20


@login_required
@require_safe
def cooperations_of(request: HttpRequest) -> HttpResponse:
    """All cooperations of the organisation that the person acts for, the newest first."""
    organisation = organisation_of(request)
    if organisation is None:
        return redirect("site:desk")
    found = Cooperation.objects.of(organisation).with_both_sides()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page_obj": page}
    return render(request, "cooperation/cooperations.html", context)


@login_required
@require_safe
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where it stands, what is next and whose turn it is, contact data, and what happened so far."""
    return _show(request, public_id, ReasonForm())


def _show(
    request: HttpRequest, public_id: str, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    frame = frame_of(request, public_id)
    context = context_of(request, frame, "overview") | {
        "contact": enquiries.read_contact(frame.cooperation.enquiry, frame.own, by=request.user),
        "story": story_of(frame.cooperation),
        "reason_form": form,
    }
    return render(request, "cooperation/cooperation.html", context, status=status)


def _verb(act: Callable[..., Cooperation], done: str) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        cooperation = frame_of(request, public_id).cooperation
        try:
            act(cooperation, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(cooperation)

    return view


def _verb_with_reason(act: Callable[..., Cooperation], done: str) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        cooperation = frame_of(request, public_id).cooperation
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return _show(request, public_id, form, status=400)
        try:
            act(cooperation, form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return _show(request, public_id, form, status=400)
        messages.success(request, done)
        return redirect(cooperation)

    return view


pause = _verb_with_reason(cooperations.pause, gettext_lazy("Paused. The other side knows."))
resume = _verb(cooperations.resume, gettext_lazy("It goes on. The other side knows."))
finish = _verb(cooperations.finish, gettext_lazy("Well done! Please tell what came of it."))
end_early = _verb_with_reason(
    cooperations.end_early, gettext_lazy("Ended. Please tell what came of it all the same.")
)
call_off = _verb_with_reason(
    cooperations.call_off, gettext_lazy("Called off. The other side reads your reason.")
)
free_capacity = _verb(
    cooperations.free_capacity, gettext_lazy("Your offer has capacity for somebody else again.")
)
