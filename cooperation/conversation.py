"""The conversation of two organisations: who may write when, sending, and how far somebody has read."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import attachments, calls
from cooperation.enquiries import locked
from cooperation.machine import Party, parties_of
from cooperation.models import (
    Cooperation,
    Enquiry,
    EnquiryStatus,
    Message,
    MessageSide,
    ReadMark,
)
from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from portal.foundation.uploads import Checked
from profiles.models import Organisation, User

MESSAGES_AN_HOUR = 60
# How long people may still write after a cooperation has ended: for thanks and last questions.
WRITABLE_AFTER_END = timedelta(days=90)
WRITABLE = {
    EnquiryStatus.INTRODUCED, EnquiryStatus.OPEN, EnquiryStatus.WAITING,
    EnquiryStatus.PLACE_OFFERED, EnquiryStatus.ACCEPTED,
}  # fmt: skip


@dataclass(frozen=True)
class Letter:
    """What somebody wants to send. `key` is that of the form: the same one is sent only once."""

    text: str
    files: list[Checked] = field(default_factory=list)
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def send(letter: Letter, enquiry: Enquiry, *, by: User, side: Organisation | None) -> Message:
    """Write into the conversation for `side`; `side` None is the Servicestelle.

    Everybody on the other side who does not know yet that something arrived gets a mail that says
    so, and nothing of what was written. Raises Refused.
    """
    enquiry = locked(enquiry)  # one message after the other: room and mails depend on it
    if sent := Message.objects.filter(public_id=letter.key, enquiry=enquiry, author=by).first():
        return sent
    if sentence := refusal_to_write(enquiry, by=by, side=side):
        raise Refused(sentence)
    if not letter.text.strip() and not letter.files:
        raise Refused(_("Please write something, or attach a file."))
    _require_patience(by)
    is_taken = Message.objects.filter(public_id=letter.key).exists()
    message = Message.objects.create(
        public_id=uuid.uuid4() if is_taken else letter.key,
        enquiry=enquiry,
        author=by,
        side=MessageSide.of(side, enquiry),
        text=letter.text.strip(),
        sent_at=timezone.now(),
        on_behalf=side is not None and enquiry.is_acted_on_behalf_by(by),
    )
    attachments.store(letter.files, message)
    if enquiry.status == EnquiryStatus.INTRODUCED and side is not None:
        # Nobody else would read it: the other side has not been asked yet.
        calls.call_in(enquiry, by=by, side=side)
    mark_read(enquiry, by=by, until=message.sent_at)
    _tell(message)
    return message


def refusal_to_write(enquiry: Enquiry, *, by: User, side: Organisation | None) -> str:
    """Why `by` may not write for `side` (None: the Servicestelle), as a sentence; "" when they may."""
    if side is None:
        may = Party.SERVICEDESK in parties_of(enquiry, by) and calls.open_ones(enquiry).exists()
        return "" if may else _("The Servicestelle writes only where it was asked to look.")
    if side.is_suspended:
        return _("This organisation is suspended. You can read everything but write nothing.")
    if not Organisation.objects.manageable_by(by).filter(pk=side.pk).exists():
        return _("Only members of the two organisations can do this.")
    if enquiry.status == EnquiryStatus.INTRODUCED and side.pk != enquiry.sender.pk:
        return _("You can write as soon as the other side has said yes to the introduction.")
    if enquiry.status not in WRITABLE:
        return _("This enquiry has ended. What was written can still be read.")
    ended = Cooperation.objects.filter(
        enquiry=enquiry,
        status__in=["closed", "called_off"],
        status_since__lt=timezone.now() - WRITABLE_AFTER_END,
    )
    if ended.exists():
        return _("This cooperation ended a while ago. What was written can still be read.")
    return ""


def mark_read(enquiry: Enquiry, *, by: User, until: datetime) -> None:
    """Note that `by` has seen everything up to `until`; never back. Only their own mark changes."""
    marks = ReadMark.objects.filter(enquiry=enquiry, user=by)
    behind = marks.filter(Q(read_until=None) | Q(read_until__lt=until))
    if not behind.update(read_until=until):
        mark = ReadMark(enquiry=enquiry, user=by, read_until=until)
        ReadMark.objects.bulk_create([mark], ignore_conflicts=True)


def _require_patience(by: User) -> None:
    since = timezone.now() - timedelta(hours=1)
    if Message.objects.filter(author=by, sent_at__gt=since).count() >= MESSAGES_AN_HOUR:
        raise Refused(
            _("You have written very much in the last hour. Please wait a little, or telephone.")
        )


def _tell(message: Message) -> None:
    enquiry = message.enquiry
    address = reverse("cooperation:conversation", args=[enquiry.public_id])
    for side in _listening(message):
        people = User.objects.filter(memberships__organisation=side)
        _mail(message, list(people), f"{address}#write")
    if call := calls.open_ones(enquiry).first():
        writing = Message.objects.filter(enquiry=enquiry, side=MessageSide.SERVICEDESK)
        staff = User.objects.filter(pk__in=writing.values("author"))
        _mail(message, list(staff), reverse("admin:cooperation_report_change", args=[call.pk]))


def _listening(message: Message) -> list[Organisation]:
    enquiry = message.enquiry
    sides = [enquiry.seeking, enquiry.offering]
    if enquiry.status == EnquiryStatus.INTRODUCED:
        sides = [enquiry.sender]
    return [side for side in sides if MessageSide.of(side, enquiry) != message.side]


def _mail(message: Message, people: list[User], address: str) -> None:
    """At most one mail for each person until they have looked into the conversation again."""
    enquiry = message.enquiry
    marks = {mark.user_id: mark for mark in ReadMark.objects.filter(enquiry=enquiry)}
    told = []
    for person in people:
        mark = marks.get(person.pk)
        if person.pk == message.author_id or (mark and mark.knows_of_something_new):
            continue
        queue(
            "conversation_message",
            key=f"conversation_message:{message.pk}:{person.pk}",
            to=person,
            context={
                "enquiry": enquiry,
                "writer": MessageSide(message.side).name_in(enquiry),
                "address": address,
            },
        )
        told.append(ReadMark(enquiry=enquiry, user=person, told_at=message.sent_at))
    ReadMark.objects.bulk_create(
        told, update_conflicts=True, unique_fields=["enquiry", "user"], update_fields=["told_at"]
    )
