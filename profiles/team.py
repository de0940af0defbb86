"""The life of a team: inviting, joining, changing roles, leaving, and acting on behalf."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.outbox import queue, queue_to_address
from portal.foundation.refusals import Refused
from profiles.models import (
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
    ReviewStatus,
    Role,
    User,
)

INVITATION_DAYS = 14


def token_hash(token: str) -> str:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(organisation: Organisation, email: str, role: str, *, by: User) -> str:
    """Invite an address; a new invitation replaces an open one. The token is only in the mail.

    Returns the token (for the mail's link). Raises Refused when the person is a member already.
    """
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise Refused(_("%(email)s already belongs to your team.") % {"email": email})
    organisation.invitations.filter(email__iexact=email, accepted_at=None).delete()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    history.record(organisation, "invited", by=by, comment=email)
    _send_invitation(invitation, token)
    return token


@transaction.atomic
def accept_invitation(token: str, *, by: User) -> Membership:
    """Join by invitation: once, in time, and only with the verified address it was sent to."""
    invitation = (
        Invitation.objects.select_for_update()
        .filter(token_hash=token_hash(token), accepted_at=None, expires_at__gt=timezone.now())
        .select_related("organisation")
        .first()
    )
    if invitation is None:
        raise Refused(_("This invitation has been used or has expired. Please ask for a new one."))
    if invitation.email.casefold() != by.email.casefold():
        raise Refused(
            _("This invitation was sent to another address. Please sign in with that address.")
        )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return _join(invitation.organisation, by, invitation.role)


@transaction.atomic
def ask_to_join(organisation: Organisation, message: str, *, by: User) -> JoinRequest:
    """Ask the owners of an existing organisation to be let in; asking twice changes nothing."""
    if organisation.memberships.filter(user=by).exists():
        raise Refused(_("You already belong to this organisation."))
    request, is_new = JoinRequest.objects.get_or_create(
        organisation=organisation, user=by, defaults={"message": message}
    )
    if is_new:
        for owner in User.objects.filter(
            memberships__organisation=organisation, memberships__role=Role.OWNER
        ):
            queue(
                "join_request",
                key=f"join_request:{request.public_id}:{owner.pk}",
                to=owner,
                context={"organisation": organisation, "person": by, "message": message},
            )
    return request


@transaction.atomic
def accept_join_request(request: JoinRequest, *, by: User) -> Membership:
    """Let the asking person in as a member."""
    membership = _join(request.organisation, request.user, Role.MEMBER, let_in_by=by)
    queue(
        "join_accepted",
        key=f"join_accepted:{request.public_id}",
        to=request.user,
        context={"organisation": request.organisation},
    )
    request.delete()
    return membership


@transaction.atomic
def decline_join_request(request: JoinRequest, *, by: User) -> None:
    """Turn the request down, and tell the person."""
    queue(
        "join_declined",
        key=f"join_declined:{request.public_id}",
        to=request.user,
        context={"organisation": request.organisation},
    )
    history.record(request.organisation, "join declined", by=by, comment=str(request.user))
    request.delete()


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User) -> None:
    """Make somebody owner or member. The last owner stays one."""
    membership = _locked_membership(membership)
    if membership.is_owner and role != Role.OWNER:
        _refuse_last_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    history.record(
        membership.organisation, "role changed", by=by, comment=f"{membership.user}: {role}"
    )


@transaction.atomic
def remove(membership: Membership, *, by: User) -> None:
    """End a membership: somebody leaves, or an owner removes them. Never the last owner."""
    membership = _locked_membership(membership)
    if membership.is_owner:
        _refuse_last_owner(membership)
    history.record(membership.organisation, "left", by=by, comment=str(membership.user))
    membership.delete()


@transaction.atomic
def give_mandate(principal: Organisation, agent: Organisation | None, *, by: User) -> Mandate:
    """Let an approved intermediary, or with None the Servicestelle, act for `principal`."""
    if agent is not None and not (agent.is_intermediary and agent.status == ReviewStatus.APPROVED):
        raise Refused(_("Only approved intermediaries can be given a mandate."))
    mandate, is_new = Mandate.objects.get_or_create(
        principal=principal, agent=agent, ended_at=None, defaults={"granted_by": by}
    )
    if is_new:
        history.record(principal, "mandate given", by=by, comment=mandate.agent_name)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: User) -> None:
    """Take a mandate back; what was posted under it stays marked."""
    if Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=timezone.now()):
        history.record(mandate.principal, "mandate ended", by=by, comment=mandate.agent_name)


def _join(
    organisation: Organisation, user: User, role: str, *, let_in_by: User | None = None
) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    if is_new:
        history.record(organisation, "joined", by=let_in_by or user, comment=str(user))
    return membership


def _locked_membership(membership: Membership) -> Membership:
    # The organisation's row is the lock: two owners who leave at once must not both succeed.
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_related("organisation", "user").get(pk=membership.pk)


def _refuse_last_owner(membership: Membership) -> None:
    owners = membership.organisation.memberships.filter(role=Role.OWNER).exclude(pk=membership.pk)
    if not owners.exists():
        raise Refused(
            _("%(person)s is the last owner. Please make somebody else owner first.")
            % {"person": membership.user}
        )


def _send_invitation(invitation: Invitation, token: str) -> None:
    queue_to_address(
        "invitation",
        key=f"invitation:{invitation.public_id}",
        address=invitation.email,
        context={
            "invitation": invitation,
            "organisation": invitation.organisation,
            "link": settings.SITE_URL + reverse("profiles:invitation", args=[token]),
        },
    )
