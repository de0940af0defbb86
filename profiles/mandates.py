"""Acting on behalf of an organisation: the mandate is given and taken back by its owners."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.refusals import Refused
from profiles.models import Mandate, Organisation, ReviewStatus, User


@transaction.atomic
def give(principal: Organisation, agent: Organisation | None, *, by: User) -> Mandate:
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
def end(mandate: Mandate, *, by: User) -> None:
    """Take a mandate back; what was posted under it stays marked."""
    if Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=timezone.now()):
        history.record(mandate.principal, "mandate ended", by=by, comment=mandate.agent_name)
