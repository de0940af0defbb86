"""Somebody deletes their own account."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.foundation.outbox import queue_to_address
from portal.foundation.refusals import Refused
from profiles import sessions, team
from profiles.models import Invitation, ReviewStatus, User


@transaction.atomic
def delete_account(user: User, *, by: User) -> None:
    """Delete a person with everything that is theirs alone.

    What they did in the name of organisations stays, because the other side needs it; rows forget
    who it was, and the name stays where it was written down (agreements, messages, history).
    Raises Refused for the last owner of an organisation, for staff, and for everybody else.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if by.pk != user.pk:
        raise Refused(_("Only you yourself can delete your account here."))
    if user.is_staff:
        raise Refused(_("Accounts of the Servicestelle are closed by the Servicestelle."))
    team.refuse_leaving_without_owner(user)
    teams = user.memberships.exclude(organisation__status=ReviewStatus.SUSPENDED)
    for membership in teams.select_related("organisation"):
        team.remove(membership, by=user)
    Invitation.objects.filter(email__iexact=user.email, accepted_at=None).delete()
    sessions.end_others(user, current_key=None)
    with translation.override(user.language):
        queue_to_address(
            "account_deleted",
            key=f"account_deleted:{user.public_id}",
            address=user.email,
            context={"name": user.name},
        )
    user.delete()
