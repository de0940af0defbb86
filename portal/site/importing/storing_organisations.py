"""Writing confirmed lines of organisations: all at once, with as few queries as lines allow."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.refusals import Refused
from portal.site.importing.cells import quoted
from portal.site.importing.fingerprints import fingerprint
from portal.site.importing.organisation_columns import OF_SITE
from portal.site.importing.organisations import FIELDS, current_values, fetched, new_organisation
from portal.site.models import Choice, ImportLine
from profiles import places, team, verification
from profiles.export import main_site
from profiles.models import Competence, Organisation, Role, Site, User
from profiles.models.site import land_of
from profiles.registration import register_many

AT_ONCE = 500


def refuse_own(lines: Iterable[ImportLine], by: User) -> None:
    """Raises Refused where `by` is a member of an organisation that would be changed."""
    ids = [line.chosen_id for line in lines if line.choice == Choice.UPDATE]
    refuse_member_of(Organisation.objects.filter(pk__in=ids), by)


def refuse_member_of(organisations: Any, by: User) -> None:
    """Nobody decides about their own organisation."""
    own = list(organisations.filter(memberships__user=by).values_list("name", flat=True)[:3])
    if own:
        raise Refused(
            _(
                "You are a member of %(names)s: somebody else has to confirm that, or leave these "
                "lines out."
            )
            % {"names": ", ".join(map(quoted, own))}
        )


def changed_meanwhile(lines: list[ImportLine], since_xid: int) -> list[ImportLine]:
    """Lines whose plan is not true any more. Locks what will be changed."""
    updates = {line.chosen_id: line for line in lines if line.choice == Choice.UPDATE}
    ids = sorted(updates)
    list(
        Organisation.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    here = fetched(Organisation.objects.all()).in_bulk(ids)
    stale = [
        line
        for pk, line in updates.items()
        if pk not in here
        or here[pk].is_suspended
        or fingerprint(current_values(here[pk])) != line.seen
    ]
    return stale + _known_by_now(
        [line for line in lines if line.choice == Choice.CREATE], since_xid
    )


def _known_by_now(lines: list[ImportLine], since_xid: int) -> list[ImportLine]:
    """Of new ones those that look like an organisation that came or changed since the comparison."""
    from profiles.duplicates import Likeness, likely_duplicates_of, point_of

    came = set(
        Organisation.objects.filter(
            Q(changed_xid__gte=since_xid) | Q(sites__changed_xid__gte=since_xid)
        ).values_list("pk", flat=True)
    )
    if not came:
        return []
    found = []
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        asked = [(new_organisation(l.values), point_of(l.values["postcode"])) for l in some]  # noqa: E741
        for line, likely in zip(some, likely_duplicates_of(asked), strict=True):
            shown = {candidate["id"] for candidate in line.candidates}
            if any(
                d.likeness > Likeness.FAR_NAME
                and d.organisation.pk in came
                and d.organisation.pk not in shown
                for d in likely
            ):
                found.append(line)
    return found


def store(lines: list[ImportLine], options: dict[str, Any], *, by: User | None) -> None:
    """Write them; each line knows its organisation afterwards. Needs a transaction, locked rows."""
    competences = dict(Competence.objects.values_list("slug", "pk"))
    _create([l for l in lines if l.choice == Choice.CREATE], options["status"], competences, by=by)  # noqa: E741
    _update([l for l in lines if l.choice == Choice.UPDATE], competences, by=by)  # noqa: E741


def _create(
    lines: list[ImportLine], status: str, competences: dict[str, int], *, by: User | None
) -> None:
    organisations = []
    for line in lines:
        organisation = new_organisation(line.values)
        organisation.status = status
        organisations.append(organisation)
    register_many(organisations, by=by)
    Site.objects.bulk_create(
        (
            _placed(Site(organisation=organisation, is_main=True), line.values)
            for line, organisation in zip(lines, organisations, strict=True)
        ),
        batch_size=AT_ONCE,
    )
    pairs = zip(lines, organisations, strict=True)
    _tick(((o, line.values.get("competencies") or []) for line, o in pairs), competences)
    for line, organisation in zip(lines, organisations, strict=True):
        line.target_id = organisation.pk


def _update(lines: list[ImportLine], competences: dict[str, int], *, by: User | None) -> None:
    here = fetched(Organisation.objects.all()).in_bulk([line.chosen_id for line in lines])
    organisations, moved, placed, ticked = [], [], [], []
    for line in lines:
        organisation = here[line.chosen_id]
        line.target_id = organisation.pk
        for name in FIELDS:
            if line.values.get(name) is not None:
                setattr(organisation, name, line.values[name])
        organisation.note_identity()
        organisations.append(organisation)
        if any(line.values.get(name) for name in OF_SITE):
            site = main_site(organisation)
            is_new = site.pk is None
            if is_new:
                site.organisation, site.is_main = organisation, True
            (placed if is_new else moved).append(_placed(site, line.values))
        if line.values.get("competencies"):
            ticked.append((organisation, line.values["competencies"]))
    keys = ["name_key", "register_key", "vat_key", "domains"]
    Organisation.objects.bulk_update(organisations, [*FIELDS, *keys], batch_size=AT_ONCE // 5)
    Site.objects.bulk_update(
        moved, ["postcode", "place", "street", "lat", "lon", "land"], batch_size=AT_ONCE
    )
    Site.objects.bulk_create([site for site in placed if site.postcode], batch_size=AT_ONCE)
    _untick(ticked)
    _tick(ticked, competences)
    history.record_many(organisations, "imported", by=by)
    _end_outdated_badges(organisations, by=by)


def _placed(site: Site, values: dict[str, Any]) -> Site:
    code = values.get("postcode")
    if code and code != site.postcode:
        place = places.require(code)
        site.postcode, site.lat, site.lon = place.postcode, place.lat, place.lon
        site.place, site.land = place.name, land_of(code)
    site.place = values.get("place") or site.place
    site.street = values.get("street") or site.street
    return site


def _untick(ticked: Iterable[tuple[Organisation, list[str]]]) -> None:
    """Only what the file does not name: level and conditions of what stays are in no file."""
    link = Organisation.standing_competencies.through
    kept = {organisation.pk: slugs for organisation, slugs in ticked}
    rows = link.objects.filter(organisation__in=kept).values_list(
        "pk", "organisation_id", "competence__slug"
    )
    link.objects.filter(pk__in=[pk for pk, of, slug in rows if slug not in kept[of]]).delete()


def _end_outdated_badges(organisations: Iterable[Organisation], *, by: User | None) -> None:
    ids = [organisation.pk for organisation in organisations]
    checked = Organisation.objects.filter(pk__in=ids, verifications__ended_at=None)
    for organisation in checked.distinct():
        verification.end_outdated(organisation, by=by)


def _tick(ticked: Iterable[tuple[Organisation, list[str]]], competences: dict[str, int]) -> None:
    link = Organisation.standing_competencies.through
    link.objects.bulk_create(
        (
            link(organisation_id=organisation.pk, competence_id=competences[slug])
            for organisation, slugs in ticked
            for slug in slugs
            if slug in competences
        ),
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


def without_owner(lines: list[ImportLine]) -> list[ImportLine]:
    """Lines whose organisation nobody owns and nobody was invited to own, with somebody to ask."""
    ids = [line.target_id for line in lines if line.target_id and line.values.get("contact_email")]
    lonely = set(
        Organisation.objects.filter(pk__in=ids)
        .exclude(memberships__role=Role.OWNER)
        .exclude(
            pk__in=Organisation.objects.filter(
                invitations__accepted_at=None, invitations__isnull=False
            )
        )
        .values_list("pk", flat=True)
    )
    return [line for line in lines if line.target_id in lonely]


@transaction.atomic
def invite(line: ImportLine, *, by: User) -> None:
    """Invite a line's contact person as owner, in German as all mails to strangers."""
    organisation = Organisation.objects.filter(pk=line.target_id).first()
    if organisation is not None and not organisation.memberships.filter(role=Role.OWNER).exists():
        team.invite(organisation, line.values["contact_email"], Role.OWNER, by=by)
