"""My desk: what waits for a person, what waits for others, across all of their organisations."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation import turns
from cooperation.models import Cooperation, Enquiry
from matching.models import ListingStatus, Need, Offer
from profiles.models import JoinRequest, Organisation, User

# Of each kind; whoever has more sees the most urgent ones and filters.
AT_MOST = 50
CONFIRM_AT_MOST = 5
UNFINISHED = [ListingStatus.DRAFT, ListingStatus.RETURNED]


class Item(NamedTuple):
    """One line: what is to be done, about what, with whom, by when, for which own organisation."""

    kind: str
    sentence: str
    title: str
    other: str
    own: str
    url: str
    due: date | None
    says_url: str = ""

    @property
    def order(self) -> tuple:
        """What has a day first, the earliest on top."""
        return (self.due is None, self.due or date.max, self.title)


class ToConfirm(NamedTuple):
    """What members are asked to say is still true (`matching.freshness`)."""

    profiles: list[Organisation]
    listings: list[Need | Offer]


class Desk(NamedTuple):
    """`yours`: this person's turn. `others`: somebody else's. `running`: cooperations at work."""

    yours: list[Item]
    others: list[Item]
    running: list[Cooperation]


def desk_of(organisations: Iterable[Organisation], *, person: User) -> Desk:
    """Everything for `person` in `organisations`; the number of queries does not grow with it."""
    own = {organisation.pk: organisation for organisation in organisations}
    yours, others = [], []
    for enquiry in _enquiries(own):
        for turn in turns.turns_of_enquiry(enquiry):
            _sort_in(turn, "enquiry", enquiry, own, yours, others)
    running = list(
        Cooperation.objects.running()
        .between(own)
        .with_turn_data()
        .order_by("-status_since")[:AT_MOST]
    )
    for cooperation in running:
        for turn in turns.turns(cooperation):
            _sort_in(turn, "cooperation", cooperation.enquiry, own, yours, others)
    yours += _new_messages(own, person) + _unfinished(own)
    yours += _asking_to_join(own, person)
    return Desk(
        sorted(yours, key=lambda item: item.order),
        sorted(others, key=lambda item: item.order),
        running,
    )


def to_confirm(organisations: Iterable[Organisation]) -> ToConfirm:
    """Profiles and listings of these that nobody confirmed for long, the oldest first."""
    own = list(organisations)
    listings = [
        listing
        for model in (Need, Offer)
        for listing in model.objects.filter(organisation__in=own)
        .to_confirm()
        .select_related("organisation")[:CONFIRM_AT_MOST]
    ]
    return ToConfirm([one for one in own if one.is_to_confirm], listings)


def _sort_in(  # noqa: PLR0913 -- the two lists are the result
    turn: turns.Turn,
    kind: str,
    enquiry: Enquiry,
    own: dict[int, Organisation],
    yours: list[Item],
    others: list[Item],
) -> None:
    is_mine = turn.side.pk in own
    mine = enquiry.seeking if enquiry.seeking_id in own else enquiry.offering
    if is_mine:
        mine = turn.side
    item = Item(
        kind=kind,
        sentence=turn.sentence if is_mine else turn.theirs,
        title=str(enquiry),
        other=enquiry.other_side_of(mine).name,
        own=mine.name,
        url=turn.url if is_mine else enquiry_or_cooperation(kind, enquiry),
        due=turn.due,
        says_url=turn.says_url if is_mine else "",
    )
    (yours if is_mine else others).append(item)


def enquiry_or_cooperation(kind: str, enquiry: Enquiry) -> str:
    """Where the two of them meet."""
    return (enquiry if kind == "enquiry" else enquiry.cooperation).get_absolute_url()


def _enquiries(own: dict[int, Organisation]) -> list[Enquiry]:
    return list(
        Enquiry.objects.undecided()
        .of_any(own)
        .with_both_sides()
        .order_by("answer_by", "pk")[: 2 * AT_MOST]
    )


def _new_messages(own: dict[int, Organisation], user: User) -> list[Item]:
    found = Enquiry.objects.of_any(own).with_unread(own, by=user).filter(unread__gt=0)
    items = []
    for enquiry in found.with_both_sides().order_by("-pk")[:AT_MOST]:
        mine = enquiry.seeking if enquiry.seeking_id in own else enquiry.offering
        text = ngettext("%(n)s new message", "%(n)s new messages", enquiry.unread)
        items.append(
            Item(
                kind="message",
                sentence=text % {"n": enquiry.unread},
                title=str(enquiry),
                other=enquiry.other_side_of(mine).name,
                own=mine.name,
                url=reverse("cooperation:conversation", args=[enquiry.public_id]),
                due=None,
            )
        )
    return items


def _unfinished(own: dict[int, Organisation]) -> list[Item]:
    items = []
    for model in (Need, Offer):
        found = model.objects.filter(organisation__in=own, status__in=UNFINISHED)
        for listing in found.select_related("organisation").order_by("-created_at")[:AT_MOST]:
            returned = listing.status == ListingStatus.RETURNED
            items.append(
                Item(
                    kind="listing",
                    sentence=_("Mend and hand in again") if returned else _("Finish the draft"),
                    title=listing.title,
                    other="",
                    own=listing.organisation.name,
                    url=listing.get_absolute_url(),
                    due=None,
                )
            )
    return items


def _asking_to_join(own: dict[int, Organisation], person: User) -> list[Item]:
    """People who would like to join a team: its owners answer."""
    owned = Organisation.objects.owned_by(person).filter(pk__in=own)
    asked = JoinRequest.objects.filter(organisation__in=owned)
    return [
        Item(
            kind="team",
            sentence=_("Answer who would like to join your team"),
            title=request.user.name,
            other="",
            own=request.organisation.name,
            url=reverse("profiles:team", args=[request.organisation.slug]),
            due=None,
        )
        for request in asked.select_related("organisation", "user").order_by("created_at")[:AT_MOST]
    ]
