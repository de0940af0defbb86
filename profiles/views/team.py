"""The team of an organisation: who belongs to it, who is invited, who asks, who acts for it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.foundation.answers import sent, sent_slug
from portal.foundation.refusals import Refused
from profiles import current, mandates
from profiles import team as teams
from profiles.forms.team import HandOverForm, InvitationForm
from profiles.models import Invitation, JoinRequest, Mandate, Membership, Organisation, Role


@login_required
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """See the team; owners invite by e-mail."""
    organisation = get_object_or_404(Organisation.objects.of_member(request.user), slug=slug)
    if request.method == "POST" and not _is_owner(request, organisation):
        raise Http404
    form = InvitationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            teams.invite(
                organisation, form.cleaned_data["email"], form.cleaned_data["role"], by=request.user
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("profiles:team", slug=slug)
    return _page(request, organisation, invitation_form=form)


@login_required
@require_POST
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's ownership to another member, and stay as a member or leave."""
    organisation = get_object_or_404(Organisation.objects.owned_by(request.user), slug=slug)
    own = organisation.memberships.get(user=request.user)
    form = HandOverForm(request.POST, own=own)
    if form.is_valid():
        leaves = form.cleaned_data["then"] == "leave"
        try:
            teams.hand_over(own, form.cleaned_data["to"], leaves=leaves, by=request.user)
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            messages.success(
                request,
                _("%(person)s is owner now and gets a mail about it.")
                % {"person": form.cleaned_data["to"].user},
            )
            return _back(request, organisation)
    return _page(request, organisation, hand_over_form=form)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    *,
    invitation_form: InvitationForm | None = None,
    hand_over_form: HandOverForm | None = None,
) -> HttpResponse:
    memberships = organisation.memberships.select_related("user").order_by("joined_at", "pk")
    own = next(m for m in memberships if m.user_id == request.user.pk)
    return render(
        request,
        "profiles/team.html",
        {
            "organisation": organisation,
            "is_owner": _is_owner(request, organisation),
            "form": invitation_form or InvitationForm(),
            "hand_over_form": hand_over_form or HandOverForm(own=own),
            "memberships": memberships,
            "has_others": len(memberships) > 1,
            "invitations": organisation.invitations.filter(accepted_at=None).order_by("created_at"),
            "join_requests": organisation.join_requests.select_related("user"),
            "mandates": organisation.mandates_given.filter(ended_at=None).select_related("agent"),
            "intermediaries": Organisation.objects.approved().filter(is_intermediary=True),
        },
    )


def _is_owner(request: HttpRequest, organisation: Organisation) -> bool:
    return Organisation.objects.owned_by(request.user).filter(pk=organisation.pk).exists()


@login_required
@require_POST
def change_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make somebody owner or member."""
    membership = _of_own(Membership, request, public_id)
    role = request.POST.get("role")
    if role not in Role.values:
        raise Http404
    return _do(request, membership.organisation, teams.change_role, membership, role)


@login_required
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave, or (owners) remove somebody."""
    membership = Membership.objects.filter(public_id=public_id, user=request.user).first()
    membership = membership or _of_own(Membership, request, public_id)
    return _do(request, membership.organisation, teams.remove, membership)


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an invitation back that nobody has accepted."""
    invitation = _of_own(Invitation, request, public_id)
    return _do(request, invitation.organisation, teams.withdraw_invitation, invitation)


@login_required
@require_POST
def send_invitation_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send an open or expired invitation once more, with a new link."""
    invitation = _of_own(Invitation, request, public_id)
    return _do(request, invitation.organisation, teams.send_again, invitation)


@login_required
@require_POST
def answer_join_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the asking person in, or turn the request down."""
    asked = _of_own(JoinRequest, request, public_id)
    accepts = request.POST.get("answer") == "yes"
    answer = teams.accept_join_request if accepts else teams.decline_join_request
    return _do(request, asked.organisation, answer, asked)


@login_required
@require_POST
def give_mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an intermediary, or without one the Servicestelle, act on behalf."""
    organisation = get_object_or_404(Organisation.objects.owned_by(request.user), slug=slug)
    agent = None
    if request.POST.get("agent"):
        agent = get_object_or_404(Organisation.objects.approved(), slug=sent_slug(request, "agent"))
    return _do(request, organisation, mandates.give, organisation, agent)


@login_required
@require_POST
def end_mandate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a mandate back."""
    mandate = get_object_or_404(
        Mandate, principal__in=Organisation.objects.owned_by(request.user), public_id=public_id
    )
    return _do(request, mandate.principal, mandates.end, mandate)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation's page: GET only shows it, a button accepts."""
    found = (
        Invitation.objects.open()
        .filter(token_hash=teams.token_hash(token))
        .select_related("organisation", "invited_by")
        .first()
    )
    refusal = ""
    if request.method == "POST" and request.user.is_authenticated:
        try:
            membership = teams.accept_invitation(token, by=request.user)
        except Refused as reason:
            refusal = str(reason)
        else:
            current.switch(request, membership.organisation)
            return redirect("site:desk")
    context = {
        "invitation": found,
        "refusal": refusal,
        "joined": None if found else _joined_by(token, request),
        "is_for_me": found is not None
        and request.user.is_authenticated
        and found.email.casefold() == request.user.email.casefold(),
    }
    response = render(request, "profiles/invitation.html", context)
    # The address holds the token, so nobody else may learn it. With "no-referrer", browsers would send
    # the form with `Origin: null`, which the CSRF check refuses.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _joined_by(token: str, request: HttpRequest) -> Organisation | None:
    """The own organisation that the reader has joined by this very invitation, earlier."""
    return (
        Organisation.objects.of_member(request.user)
        .filter(
            invitations__in=Invitation.objects.filter(
                token_hash=teams.token_hash(token), email__iexact=request.user.email
            )
        )
        .first()
        if request.user.is_authenticated
        else None
    )


@login_required
@require_POST
def accept_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Join from the desk, without the link in the mail."""
    own = get_object_or_404(Invitation.objects.for_person(request.user), public_id=public_id)
    try:
        membership = teams.accept_own_invitation(own, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        current.switch(request, membership.organisation)
    return redirect("site:desk")


def _of_own(model: type, request: HttpRequest, public_id: str):
    return get_object_or_404(
        model.objects.select_related("organisation"),
        organisation__in=Organisation.objects.owned_by(request.user),
        public_id=public_id,
    )


def _do(
    request: HttpRequest, organisation: Organisation, verb: Callable, *what: object
) -> HttpResponse:
    try:
        verb(*what, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return _back(request, organisation)


def _back(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    still_member = organisation.memberships.filter(user=request.user).exists()
    return (
        redirect("profiles:team", slug=organisation.slug) if still_member else redirect("site:desk")
    )
