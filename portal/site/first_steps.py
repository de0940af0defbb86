"""From a new account to the first published need or offer: what is done, and what comes next.

Shown on the desk until the first entry is published; then it has done its work and is gone.
"""

from dataclasses import dataclass, field

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import ListingStatus, Need, Offer
from profiles import reviews
from profiles.models import Organisation, ReviewStatus

DONE, NOW, WAITING, AHEAD = "done", "now", "waiting", "ahead"
IN_THE_HANDS_OF_ITS_MEMBERS = {ReviewStatus.DRAFT, ReviewStatus.RETURNED}


@dataclass(frozen=True)
class Step:
    """One step. `url` is where it is taken and `verb` what the button says; a step that only waits
    has neither. `is_sent` says that the address wants a POST, `places` lead to single answers."""

    state: str
    title: str
    text: str
    url: str = ""
    verb: str = ""
    is_sent: bool = False
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def word(self) -> str:
        return {DONE: _("done"), NOW: _("now"), WAITING: _("we are at it"), AHEAD: _("later")}[
            self.state
        ]


@dataclass(frozen=True)
class FirstSteps:
    """The way as a whole; `heading` counts what the person still has to do."""

    heading: str
    steps: list[Step]

    @property
    def done(self) -> int:
        """What the person has done; what waits for the Servicestelle is done by them."""
        return sum(step.state in {DONE, WAITING} for step in self.steps)


def first_steps(
    organisation: Organisation | None, *, is_owner: bool = False, is_invited: bool = False
) -> FirstSteps | None:
    """What somebody with this organisation (or none yet) has before them; None when all is done.

    Two queries at most for a Träger or a company.
    """
    if organisation is None:
        steps = [_account(), _to_an_organisation(is_invited), _review_ahead(), _listing_ahead()]
        return FirstSteps(_heading(steps, _("your first entry")), steps)
    if organisation.is_suspended:
        return None
    newest = _newest_listing(organisation)
    if newest is not None and newest.published_at:
        return None
    gaps = reviews.gaps(organisation) if _is_with_its_members(organisation) else []
    steps = [
        _account(),
        _profile(organisation, gaps),
        _review(organisation, gaps, is_owner=is_owner),
        _listing(organisation, newest),
    ]
    return FirstSteps(_heading(steps, _goal(organisation)), steps)


def _is_with_its_members(organisation: Organisation) -> bool:
    return organisation.status in IN_THE_HANDS_OF_ITS_MEMBERS


def _newest_listing(organisation: Organisation) -> Need | Offer | None:
    """One that was published if there is any, else the newest."""
    found = []
    for model, is_theirs in (
        (Need, organisation.may_post_needs),
        (Offer, organisation.may_post_offers),
    ):
        if is_theirs:
            first = F("published_at").asc(nulls_last=True)
            found.append(
                model.objects.filter(organisation=organisation).order_by(first, "-pk").first()
            )
    there = [listing for listing in found if listing is not None]
    return max(there, key=lambda listing: (bool(listing.published_at), listing.pk), default=None)


def _account() -> Step:
    return Step(DONE, _("Your account"), _("Your address is confirmed. You are in."))


def _to_an_organisation(is_invited: bool) -> Step:  # noqa: FBT001
    if is_invited:
        return Step(NOW, _("Your organisation"), _("You are invited: join the team, just above."))
    # Both ways stand below as large as they deserve; a button here would say one of them twice.
    text = _("Register it with a few answers, or join it if it is here already: just below.")
    return Step(NOW, _("Your organisation"), text)


def _review_ahead() -> Step:
    return Step(AHEAD, _("Review by the Servicestelle"), _("The Servicestelle reads your profile."))


def _listing_ahead() -> Step:
    return Step(
        AHEAD,
        _("Your first entry"),
        _("Träger say what they need, companies what they can give."),
    )


def _profile(organisation: Organisation, gaps: list[reviews.Gap]) -> Step:
    title = _("Your organisation")
    if not gaps:
        return Step(DONE, title, _("%(name)s introduces itself.") % {"name": organisation.name})
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])
    add_site = reverse("profiles:site-add", args=[organisation.slug])
    places = [
        (gap.sentence, add_site if gap.field == "site" else f"{edit}#id_{gap.field}")
        for gap in gaps
    ]
    return Step(
        NOW, title, _("This is still missing:"), edit, _("Complete the profile"), places=places
    )


def _review(organisation: Organisation, gaps: list[reviews.Gap], *, is_owner: bool) -> Step:
    title = _("Review by the Servicestelle")
    if organisation.is_approved:
        return Step(DONE, title, _("The Servicestelle has approved your profile."))
    if not _is_with_its_members(organisation):
        text = _("Handed in. We read it within three working days and write to you.")
        return Step(WAITING, title, text, organisation.get_absolute_url(), _("See the profile"))
    if gaps:
        text = _("Then hand your profile in. The Servicestelle reads it before it is public.")
        return Step(AHEAD, title, text)
    if not is_owner:
        return Step(NOW, title, _("Ask an owner of your team to hand the profile in."))
    return Step(
        NOW,
        title,
        _("Hand your profile in. The Servicestelle reads it before it is public."),
        reverse("profiles:organisation-submit", args=[organisation.slug]),
        _("Submit for review"),
        is_sent=True,
    )


def _listing(organisation: Organisation, newest: Need | Offer | None) -> Step:
    if organisation.may_post_needs:
        title, create = _("Your first need"), "matching:need-create"
        text, verb = _("What would help you? A template makes the start easy."), _("Post a need")
    else:
        title, create = _("Your first offer"), "matching:offer-create"
        text, verb = _("What can you give: time, know-how, rooms?"), _("Post an offer")
    if newest is None or newest.status not in _UNPUBLISHED:
        # Whoever has handed in the profile need not wait for us; drafts are welcome. Before, this
        # step has no button: one thing after the other.
        if _is_with_its_members(organisation):
            return Step(AHEAD, title, text)
        return Step(NOW, title, text, reverse(create), verb)
    if newest.status == ListingStatus.SUBMITTED:
        text = _("“%(title)s” is handed in. We read it within three working days and write to you.")
        text %= {"title": newest.title}
        return Step(WAITING, title, text, newest.get_absolute_url(), _("See the entry"))
    text = _("“%(title)s” is begun.") % {"title": newest.title}
    return Step(NOW, title, text, newest.get_absolute_url(), _("Go on with it"))


_UNPUBLISHED = {ListingStatus.DRAFT, ListingStatus.RETURNED, ListingStatus.SUBMITTED}


def _goal(organisation: Organisation) -> str:
    return _("your first need") if organisation.may_post_needs else _("your first offer")


def _heading(steps: list[Step], goal: str) -> str:
    left = sum(step.state in {NOW, AHEAD} for step in steps)
    if not left:
        return _("Everything is handed in. Now it is our turn.")
    return ngettext("%(count)d more step to %(goal)s", "%(count)d more steps to %(goal)s", left) % {
        "count": left,
        "goal": goal,
    }
