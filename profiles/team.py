"""The life of a team: inviting, joining, changing roles, leaving."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.models import HistoryEntry
from portal.foundation.outbox import queue, queue_to_address
from portal.foundation.refusals import Refused
from profiles.models import (
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    ReviewStatus,
    Role,
    User,
)

INVITATION_DAYS = 14
# An organisation can have us write to any address, so how often it can is limited.
MOST_OPEN_INVITATIONS = 20
MOST_MAILS_TO_ONE_ADDRESS = 5
COUNTED_FOR = timedelta(days=90)
PAUSE_BETWEEN_MAILS = timedelta(minutes=10)


def token_hash(token: str) -> str:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(organisation: Organisation, email: str, role: str, *, by: User) -> str:
    """Invite an address; a new invitation replaces an open one. The token is only in the mail.

    Returns the token (for the mail's link). Raises Refused when the person is a member already, or
    when too many are invited or too much has been written to this address.
    """
    _lock(organisation)
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise Refused(_("%(email)s already belongs to your team.") % {"email": email})
    organisation.invitations.filter(email__iexact=email, accepted_at=None).delete()
    invitation = Invitation(organisation=organisation, email=email, role=role)
    return _send(invitation, by=by)


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> str:
    """Send an invitation anew, for another INVITATION_DAYS; the link in the older mail ends.

    Raises Refused when too much has been written to this address.
    """
    _lock(invitation.organisation)
    return _send(_locked_invitation(invitation), by=by)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Take back an invitation that nobody has accepted; its link ends."""
    invitation = _locked_invitation(invitation)
    history.record(invitation.organisation, "invitation withdrawn", by=by, comment=invitation.email)
    invitation.delete()


@transaction.atomic
def accept_invitation(token: str, *, by: User) -> Membership:
    """Join by invitation: once, in time, and only with the verified address it was sent to."""
    invitation = (
        Invitation.objects.open()
        .select_for_update(of=("self",))
        .filter(token_hash=token_hash(token))
        .select_related("organisation")
        .first()
    )
    return _accept(invitation, by=by)


@transaction.atomic
def accept_own_invitation(invitation: Invitation, *, by: User) -> Membership:
    """Join without the mail's link: whoever signs in with the invited address has shown enough."""
    return _accept(
        Invitation.objects.open()
        .select_for_update(of=("self",))
        .filter(pk=invitation.pk)
        .select_related("organisation")
        .first(),
        by=by,
    )


def _accept(invitation: Invitation | None, *, by: User) -> Membership:
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
    request = _locked_request(request)
    membership = _join(request.organisation, request.user, Role.MEMBER, let_in_by=by)
    queue(
        "join_accepted",
        key=f"join_accepted:{request.public_id}",
        to=request.user,
        context={"organisation": request.organisation},
    )
    return membership


@transaction.atomic
def decline_join_request(request: JoinRequest, *, by: User) -> None:
    """Turn the request down, and tell the person."""
    request = _locked_request(request)
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
    if membership.role == role:
        return
    if membership.is_owner:
        _refuse_last_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    event = history.record(
        membership.organisation, "role changed", by=by, comment=f"{membership.user}: {role}"
    )
    news = "owner" if role == Role.OWNER else "member"
    tell_team(event, news, about=membership, to={membership.user, *_owners(membership)})


@transaction.atomic
def remove(membership: Membership, *, by: User) -> None:
    """End a membership: somebody leaves, or an owner removes them. Never the last owner."""
    membership = _locked_membership(membership)
    if membership.is_owner:
        _refuse_last_owner(membership)
    event = history.record(membership.organisation, "left", by=by, comment=str(membership.user))
    news = "left" if membership.user == by else "removed"
    tell_team(event, news, about=membership, to={membership.user, *_owners(membership)})
    membership.delete()


@transaction.atomic
def hand_over(own: Membership, to: Membership, *, leaves: bool = False, by: User) -> None:
    """Make a member owner and give one's own ownership up, in one step.

    The old owner stays as a member, or leaves. Raises Refused when `own` is no owner's or `to` is
    not another person of the same team who can sign in.
    """
    own, to = _locked_membership(own), _locked_membership(to)
    if not own.is_owner:
        raise Refused(_("Only an owner hands the ownership over."))
    if to.pk == own.pk or to.organisation_id != own.organisation_id or not to.user.is_active:
        raise Refused(_("Please choose somebody else of your team who can sign in."))
    to.role = Role.OWNER
    to.save(update_fields=["role"])
    event = history.record(
        own.organisation, "handed over", by=by, comment=f"{own.user} → {to.user}"
    )
    tell_team(event, "handed over", about=to, to={to.user, *_owners(own)})
    if leaves:
        history.record(own.organisation, "left", by=by, comment=str(own.user))
        own.delete()
    else:
        own.role = Role.MEMBER
        own.save(update_fields=["role"])


def only_owned_by(user: User) -> list[Organisation]:
    """The same as `last_owned_by` for a page that only says so: nothing is locked."""
    return _without_another_owner(
        Organisation.objects.owned_by(user).exclude(status=ReviewStatus.SUSPENDED), user
    )


def last_owned_by(user: User) -> list[Organisation]:
    """Organisations that nobody could manage without `user`. Suspended ones need no owner.

    Locks what it looks at: call it in the transaction that takes the person's access away.
    """
    owned = (
        Organisation.objects.select_for_update(of=("self",))
        .filter(memberships__in=user.memberships.filter(role=Role.OWNER))
        .exclude(status=ReviewStatus.SUSPENDED)
        .order_by("pk")
    )
    return _without_another_owner(owned, user)


def _without_another_owner(owned: QuerySet[Organisation], user: User) -> list[Organisation]:
    return [
        organisation
        for organisation in owned
        if not _acting_owners(organisation).exclude(user=user).exists()
    ]


def refuse_leaving_without_owner(user: User) -> None:
    """Raises Refused when an organisation would lose its last owner with `user`'s account."""
    names = ", ".join(f"“{organisation}”" for organisation in last_owned_by(user))
    if names:
        raise Refused(
            _(
                "%(person)s is the last owner of %(organisations)s. Please have the ownership handed "
                "over in the team first, or suspend the organisation."
            )
            % {"person": user, "organisations": names}
        )


def _join(
    organisation: Organisation,
    user: User,
    role: str,
    *,
    let_in_by: User | None = None,
) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    # Whoever is in waits for nothing any more, by whichever door they came.
    organisation.join_requests.filter(user=user).delete()
    organisation.invitations.filter(email__iexact=user.email, accepted_at=None).delete()
    if is_new:
        event = history.record(organisation, "joined", by=let_in_by or user, comment=str(user))
        tell_team(event, "joined", about=membership, to=set(_owners(membership)) - {user})
    return membership


def _lock(organisation: Organisation) -> None:
    """What is counted or looked at in a team is true until the transaction ends."""
    Organisation.objects.select_for_update().filter(pk=organisation.pk).first()


def _locked_membership(membership: Membership) -> Membership:
    # Two owners who leave at once must not both succeed.
    _lock(membership.organisation)
    found = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk)
    if not found:
        raise Refused(_("This person does not belong to the team any more."))
    return found[0]


