"""What may happen to an enquiry and to a cooperation: from which state, by whom, to which state.

This table is the only place that says so. The functions of `cooperation.enquiries`,
`cooperation.waiting_list` and `cooperation.cooperations` call `take_step`; docs/cooperation.md
carries the table as `manage.py write_cooperation_table` prints it, and a test tries every line.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import Cooperation, CooperationStatus, Enquiry, EnquiryStatus
from portal.foundation import history
from portal.foundation.models import HistoryEntry
from portal.foundation.refusals import Refused
from profiles.models import Organisation, User


class Party(models.TextChoices):
    """Who acts: a side by what it does in the enquiry or in the cooperation, or a third."""

    SENDER = "sender", gettext_lazy("the side that asks")
    RECEIVER = "receiver", gettext_lazy("the side that is asked")
    SEEKING = "seeking", gettext_lazy("the Träger")
    OFFERING = "offering", gettext_lazy("the company")
    SERVICEDESK = "servicedesk", gettext_lazy("the Servicestelle")
    PORTAL = "portal", gettext_lazy("the portal")


@dataclass(frozen=True)
class Step:
    """One thing that may happen. `to` None: the state stays as it is."""

    name: str
    when: tuple[str, ...]
    to: str | None
    by: tuple[Party, ...]
    meaning: str


E, C, P = EnquiryStatus, CooperationStatus, Party
BOTH = (P.SEEKING, P.OFFERING)
AT_WORK = (C.PLANNING, C.CONFIRMED, C.ACTIVE, C.PAUSED)
DOING = (C.CONFIRMED, C.ACTIVE, C.PAUSED)
AFTER = (*DOING, C.CLOSING)
NEW = ""

ENQUIRY_STEPS = (
    Step("opened", (NEW,), E.OPEN, (P.SENDER,), "One side asks the other."),
    Step("introduced", (NEW,), E.INTRODUCED, (P.SERVICEDESK,),
         "The Servicestelle brings two together; the sender is asked first."),
    Step("taken up", (E.INTRODUCED,), E.OPEN, (P.SENDER,),
         "The sender likes the introduction; now the receiver is asked."),
    Step("accepted", (E.OPEN,), E.ACCEPTED, (P.RECEIVER, P.SERVICEDESK),
         "Yes. Takes capacity, opens contact data, begins a cooperation. The Servicestelle only "
         "on behalf, once the answer is overdue."),
    Step("put on the waiting list", (E.OPEN,), E.WAITING, (P.RECEIVER, P.SERVICEDESK),
         "Yes, but nothing is left: first come, first served."),
    Step("place offered", (E.WAITING,), E.PLACE_OFFERED, (P.PORTAL,),
         "Capacity came free and is kept for three days."),
    Step("place taken", (E.PLACE_OFFERED,), E.ACCEPTED, (P.SEEKING,),
         "The Träger still wants the place; a cooperation begins."),
    Step("declined", (E.INTRODUCED,), E.DECLINED, (P.SENDER,), "Rather not, with a few words."),
    Step("declined", (E.OPEN,), E.DECLINED, (P.RECEIVER, P.SERVICEDESK),
         "No, with a few words; the pair is not suggested again until one side changes materially. "
         "The Servicestelle only on behalf, once the answer is overdue."),
    Step("declined", (E.WAITING,), E.DECLINED, (P.RECEIVER,),
         "Taken off the waiting list, with a few words."),
    Step("place given up", (E.PLACE_OFFERED,), E.DECLINED, (P.SEEKING,),
         "The place is not needed any more; the next in the list gets it."),
    Step("withdrawn", (E.OPEN, E.WAITING, E.PLACE_OFFERED), E.WITHDRAWN, (P.SENDER,),
         "The sender takes it back."),
    Step("lapsed", (E.INTRODUCED, E.OPEN, E.WAITING, E.PLACE_OFFERED), E.LAPSED,
         (P.PORTAL, P.SERVICEDESK),
         "Listing ended, nobody answered after all, or a kept place was not taken: everybody is told."),
    Step("reminded", (E.INTRODUCED, E.OPEN), None, (P.PORTAL,), "A mail to whoever owes the answer."),
    Step("escalated", (E.INTRODUCED, E.OPEN), None, (P.PORTAL,),
         "The answer is overdue: it is in the Servicestelle's queue now."),
    Step("extended", (E.INTRODUCED, E.OPEN), None, (P.RECEIVER, P.SERVICEDESK),
         "A later day for the answer; the receiver once, the Servicestelle as often as it helps."),
    Step("called", (E.INTRODUCED, E.OPEN, E.WAITING, E.PLACE_OFFERED), None, (P.SERVICEDESK,),
         "A telephone call is noted."),
)  # fmt: skip

COOPERATION_STEPS = (
    Step("begun", (NEW,), C.PLANNING, (P.PORTAL,), "Both have said yes."),
    Step("version proposed", AT_WORK, None, BOTH, "A side writes (a new version of) the agreement."),
    Step("version confirmed", AT_WORK, None, BOTH, "A side confirms a version for itself."),
    Step("agreed", (C.PLANNING,), C.CONFIRMED, (P.PORTAL,), "Both have confirmed the same version."),
    Step("started", (C.CONFIRMED,), C.ACTIVE, (P.PORTAL,),
         "All that has to be settled before is settled (safeguarding)."),
    Step("paused", (C.ACTIVE,), C.PAUSED, (*BOTH, P.PORTAL),
         "A break, with its reason; the portal when a safeguarding record has run out."),
    Step("resumed", (C.PAUSED,), C.ACTIVE, BOTH, "It goes on."),
    Step("finished", (C.ACTIVE, C.PAUSED), C.CLOSING, BOTH,
         "The work is done; both are asked what came of it."),
    Step("ended early", (C.ACTIVE, C.PAUSED), C.CLOSING, (*BOTH, P.SERVICEDESK),
         "It ends before it was to end, with a reason."),
    Step("called off", (C.PLANNING, C.CONFIRMED), C.CALLED_OFF, (*BOTH, P.SERVICEDESK),
         "It does not come about, with a reason; the capacity is free again."),
    Step("concluded", (C.CLOSING,), C.CLOSED, (P.PORTAL,),
         "Both have given feedback, or thirty days are over."),
    Step("appointment set", DOING, None, BOTH, "A side sets one or several appointments."),
    Step("appointment changed", DOING, None, BOTH, "Another time or place."),
    Step("appointment cancelled", DOING, None, BOTH, "It does not take place, with a reason."),
    Step("appointment answered", AFTER, None, BOTH,
         "A side says whether an appointment has taken place."),
    Step("hours logged", AFTER, None, BOTH, "A side writes down what was done."),
    Step("hours corrected", AFTER, None, BOTH, "The side that wrote it down mends it."),
    Step("hours confirmed", AFTER, None, BOTH, "The other side agrees."),
    Step("hours disputed", AFTER, None, BOTH, "The other side remembers it differently."),
    Step("hours taken back", AFTER, None, BOTH,
         "The side that wrote it down takes it back before it is confirmed."),
    Step("capacity freed", (C.CLOSING, C.CLOSED), None, (P.OFFERING,),
         "The company offers again what it had promised."),
)  # fmt: skip

STEPS: dict[type[models.Model], tuple[Step, ...]] = {
    Enquiry: ENQUIRY_STEPS,
    Cooperation: COOPERATION_STEPS,
}


def parties_of(subject: Enquiry | Cooperation, by: User | None) -> frozenset[Party]:
    """Everything that `by` is in this matter; None is the portal itself.

    A moderator who belongs to one of the sides does not act as the Servicestelle there.
    """
    if by is None:
        return frozenset({Party.PORTAL})
    enquiry = subject if isinstance(subject, Enquiry) else subject.enquiry
    sides = {
        Party.SENDER: enquiry.sender, Party.RECEIVER: enquiry.receiver,
        Party.SEEKING: enquiry.seeking, Party.OFFERING: enquiry.offering,
    }  # fmt: skip
    ids = {side.pk for side in sides.values()}
    own = set(
        Organisation.objects.manageable_by(by).filter(pk__in=ids).values_list("pk", flat=True)
    )
    found = {party for party, side in sides.items() if side.pk in own}
    if by.is_moderator and not by.memberships.filter(organisation__in=ids).exists():
        found.add(Party.SERVICEDESK)
    return frozenset(found)


def possible_steps(subject: Enquiry | Cooperation, by: User | None) -> set[str]:
    """Names of what `by` may do with `subject` as it stands."""
    parties = parties_of(subject, by)
    return {
        step.name
        for step in STEPS[type(subject)]
        if subject.status in step.when and parties.intersection(step.by)
    }


def step_for(
    subject: Enquiry | Cooperation, name: str, *, by: User | None, status: str | None = None
) -> Step:
    """The line of the table that lets `by` do `name` now. Raises Refused when there is none.

    `status` is where it stands, if that is not what `subject` says ("" for a new one).
    """
    status = subject.status if status is None else status
    called = [step for step in STEPS[type(subject)] if step.name == name]
    if not called:
        raise KeyError(name)
    now = [step for step in called if status in step.when]
    if not now:
        raise Refused(
            _("This is not possible any more: it stands at “%(status)s” now.")
            % {"status": subject.get_status_display()}
        )
    parties = parties_of(subject, by)
    for step in now:
        if parties.intersection(step.by):
            return step
    raise Refused(_refusal(now, parties))


def take_step(
    subject: Enquiry | Cooperation,
    name: str,
    *,
    by: User | None,
    comment: str = "",
    fields: Iterable[str] = (),
) -> HistoryEntry:
    """Let `name` happen: ask the table, store the new state and `fields`, write the history.

    `subject` is locked by the caller, who sets `fields` before. Raises Refused.
    """
    is_new = subject.pk is None
    before = NEW if is_new else subject.status
    step = step_for(subject, name, by=by, status=before)
    changed = list(fields)
    if step.to is not None:
        subject.status = step.to
        changed.append("status")
        if isinstance(subject, Cooperation) and not is_new:
            subject.status_since = timezone.now()
            changed.append("status_since")
    if is_new:
        subject.save(force_insert=True)
    elif changed:
        subject.save(update_fields=changed)
    return history.record(
        subject, name, by=by, change=(before, step.to or before), comment=comment.strip()
    )


def _refusal(steps: list[Step], parties: frozenset[Party]) -> str:
    if not parties:
        return _("Only members of the two organisations can do this.")
    if parties & {Party.SENDER, Party.RECEIVER}:
        return _("It is the other side's turn.")
    who = ", ".join(str(party.label) for step in steps for party in step.by)
    return _("This is for %(who)s to do.") % {"who": who}
