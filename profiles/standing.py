"""What an organisation can help with at any time: kept by its members, row by row."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.refusals import Refused
from profiles.models import Competence, Organisation, StandingCompetency, User


class Standing(NamedTuple):
    """One competency as its organisation wants it to be."""

    competence: Competence
    level: str = ""
    conditions: str = ""


@transaction.atomic
def keep(organisation: Organisation, wanted: Iterable[Standing], *, by: User) -> None:
    """Make the standing competencies of `organisation` exactly `wanted`."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_suspended:
        raise Refused(_("This organisation is suspended and cannot be changed."))
    if _replace(organisation, wanted):
        history.record(organisation, "changed", by=by)


def take_over(
    kept: Organisation, gone: Organisation, chosen: Iterable[Competence], *, first: Organisation
) -> None:
    """Of two that become one: `kept` gets the `chosen` ones as they stand.

    Where both have one, what `first` says of it counts, filled from the other where it is silent.
    """
    second = gone if first == kept else kept
    rows = {
        owner.pk: {row.competence_id: row for row in owner.standing.all()} for owner in (kept, gone)
    }
    wanted = []
    for competence in chosen:
        said = [
            rows[owner.pk][competence.pk]
            for owner in (first, second)
            if competence.pk in rows[owner.pk]
        ]
        level = next((row.level for row in said if row.level), "")
        conditions = next((row.conditions for row in said if row.conditions), "")
        wanted.append(Standing(competence, level, conditions))
    _replace(kept, wanted)


def _replace(organisation: Organisation, wanted: Iterable[Standing]) -> bool:
    """Whether anything changed. Rows that stay as they are, are not written."""
    there = {row.competence_id: row for row in organisation.standing.all()}
    has_changed = False
    for competence, level, conditions in wanted:
        row = there.pop(competence.pk, None) or StandingCompetency(
            organisation=organisation, competence=competence
        )
        if row.pk is None or (row.level, row.conditions) != (level, conditions):
            row.level, row.conditions = level, conditions
            row.save()
            has_changed = True
    if there:
        organisation.standing.filter(pk__in=[row.pk for row in there.values()]).delete()
    return has_changed or bool(there)
