"""For which side somebody acts, where it matters that the other one has its say, too."""

from django.utils.translation import gettext as _

from cooperation.machine import Party, parties_of
from cooperation.models import Cooperation, CooperationSide
from portal.foundation.refusals import Refused
from profiles.models import Organisation, User


def require_side(cooperation: Cooperation, side: CooperationSide, *, by: User) -> None:
    """Raises Refused when `by` does not speak for `side`."""
    if Party(side) not in parties_of(cooperation, by):
        raise Refused(_("Only members of the two organisations can do this."))


def organisation_of_side(cooperation: Cooperation, side: CooperationSide) -> Organisation:
    """The organisation that is `side`."""
    return cooperation.seeking if side == CooperationSide.SEEKING else cooperation.offering
