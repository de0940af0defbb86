"""The catalogue of mails: what kinds there are, who may switch which off, and why one gets them.

Every template belongs to a kind (`templates.py`); a template without one is a system check error.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.foundation.models import Pace

NOW, DAILY, WEEKLY, OFF = Pace.IMMEDIATELY, Pace.DAILY, Pace.WEEKLY, Pace.OFF


@dataclass(frozen=True)
class Kind:
    """A kind of mails as people choose about it.

    `paces` are what can be chosen, the first is the default; with only one there is nothing to
    choose. `required` says why it cannot be switched off. `elsewhere` names the address at which
    people choose instead. Mails with `despite_suspension` are also sent about an organisation that
    is suspended, those with `before_verification` to addresses that nobody has confirmed yet.
    """

    name: str
    label: Promise
    about: Promise
    why: Promise
    paces: tuple[Pace, ...] = (NOW,)
    required: Promise | str = ""
    elsewhere: str = ""
    despite_suspension: bool = False
    before_verification: bool = False
    is_listed: bool = True

    @property
    def default(self) -> Pace:
        return self.paces[0]

    @property
    def can_be_ended(self) -> bool:
        return OFF in self.paces


ACCOUNT = Kind(
    "account",
    _("Your account"),
    _("Confirming your address, a new password, changes of how you sign in."),
    _("You get this mail because something was asked for with your e-mail address."),
    required=_("Without them you could not sign in."),
    despite_suspension=True,
    before_verification=True,
)
TEAM = Kind(
    "team",
    _("Your team"),
    _("Invitations, requests to join, and who does what in your organisation."),
    _("You get this mail because it is about your team in the portal."),
    paces=(NOW, DAILY),
    required=_("Somebody may be waiting for you, or may decide for your organisation."),
)
DECISIONS = Kind(
    "decisions",
    _("Decisions of the Servicestelle"),
    _("Whether your organisation and your entries are published, and what is missing."),
    _("You get this mail because the Servicestelle has decided about something of yours."),
    required=_("You would not know what is public in your name."),
    despite_suspension=True,
)
COOPERATION = Kind(
    "cooperation",
    _("Enquiries and cooperations"),
    _("Enquiries, answers, appointments, and everything about what you do together."),
    _("You get this mail because your organisation takes part in it."),
    paces=(NOW, DAILY),
    required=_("The other side waits for your answer."),
)
REMINDERS = Kind(
    "reminders",
    _("Reminders"),
    _("What is due soon, or is still waiting for you."),
    _("You get this mail because something of your organisation is due."),
    paces=(NOW, DAILY, OFF),
)
SUGGESTIONS = Kind(
    "suggestions",
    _("New suggestions"),
    _("Who could fit your needs and offers, and why. Only when there is something new."),
    _("You get this mail because your organisation has published entries."),
    paces=(DAILY, WEEKLY, OFF),
)
SAVED_SEARCHES = Kind(
    "saved_searches",
    _("Saved searches"),
    _("What is new in searches that you have saved."),
    _("You get this mail because you saved these searches."),
    elsewhere="site:saved-searches",
)
STILL_CURRENT = Kind(
    "still_current",
    _("Still current?"),
    _("Whether an entry or your profile is still true, before it disappears from the lists."),
    _("You get this mail because your organisation has an entry in the portal."),
    paces=(NOW, DAILY),
    required=_("Without your answer an entry disappears from the lists."),
)
DIGEST = Kind(
    "digest",
    _("Digest"),
    _("Several mails in one, as you have chosen."),
    _("You get this mail because you asked for one mail instead of several."),
    is_listed=False,
)

KINDS: Final = {
    kind.name: kind
    for kind in (
        ACCOUNT, TEAM, DECISIONS, COOPERATION, REMINDERS, SUGGESTIONS, SAVED_SEARCHES,
        STILL_CURRENT, DIGEST,
    )
}  # fmt: skip
