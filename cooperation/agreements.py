"""The agreement: drafted by a side, proposed as a version, confirmed by both, replaced by a later one.

Order inside, always: lock the cooperation's row, ask, change, history, mails; one transaction.
Proposing does not confirm: each side confirms with a button of its own, the one that has written it
too, so that nobody is bound by having saved something.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation import agreement_templates, cooperations, enquiries
from cooperation.acting import organisation_of_side, require_side
from cooperation.machine import step_for, take_step
from cooperation.models import AgreementVersion, Cooperation, CooperationSide
from cooperation.news import tell_side
from portal.foundation.refusals import Refused
from profiles.models import User

Values = Mapping[str, object]


def newest(cooperation: Cooperation) -> AgreementVersion | None:
    """The version last proposed, by whichever side."""
    return AgreementVersion.objects.newest_of(cooperation)


def in_force(cooperation: Cooperation) -> AgreementVersion | None:
    """The version that holds: while a newer one waits for confirmation, still the older one."""
    return AgreementVersion.objects.in_force().filter(cooperation=cooperation).first()


def start(cooperation: Cooperation, *, side: str, by: User) -> AgreementVersion:
    """An unsaved draft to write in: the newest version as it is, or the template of the format.

    The template carries the other side's contact person, so that reading is written down.
    """
    latest = newest(cooperation)
    draft = AgreementVersion(cooperation=cooperation, side=side)
    if latest is None:
        values = agreement_templates.filled_in(cooperation)
        own = organisation_of_side(cooperation, side)
        enquiries.read_contact(cooperation.enquiry, own, by=by)
    else:
        values, draft.based_on = latest.contents, latest.number
    _write(draft, values)
    return draft


@transaction.atomic
def save_draft(
    cooperation: Cooperation, values: Values, *, side: str, based_on: int, by: User
) -> AgreementVersion:
    """Keep what is not finished. Only `side` sees it."""
    cooperation = cooperations.locked(cooperation)
    require_side(cooperation, side, by=by)
    step_for(cooperation, "version proposed", by=by)
    draft = AgreementVersion.objects.draft_of(cooperation, side)
    draft = draft or AgreementVersion(cooperation=cooperation, side=side, created_by=by)
    draft.based_on = based_on
    _write(draft, values)
    draft.save()
    return draft


@transaction.atomic
def discard_draft(cooperation: Cooperation, *, side: str, by: User) -> None:
    """Throw away what was not proposed yet."""
    cooperation = cooperations.locked(cooperation)
    require_side(cooperation, side, by=by)
    AgreementVersion.objects.filter(cooperation=cooperation, side=side, number=None).delete()


@transaction.atomic
def propose(
    cooperation: Cooperation, values: Values, *, side: str, based_on: int, by: User
) -> AgreementVersion:
    """Show the other side a new version. It never changes again, and nobody has confirmed it yet.

    `based_on` is the number of the newest version that the writer has seen, 0 for none. Raises
    Refused when the other side was faster, when nothing was changed, or when something is missing.
    """
    cooperation = cooperations.locked(cooperation)
    require_side(cooperation, side, by=by)
    step_for(cooperation, "version proposed", by=by)
    latest = newest(cooperation)
    number = latest.number if latest else 0
    if number != based_on:
        raise Refused(
            _(
                "Version %(number)d was proposed meanwhile. Please read it first; your words are kept."
            )
            % {"number": number}
        )
    version = AgreementVersion.objects.draft_of(cooperation, side)
    version = version or AgreementVersion(cooperation=cooperation, side=side, created_by=by)
    version.based_on = based_on
    _write(version, values)
    if any(getattr(version, name) in (None, "") for name in version.NEEDED_TO_PROPOSE):
        raise Refused(_("Something is still missing. Save it as a draft if you are not finished."))
    if latest and version.contents == latest.contents:
        raise Refused(_("Nothing was changed: this is version %(number)d.") % {"number": number})
    _fix(version, number + 1, by=by)
    version.save()
    event = take_step(cooperation, "version proposed", by=by, comment=_called(version))
    tell_side(
        cooperation,
        organisation_of_side(cooperation, CooperationSide(side).opposite),
        "agreement_proposed",
        event=event,
    )
    return version


@transaction.atomic
def confirm(cooperation: Cooperation, digest: str, *, side: str, by: User) -> AgreementVersion:
    """`side` agrees to the newest version, which `by` has read with the check sum `digest`.

    Once both have, it is in force and replaces what was. Raises Refused when another version came
    in between, and when the same person has confirmed for the other side.
    """
    cooperation = cooperations.locked(cooperation)
    require_side(cooperation, side, by=by)
    step_for(cooperation, "version confirmed", by=by)
    version = newest(cooperation)
    if version is None or version.sha256 != digest or version.computed_sum() != digest:
        raise Refused(_("The agreement has been changed meanwhile. Please read the new version."))
    if version.is_confirmed_by(side):
        raise Refused(_("Your side has confirmed this version already."))
    if by.pk in {version.confirmed_seeking_by_id, version.confirmed_offering_by_id}:
        raise Refused(
            _("You have confirmed for the other side; somebody else has to for this one.")
        )
    setattr(version, f"confirmed_{side}_by", by)
    setattr(version, f"confirmed_{side}_name", str(by)[:150])
    setattr(version, f"confirmed_{side}_at", timezone.now())
    is_complete = all(version.is_confirmed_by(each) for each in CooperationSide.values)
    if is_complete:
        now = timezone.now()
        held = AgreementVersion.objects.in_force().filter(cooperation=cooperation)
        held.update(superseded_at=now)
        version.in_force_since = now
    version.save()
    event = take_step(cooperation, "version confirmed", by=by, comment=_called(version))
    tell_side(
        cooperation, organisation_of_side(cooperation, CooperationSide(side).opposite), "agreement_confirmed",
        event=event, is_complete=is_complete,
    )  # fmt: skip
    if is_complete:
        cooperations.note_agreed(cooperation)
    return version


def _write(version: AgreementVersion, values: Values) -> None:
    for name in version.CONTENT_FIELDS:
        value = values[name]
        setattr(version, name, _tidy(value) if isinstance(value, str) else value)


def _tidy(text: str) -> str:
    """Line ends as \\n: a browser sends others than it got, which would be a change."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _fix(version: AgreementVersion, number: int, *, by: User) -> None:
    cooperation = version.cooperation
    version.number, version.proposed_at = number, timezone.now()
    version.proposed_by_name = str(by)[:150]
    version.seeking_name = cooperation.seeking.name
    version.offering_name = cooperation.offering.name
    version.ground_rules = agreement_templates.ground_rules(cooperation)
    version.sha256 = version.computed_sum()


def _called(version: AgreementVersion) -> str:
    return f"Version {version.number}"  # the same word in both languages
