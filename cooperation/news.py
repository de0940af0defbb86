"""Telling the sides what happened: a mail that only says that there is news, to every member.

The words that people write to each other stay in the portal.
"""

from cooperation.models import Cooperation, Enquiry, ProtectionRecord
from portal.foundation.models import HistoryEntry
from portal.foundation.outbox import queue
from profiles.models import Organisation, User


def tell_side(
    subject: Enquiry | Cooperation,
    side: Organisation,
    template: str,
    *,
    event: HistoryEntry,
    **more: object,
) -> None:
    """Mail `template` to all members of `side`, except to whoever did it."""
    is_enquiry = isinstance(subject, Enquiry)
    enquiry = subject if is_enquiry else subject.enquiry
    for member in User.objects.filter(memberships__organisation=side):
        if member.pk != event.by_id:
            queue(
                template,
                key=f"{template}:{event.pk}:{member.pk}",
                to=member,
                context={
                    "enquiry": enquiry,
                    "cooperation": None if is_enquiry else subject,
                    "organisation": side,
                    "other": enquiry.other_side_of(side),
                    **more,
                },
            )


def tell_other_side(
    subject: Enquiry | Cooperation, template: str, *, event: HistoryEntry, **more: object
) -> None:
    """Mail `template` to the side that did not do it; to both when a third did."""
    enquiry = subject if isinstance(subject, Enquiry) else subject.enquiry
    for side in (enquiry.seeking, enquiry.offering):
        did_it = event.by and side.memberships.filter(user=event.by).exists()
        if not did_it:
            tell_side(subject, side, template, event=event, **more)


def tell_about_protection(person: ProtectionRecord) -> None:
    """Ask the Träger's members to see a certificate again; once for each day on which it runs out.

    The mail names nobody: the record belongs to the pages that only they can open.
    """
    cooperation = person.cooperation
    for member in User.objects.filter(memberships__organisation=cooperation.seeking):
        queue(
            "certificate_due",
            key=f"certificate_due:{person.public_id}:{person.see_again_on}:{member.pk}",
            to=member,
            context={
                "enquiry": cooperation.enquiry,
                "cooperation": cooperation,
                "organisation": cooperation.seeking,
                "other": cooperation.offering,
                "day": person.see_again_on,
            },
        )
