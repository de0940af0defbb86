"""What every page of a cooperation shows around its own part: title, state, tabs, whose turn it is."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cooperation import machine, protection, turns
from cooperation.models import Cooperation, CooperationSide
from profiles.current import organisation_of
from profiles.models import Organisation


@dataclass(frozen=True)
class Frame:
    """A cooperation as one of its members sees it: `own` is their side, `other` the other one."""

    cooperation: Cooperation
    own: Organisation
    other: Organisation
    may_act: bool

    @property
    def side(self) -> CooperationSide:
        """The side that the person speaks for."""
        is_seeking = self.own.pk == self.cooperation.seeking.pk
        return CooperationSide.SEEKING if is_seeking else CooperationSide.OFFERING


# (name of the tab, name of its URL, only for the Träger)
TABS: tuple[tuple[str, str, bool], ...] = (
    ("overview", "cooperation:cooperation", False),
    ("conversation", "cooperation:cooperation-conversation", False),
    ("agreement", "cooperation:agreement", False),
    ("protection", "cooperation:protection", True),
    ("appointments", "cooperation:appointments", False),
    ("closing", "cooperation:closing", False),
)


def frame_of(request: HttpRequest, public_id: str) -> Frame:
    """The cooperation for a member of one of its sides; 404 for everybody else."""
    cooperation = get_object_or_404(
        Cooperation.objects.visible_to(request.user).with_both_sides(), public_id=public_id
    )
    sides = {side.pk: side for side in (cooperation.seeking, cooperation.offering)}
    mine = list(
        Organisation.objects.acted_for_by(request.user)
        .filter(pk__in=sides)
        .values_list("pk", flat=True)
    )
    current = organisation_of(request)
    own_pk = current.pk if current and current.pk in mine else mine[0]
    own = sides.pop(own_pk)
    other = next(iter(sides.values()))
    return Frame(cooperation, own, other, may_act=not own.is_suspended)


def context_of(request: HttpRequest, frame: Frame, tab: str) -> dict[str, object]:
    """The context of `cooperation/frame.html`; `tab` is the name of the part that is shown."""
    labels = tab_labels()
    cooperation = frame.cooperation
    return {
        "frame": frame,
        "cooperation": cooperation,
        "own": frame.own,
        "other": frame.other,
        "possible": machine.possible_steps(cooperation, request.user),
        "turns": turns.turns(cooperation),
        "conditions_met": protection.conditions_met(cooperation),
        "tabs": [
            {
                "label": labels[name],
                "href": reverse(url, args=[cooperation.public_id]),
                "current": name == tab,
            }
            for name, url, seeking_only in TABS
            if not seeking_only or protection.may_see(cooperation, request.user)
        ],
    }


def tab_labels() -> dict[str, str]:
    """What the tabs are called."""
    return {
        "overview": _("Overview"),
        "conversation": _("Conversation"),
        "agreement": _("Agreement"),
        "protection": _("Protection of minors"),
        "appointments": _("Appointments and hours"),
        "closing": _("Closing"),
    }
