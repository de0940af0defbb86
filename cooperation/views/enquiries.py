"""Pages of the enquiry: the inbox, asking, reading, answering."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cooperation import answer_clock, enquiries, machine, turns, waiting_list
from cooperation.forms.enquiry import AnswerForm, EnquiryForm
from cooperation.models import Enquiry
from cooperation.story import story_of
from cooperation.views.conversation import part_of_enquiry
from matching.models import Need, Offer, Suggestion
from portal.foundation.answers import sent
from portal.foundation.refusals import Refused
from profiles.current import organisation_of
from profiles.models import Organisation


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Received and sent enquiries of the organisation that the person acts for."""
    organisation = organisation_of(request)
    if organisation is None:
        return redirect("site:desk")
    own = Enquiry.objects.with_both_sides().order_by("-opened_at")
    return render(
        request,
        "cooperation/enquiries.html",
        {
            "organisation": organisation,
            "received": own.received_by(organisation)[:100],
            "sent": own.sent_by(organisation)[:100],
        },
    )


@login_required
@require_safe
def enquiry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One enquiry: what was written, whose turn it is, what can be done, what happened."""
    return _show(request, _visible(request, public_id), AnswerForm())


@login_required
@require_http_methods(["GET", "POST"])
def enquire_need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer help with a need."""
    need = get_object_or_404(Need.objects.open(), public_id=public_id)
    return _ask(request, need=need, offer=None)


@login_required
@require_http_methods(["GET", "POST"])
def enquire_offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for an offer."""
    offer = get_object_or_404(Offer.objects.open(), public_id=public_id)
    return _ask(request, need=None, offer=offer)


@login_required
@require_http_methods(["GET", "POST"])
def enquire_pair(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the other side of a suggestion."""
    suggestion = get_object_or_404(
        # Also pairs that have met: `_ask` leads to their enquiry.
        Suggestion.objects.usable().visible_to(request.user).with_both_sides(),
        public_id=public_id,
    )
    return _ask(request, need=suggestion.need, offer=suggestion.offer)


@login_required
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say yes."""
    return _answer(request, public_id, enquiries.accept)


@login_required
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no, kindly."""
    return _answer(request, public_id, enquiries.decline, with_reason=True)


@login_required
@require_POST
def take_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Like an introduction: the other side is asked now."""
    return _answer(request, public_id, enquiries.take_up)


def _verb(act: Callable[..., object], done: str) -> Callable[..., HttpResponse]:
    @login_required
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        found = _visible(request, public_id)
        try:
            act(found, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(found)

    return view


withdraw = _verb(enquiries.withdraw, gettext_lazy("Withdrawn. The other side knows."))
extend = _verb(answer_clock.extend, gettext_lazy("You have a week more. The other side knows."))
take_place = _verb(enquiries.take_place, gettext_lazy("How good! The place is yours."))
give_up_place = _verb(
    enquiries.give_up_place, gettext_lazy("Thank you for saying so: the next in the list is asked.")
)


def _visible(request: HttpRequest, public_id: str) -> Enquiry:
    return get_object_or_404(
        Enquiry.objects.visible_to(request.user).with_both_sides(), public_id=public_id
    )


def _ask(request: HttpRequest, *, need: Need | None, offer: Offer | None) -> HttpResponse:
    sender = organisation_of(request)
    if sender is None or not sender.is_approved:
        return render(request, "cooperation/not_yet.html", {"organisation": sender})
    try:
        prepared = enquiries.prepare(need=need, offer=offer, sender=sender)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(need or offer)
    there = enquiries.existing(prepared)
    if there and request.method != "POST":
        messages.info(request, enquiries.whose_turn(there, sender))
        return redirect(there)
    form = EnquiryForm(sent(request), instance=prepared)
    if request.method == "POST" and form.is_valid():
        try:
            opened = enquiries.open_enquiry(form.save(commit=False), by=request.user)
        except Refused as refusal:
            # Somebody was quicker: the text stays, and leads to what is there.
            there = enquiries.existing(prepared)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. The other side answers within ten days."))
            return redirect(opened)
    return render(
        request, "cooperation/ask.html", {"form": form, "enquiry": prepared, "there": there}
    )


def _answer(
    request: HttpRequest,
    public_id: str,
    act: Callable[..., Enquiry],
    *,
    with_reason: bool = False,
) -> HttpResponse:
    found = _visible(request, public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, declining=with_reason, status=400)
    reason = form.cleaned_data["reason"] or form.fields["reason"].initial
    more = {"reason": reason} if with_reason else {}
    try:
        answered = act(found, form.cleaned_data["answer"], by=request.user, **more)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form, declining=with_reason, status=400)
    if answered.is_accepted:
        messages.success(
            request,
            _(
                "You have said yes. You find the contact data below. Next, get in touch and write "
                "down in the agreement what you plan."
            ),
        )
    elif with_reason:
        messages.success(request, _("Declined. Thank you for a clear answer."))
    return redirect(answered.cooperation if answered.is_accepted else answered)


def _show(
    request: HttpRequest,
    found: Enquiry,
    form: AnswerForm,
    *,
    declining: bool = False,
    status: int = 200,
) -> HttpResponse:
    mine = Organisation.objects.acted_for_by(request.user).filter(
        pk__in=[found.seeking_id, found.offering_id]
    )
    own = mine.filter(pk=getattr(organisation_of(request), "pk", None)).first() or mine.first()
    return render(
        request,
        "cooperation/enquiry.html",
        {
            "enquiry": found,
            "form": form,
            "declining": declining,
            "own": own,
            "other": found.other_side_of(own),
            "possible": machine.possible_steps(found, request.user),
            "position": waiting_list.position(found) if found.waiting_since else 0,
            "turns": turns.turns_of_enquiry(found),
            "story": story_of(found),
        }
        | part_of_enquiry(request, found),
        status=status,
    )
