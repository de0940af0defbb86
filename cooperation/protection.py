"""Protection of minors (§ 72a SGB VIII): the Träger decides, records what it has seen, and forgets.

The company learns no more than whether the conditions are met. Records are deleted three months after
the end, and at once when the cooperation does not come about (§ 72a (5) SGB VIII).
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation import cooperations, news
from cooperation.models import (
    Assessment,
    Contact,
    Cooperation,
    CooperationStatus,
    Duration,
    Intensity,
    Level,
    ProtectionRecord,
)
from portal.foundation import history
from portal.foundation.refusals import Refused
from profiles.models import User

KEPT_AFTER_THE_END = timedelta(days=91)
RENEWED_BEFORE = timedelta(days=60)
# As agreements of youth offices ask: not older than three months when it is shown.
OLDEST_WHEN_SEEN = timedelta(days=92)
SEEN_AGAIN_AFTER_YEARS = 5


def proposed_level(contact: str, intensity: str, duration: str) -> str:
    """What type, intensity and duration of the contact speak for (§ 72a (3) and (4) SGB VIII).

    A guide along the usual examination schemes of youth offices; the decision stays with the Träger.
    """
    if contact == Contact.ALONE or intensity == Intensity.HIGH:
        once_in_public = duration == Duration.ONCE and contact == Contact.NEVER_ALONE
        return Level.RECOMMENDED if once_in_public else Level.REQUIRED
    if contact == Contact.GROUP:
        return Level.RECOMMENDED if duration == Duration.ONCE else Level.REQUIRED
    return Level.RECOMMENDED if duration == Duration.REGULAR else Level.NOT_NEEDED


@transaction.atomic
def decide(assessment: Assessment, *, by: User) -> Assessment:
    """Store what the Träger decides for a cooperation, with its reason; a later one replaces it."""
    cooperation = _locked_for(assessment.cooperation, by)
    if not assessment.reason.strip():
        raise Refused(_("Please write down your reason: one day somebody will ask for it."))
    before = Assessment.objects.filter(cooperation=cooperation).first()
    if before is not None:
        assessment.pk, assessment.public_id = before.pk, before.public_id
    assessment.decided_by, assessment.decided_at = by, timezone.now()
    assessment.save()
    change = (before.level if before else "", assessment.level)
    history.record(
        assessment, "protection decided", by=by, change=change, comment=assessment.reason
    )
    cooperations.start_if_ready(cooperation)
    return assessment


@transaction.atomic
def record(person: ProtectionRecord, *, by: User) -> ProtectionRecord:
    """Note what the Träger has seen of one person. Raises Refused for a certificate that is too old."""
    cooperation = _locked_for(person.cooperation, by)
    if person.seen_on:
        if person.seen_on - person.issued_on > OLDEST_WHEN_SEEN:
            raise Refused(
                _(
                    "The certificate was more than three months old when you saw it. Please have a "
                    "newer one shown to you."
                )
            )
        person.see_again_on = person.see_again_on or _years_later(person.issued_on)
        person.seen_by = by
    person.save()
    # No name here: the history stays when the record is deleted.
    history.record(_subject(cooperation), "protection recorded", by=by)
    cooperations.start_if_ready(cooperation)
    return person


@transaction.atomic
def remove(person: ProtectionRecord, *, by: User) -> None:
    """Delete the record of a person who does not take part any more."""
    cooperation = _locked_for(person.cooperation, by)
    person.delete()
    history.record(_subject(cooperation), "protection record deleted", by=by)


def may_see(cooperation: Cooperation, by: User) -> bool:
    """Only members of the Träger: no company, no intermediary, not the Servicestelle."""
    return cooperation.seeking.memberships.filter(user=by).exists()


def conditions_met(cooperation: Cooperation) -> bool:
    """All that the company learns."""
    return not missing(cooperation)


def missing(cooperation: Cooperation) -> list[str]:
    """What the Träger still has to see before the cooperation may start; for its members only."""
    if not cooperation.may_meet_minors:
        return []
    assessment = getattr(cooperation, "assessment", None)
    if assessment is None:
        return [_("Please decide whether an extended certificate of conduct is needed.")]
    people = list(cooperation.protection_records.all())
    wanted = cooperation.enquiry.people
    lacking = [
        (assessment.level == Level.REQUIRED, _is_valid, _("certificate of conduct")),
        (assessment.needs_declaration, lambda p: p.declared_on, _("declaration")),
        (assessment.needs_concept, lambda p: p.concept_read_on, _("protection concept")),
    ]
    sentences = []
    for is_needed, has_it, what in lacking:
        count = max(wanted, len(people)) - sum(1 for person in people if has_it(person))
        if is_needed and count > 0:
            text = ngettext(
                "%(what)s: not yet there for %(count)d person.",
                "%(what)s: not yet there for %(count)d people.",
                count,
            )
            sentences.append(text % {"what": what, "count": count})
    return sentences


def ask_for_renewal() -> int:
    """Tell Träger whose records run out within RENEWED_BEFORE; how many records. Beat calls it."""
    today = timezone.localdate()
    soon = _running_records().filter(
        see_again_on__gte=today, see_again_on__lte=today + RENEWED_BEFORE
    )
    for person in soon:
        news.tell_about_protection(person)
    return len(soon)


def pause_expired() -> int:
    """Pause cooperations whose required records have run out; how many. Beat calls it."""
    expired = (
        _running_records()
        .filter(
            see_again_on__lt=timezone.localdate(),
            cooperation__status=CooperationStatus.ACTIVE,
            cooperation__assessment__level=Level.REQUIRED,
        )
        .values_list("cooperation", flat=True)
    )
    paused = 0
    for pk in set(expired):
        cooperation = Cooperation.objects.with_both_sides().get(pk=pk)
        with translation.override("de"):  # stored words, and German is what the portal speaks
            why = _("A condition that has to be met before you meet is not met at the moment.")
        try:
            cooperations.pause(cooperation, why, by=None)
        except Refused:  # somebody was faster
            continue
        paused += 1
    return paused


def delete_due() -> int:
    """Delete records whose time is over; how many. Beat calls it."""
    over = timezone.now() - KEPT_AFTER_THE_END
    ended = Cooperation.objects.filter(
        status__in=[CooperationStatus.CLOSING, CooperationStatus.CLOSED], status_since__lt=over
    )
    never_begun = Cooperation.objects.filter(status=CooperationStatus.CALLED_OFF)
    count, _rows = ProtectionRecord.objects.filter(
        cooperation__in=(ended | never_begun).values("pk")
    ).delete()
    return count


def _running_records():
    return ProtectionRecord.objects.filter(
        cooperation__status__in=[
            CooperationStatus.CONFIRMED, CooperationStatus.ACTIVE, CooperationStatus.PAUSED,
        ]
    ).select_related(
        "cooperation__enquiry__seeking", "cooperation__enquiry__offering",
        "cooperation__enquiry__need", "cooperation__enquiry__offer",
    )  # fmt: skip


def _is_valid(person: ProtectionRecord) -> bool:
    return person.see_again_on is not None and person.see_again_on >= timezone.localdate()


def _locked_for(cooperation: Cooperation, by: User) -> Cooperation:
    cooperation = cooperations.locked(cooperation)
    if not may_see(cooperation, by):
        raise Refused(_("This belongs to the Träger alone."))
    if cooperation.seeking.is_suspended:
        raise Refused(_("This organisation is suspended and cannot change anything."))
    if cooperation.has_ended:
        raise Refused(_("The cooperation has ended: nothing is recorded any more."))
    return cooperation


def _subject(cooperation: Cooperation) -> Assessment:
    """Whose history tells it: never the cooperation's, which the company reads."""
    assessment = getattr(cooperation, "assessment", None)
    if assessment is None:
        raise Refused(_("Please decide first whether a certificate is needed."))
    return assessment


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + SEEN_AGAIN_AFTER_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + SEEN_AGAIN_AFTER_YEARS, day=28)
