"""A conversation as it is read: letters and what happened between them, by day, in parts of thirty."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import Attachment, Enquiry, Message, MessageSide, ReadMark
from portal.foundation import history
from portal.foundation.events import event_words
from portal.foundation.models import HistoryEntry
from profiles.models import Organisation, User

PART = 30
SHOWN_EVENTS = ("servicedesk invited", "servicedesk left")


@dataclass(frozen=True)
class Entry:
    """A letter, or (`is_event`) something that happened."""

    at: datetime
    side: str  # "own", "other" or "servicedesk": words and colours depend on it
    organisation: str
    who: str
    text: str
    files: list[Attachment] = field(default_factory=list)
    on_behalf: bool = False
    is_new: bool = False
    is_event: bool = False


@dataclass(frozen=True)
class Stream:
    """Part of a conversation, the newest letter last. `older` is the key of the part before it."""

    days: list[tuple[date, list[Entry]]]
    older: str
    is_newest: bool
    read_until: datetime | None  # the newest letter in it
    has_unread: bool


def part_of(
    enquiry: Enquiry, *, own: Organisation | None, user: User, before: Message | None = None
) -> Stream:
    """The newest part, or the one before the message `before`. `own` None: as the Servicestelle."""
    messages = Message.objects.of(enquiry)
    if before is not None:
        messages = messages.before(before)
    found = list(messages[: PART + 1])
    shown, has_older = found[:PART], len(found) > PART
    mark = ReadMark.objects.filter(enquiry=enquiry, user=user).first()
    read_until = mark.read_until if mark else None
    code = MessageSide.of(own, enquiry)
    entries = [_letter(message, enquiry, code, read_until) for message in shown]
    first = shown[-1].sent_at if has_older else None
    last = before.sent_at if before else None
    entries += [
        entry
        for entry in _around(enquiry, code)
        if (first is None or entry.at >= first) and (last is None or entry.at < last)
    ]
    newest = shown[0].sent_at if shown and before is None else None
    return Stream(
        days=_by_day(entries),
        older=str(shown[-1].public_id) if has_older else "",
        is_newest=before is None,
        read_until=newest,
        has_unread=newest is not None and (read_until is None or read_until < newest),
    )


def _by_day(entries: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    in_order = sorted(entries, key=lambda entry: entry.at)
    days = groupby(in_order, key=lambda entry: timezone.localdate(entry.at))
    return [(day, list(of_day)) for day, of_day in days]


def _letter(
    message: Message, enquiry: Enquiry, own: MessageSide, read_until: datetime | None
) -> Entry:
    is_new = message.side != own and (read_until is None or message.sent_at > read_until)
    return Entry(
        at=message.sent_at,
        side=_whose(message.side, own),
        organisation=MessageSide(message.side).name_in(enquiry),
        who=_person(message.author),
        text=message.text,
        files=list(message.attachments.all()),
        on_behalf=message.on_behalf,
        is_new=is_new,
    )


def _around(enquiry: Enquiry, own: MessageSide) -> list[Entry]:
    """The enquiry's own words, the answer, and the Servicestelle's coming and going."""
    return [
        *_opening(enquiry, own),
        *(_event(entry) for entry in history.of(enquiry).filter(event__in=SHOWN_EVENTS)),
    ]


def _opening(enquiry: Enquiry, own: MessageSide) -> Iterable[Entry]:
    is_offered = enquiry.sender.pk == enquiry.offering_id
    sender, receiver = MessageSide.SEEKING, MessageSide.OFFERING
    if is_offered:
        sender, receiver = receiver, sender
    if enquiry.introduced_by_id and enquiry.opened_by_id == enquiry.introduced_by_id:
        sender = MessageSide.SERVICEDESK
    letters = [(enquiry.opened_at, sender, enquiry.opened_by, enquiry.message)]
    if enquiry.answer and enquiry.answered_at:
        letters.append((enquiry.answered_at, receiver, enquiry.answered_by, enquiry.answer))
    for at, side, author, text in letters:
        yield Entry(
            at=at,
            side=_whose(side, own),
            organisation=side.name_in(enquiry),
            who=_person(author),
            text=text,
        )


def _event(entry: HistoryEntry) -> Entry:
    return Entry(
        at=entry.happened_at,
        side="servicedesk",
        organisation="",
        who=_person(entry.by),
        text=event_words(entry.event),
        is_event=True,
    )


def _whose(side: str, own: MessageSide) -> str:
    if side == own:
        return "own"
    return "servicedesk" if side == MessageSide.SERVICEDESK else "other"


def _person(user: User | None) -> str:
    return str(user) if user else _("somebody who has left the portal")