def _locked_invitation(invitation: Invitation) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk=invitation.pk, accepted_at=None)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Refused(_("This invitation has been accepted or withdrawn meanwhile."))
    return found


def _locked_request(request: JoinRequest) -> JoinRequest:
    found = (
        JoinRequest.objects.select_for_update(of=("self",))
        .filter(pk=request.pk)
        .select_related("organisation", "user")
        .first()
    )
    if found is None:
        raise Refused(_("This request has been answered meanwhile."))
    return found


def _acting_owners(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.filter(role=Role.OWNER, user__is_active=True)


def _owners(membership: Membership) -> list[User]:
    owners = _acting_owners(membership.organisation).select_related("user")
    return [owner.user for owner in owners]


def _refuse_last_owner(membership: Membership) -> None:
    # An owner who cannot sign in any more is none.
    if not _acting_owners(membership.organisation).exclude(pk=membership.pk).exists():
        raise Refused(
            _("%(person)s is the last owner. Please make somebody else owner first.")
            % {"person": membership.user}
        )


def tell_team(event: HistoryEntry, news: str, *, about: Membership, to: set[User]) -> None:
    """Mail `news` about a person to everybody in `to`, except to whoever did it."""
    for person in to:
        if person.pk != event.by_id:
            queue(
                "team_changed",
                key=f"team_changed:{event.pk}:{person.pk}",
                to=person,
                context={
                    "news": news,
                    "person": about.user,
                    "organisation": about.organisation,
                    "is_you": person == about.user,
                    "by": event.by,
                },
            )


def _refuse_too_many_invitations(invitation: Invitation) -> None:
    others = invitation.organisation.invitations.open().exclude(pk=invitation.pk)
    if others.count() >= MOST_OPEN_INVITATIONS:
        raise Refused(
            _(
                "%(n)s invitations are waiting for an answer already. Please withdraw one, or wait "
                "until somebody has answered."
            )
            % {"n": MOST_OPEN_INVITATIONS}
        )
    now = timezone.now()
    # The history knows of mails whose invitation has been withdrawn since; the row would not.
    written = history.of(invitation.organisation).filter(
        event="invited", comment__iexact=invitation.email, happened_at__gt=now - COUNTED_FOR
    )
    if written.count() >= MOST_MAILS_TO_ONE_ADDRESS:
        raise Refused(
            _(
                "%(email)s has got %(n)s mails from us about your team already. Please ask the person "
                "directly whether they have arrived."
            )
            % {"email": invitation.email, "n": MOST_MAILS_TO_ONE_ADDRESS}
        )
    if written.filter(happened_at__gt=now - PAUSE_BETWEEN_MAILS).exists():
        raise Refused(
            _("A mail to %(email)s has just left. Please wait ten minutes before the next one.")
            % {"email": invitation.email}
        )


def _send(invitation: Invitation, *, by: User) -> str:
    _refuse_too_many_invitations(invitation)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.invited_by = by
    invitation.expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
    invitation.save()
    history.record(invitation.organisation, "invited", by=by, comment=invitation.email)
    queue_to_address(
        "invitation",
        key=f"invitation:{invitation.public_id}:{invitation.token_hash[:16]}",
        address=invitation.email,
        context={
            "invitation": invitation,
            "organisation": invitation.organisation,
            "link": settings.SITE_URL + reverse("profiles:invitation", args=[token]),
        },
    )
    return token
