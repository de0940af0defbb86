"""The merge itself: one transaction, after which there is one organisation and nothing is lost."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from cooperation.models import Enquiry
from matching import due
from matching.models import ListingStatus, Need, Offer
from portal.foundation import history
from portal.foundation.models import HistoryEntry
from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from portal.foundation.uploads.sized import delete_on_commit
from portal.site.merging.fields import GONE, PERSONAL, Choice, choices_for
from portal.site.merging.relations import foreign_keys, forget_own_pairs, move_everything
from profiles import standing, verification
from profiles.models import FormerOrganisation, Organisation, Role, User

PICTURES = ("logo", "photo")


def refusal(kept: Organisation, gone: Organisation, *, by: User) -> str:
    """Why the two cannot be merged, as a sentence; "" when they can."""
    both = [kept, gone]
    if not by.is_moderator:
        return _("Only the Servicestelle decides this.")
    if kept.pk == gone.pk:
        return _("An organisation cannot be merged with itself.")
    if by.memberships.filter(organisation__in=both).exists():
        return _("You are a member of one of these organisations: somebody else has to decide.")
    if any(organisation.is_suspended for organisation in both):
        return _("One of the two is suspended. Please end the suspension first.")
    if gone.is_approved and not kept.is_approved:
        return _("Please let the approved one stay: what it published would vanish otherwise.")
    if Enquiry.objects.filter(seeking__in=both, offering__in=both).exists():
        return _("The two have written to each other: they are two organisations.")
    return ""


@transaction.atomic
def merge(
    kept: Organisation,
    gone: Organisation,
    answers: dict[str, str],
    *,
    by: User,
    seen: tuple[str, str] | None = None,
) -> Organisation:
    """Let `gone` be absorbed by `kept`; `answers` say which value of each choice is kept.

    `seen` are the versions (`changed_xid`) that the moderator has looked at. Raises Refused when
    one of them has changed or is gone, when the two may not be merged, or when what they posted
    does not fit the kind that is kept.
    """
    kept, gone = _locked(kept, gone)
    if seen is not None and seen != (str(kept.changed_xid), str(gone.changed_xid)):
        raise Refused(_("One of the two has been changed since you opened the page."))
    if sentence := refusal(kept, gone, by=by):
        raise Refused(sentence)
    choices = choices_for(kept, gone)
    former = _former(kept, gone, choices)
    _keep_values(kept, gone, choices, answers)
    _require_fitting_kind(kept, gone)
    for field in Organisation._meta.many_to_many:
        getattr(gone, field.name).clear()
    owners = User.objects.filter(
        memberships__organisation__in=[kept, gone], memberships__role=Role.OWNER
    )
    to_tell = list(owners.distinct())
    move_everything(kept, gone)
    forget_own_pairs(kept)
    verification.end_outdated(kept, by=by)
    HistoryEntry.objects.filter(
        subject_type=gone._meta.label_lower, subject_id=gone.public_id
    ).update(subject_id=kept.public_id)
    history.record(gone, "merged away", by=by, comment=kept.name)
    event = history.record(kept, "merged", by=by, comment=former.name)
    _delete(gone)
    former.save()
    for model in (Need, Offer):
        for listing in model.objects.filter(organisation=kept, status=ListingStatus.PUBLISHED):
            due.mark(listing)
    _tell(to_tell, kept, former, event)
    return kept


def _locked(kept: Organisation, gone: Organisation) -> tuple[Organisation, Organisation]:
    """Both rows, and before them what belongs to them: in the order in which others lock."""
    both = {kept.pk, gone.pk}
    enquiries = Q(seeking__in=both) | Q(offering__in=both)
    _lock(Enquiry, enquiries)
    _lock(Need, Q(organisation__in=both))
    _lock(Offer, Q(organisation__in=both))
    rows = Organisation.objects.select_for_update().filter(pk__in=both).order_by("pk")
    found = {organisation.pk: organisation for organisation in rows}
    if len(found) < len(both):
        raise Refused(_("One of the two does not exist any more: it has been merged already."))
    return found[kept.pk], found[gone.pk]


def _lock(model: type[Model], which: Q) -> None:
    rows = model.objects.select_for_update(no_key=True).filter(which).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _former(kept: Organisation, gone: Organisation, choices: list[Choice]) -> FormerOrganisation:
    encode = DjangoJSONEncoder().default
    values = {}
    for choice in choices:
        if choice.name in PERSONAL:
            continue
        for field, value in zip(choice.fields, choice.gone, strict=True):
            if isinstance(value, list):
                value = [getattr(one, "slug", one) for one in value]
            plain = isinstance(value, str | int | float | bool | list) or value is None
            values[field.name] = value if plain else encode(value)
    values["standing"] = [
        {"competency": row.competence.slug, "level": row.level, "conditions": row.conditions}
        for row in gone.standing.select_related("competence")
    ]
    return FormerOrganisation(
        public_id=gone.public_id,
        slug=gone.slug,
        name=gone.name,
        organisation=kept,
        values=values,
    )


def _keep_values(
    kept: Organisation, gone: Organisation, choices: list[Choice], answers: dict[str, str]
) -> None:
    both = [(getattr(kept, name), getattr(gone, name)) for name in PICTURES]
    for choice in choices:
        answer = answers.get(choice.name, choice.default)
        for field, value in zip(choice.fields, choice.value(answer), strict=True):
            if field.name == "standing_competencies":
                first = gone if answer == GONE else kept
                standing.take_over(kept, gone, value, first=first)
            elif field.many_to_many:
                getattr(kept, field.name).set(value)
            else:
                setattr(kept, field.attname, value)
    kept.save()
    for name, files in zip(PICTURES, both, strict=True):
        for file in files:
            if file.name != getattr(kept, name).name:
                delete_on_commit(file)


def _require_fitting_kind(kept: Organisation, gone: Organisation) -> None:
    of_both = {"organisation__in": [kept, gone]}
    if not kept.may_post_needs and Need.objects.filter(**of_both).exists():
        raise Refused(_("They have needs, and a company has none: please keep the other kind."))
    if not kept.may_post_offers and Offer.objects.filter(**of_both).exists():
        raise Refused(
            _("They have offers, and a youth welfare organisation has none: keep the other kind.")
        )


def _delete(gone: Organisation) -> None:
    """Delete the empty shell; whatever still hung on it would be lost, so that is an error."""
    for key in foreign_keys():
        if key.model._base_manager.filter(**{key.name: gone.pk}).exists():
            raise RuntimeError(f"{key} still points to an organisation that is to be merged.")
    gone.delete()


def _tell(
    people: list[User], kept: Organisation, former: FormerOrganisation, event: HistoryEntry
) -> None:
    for person in people:
        queue(
            "organisation_merged",
            key=f"organisation_merged:{event.pk}:{person.pk}",
            to=person,
            context={"organisation": kept, "former": former},
        )
