"""Comparing lines with the organisations that are here."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from portal.site.importing.columns import Column
from portal.site.importing.comparing import (
    CANDIDATES,
    changes_of,
    check_marked,
    fault,
    missing,
    settle,
)
from portal.site.importing.fingerprints import fingerprint
from portal.site.importing.organisation_columns import OF_SITE
from portal.site.models import ImportLine, Verdict
from profiles import identity
from profiles.duplicates import Duplicate, Likeness, likely_duplicates_of, point_of
from profiles.export import main_site
from profiles.models import FormerOrganisation, Organisation

# Fields of the model that a line may set; site and competencies are told apart.
FIELDS = (
    "name", "kind", "legal_form", "description", "website", "fields_of_work", "industry", "size",
    "register_court", "register_number", "vat_id", "contact_name", "contact_role", "contact_email",
    "contact_phone",
)  # fmt: skip


def title_of(values: Mapping[str, Any]) -> str:
    """How a line is called in the preview."""
    where = " ".join(str(values.get(name, "")) for name in ("postcode", "place")).strip()
    name = str(values.get("name", ""))
    return f"{name}, {where}" if name and where else name


def keys_of(values: Mapping[str, Any]) -> list[str]:
    """By what two lines of one file are the same organisation."""
    asked = new_organisation(values)
    asked.note_identity()
    keys = [f"address {values['address']}"] if values.get("address") else []
    if asked.register_key:
        keys.append(f"register {asked.register_key}")
    if asked.vat_key:
        keys.append(f"vat {asked.vat_key}")
    if asked.name_key and values.get("postcode"):
        keys.append(f"name {asked.kind} {asked.name_key} {values['postcode']}")
    return keys


def new_organisation(values: Mapping[str, Any]) -> Organisation:
    """An unsaved organisation with what a line says."""
    return Organisation(**{name: values[name] for name in FIELDS if values.get(name) is not None})


def fetched(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """`organisations` with what `current_values` reads."""
    return organisations.prefetch_related("sites", "standing_competencies")


def current_values(organisation: Organisation) -> dict[str, Any]:
    """What a line could change of an organisation."""
    site = main_site(organisation)
    values = {name: getattr(organisation, name) for name in FIELDS}
    values |= {name: getattr(site, name) for name in OF_SITE}
    values["competencies"] = sorted(c.slug for c in organisation.standing_competencies.all())
    return values


def compare(lines: list[ImportLine], columns: list[Column]) -> None:
    """Give each line its verdict, its target or its candidates. As many queries as for one."""
    targets = _targets(lines)
    asked = [line for line in lines if not line.faults and line.pk not in targets]
    found = likely_duplicates_of(
        [(new_organisation(line.values), point_of(_postcode(line))) for line in asked]
    )
    duplicates = {line.pk: likely for line, likely in zip(asked, found, strict=True)}
    known = {d.organisation.pk for likely in found for d in likely}
    with_values = fetched(Organisation.objects.all()).in_bulk(known)
    for line in lines:
        line.target_id, line.seen, line.changes, line.candidates = None, "", [], []
        if line.faults:
            settle(line, Verdict.FAULTY)
        elif line.pk in targets:
            _compare_with(line, targets[line.pk], columns)
        else:
            _compare_with_none(line, duplicates[line.pk], with_values, columns)


def _postcode(line: ImportLine) -> str:
    return line.values.get("postcode") or ""


def _compare_with(line: ImportLine, target: Organisation, columns: list[Column]) -> None:
    current = current_values(target)
    check_marked(line, current, columns)
    if sentence := _against_update(line, target):
        line.faults.append(fault(sentence))
    line.target_id, line.seen = target.pk, fingerprint(current)
    line.changes = changes_of(line.values, current, columns)
    settle(line, Verdict.CHANGED if line.changes else Verdict.UNCHANGED)


def _against_update(line: ImportLine, target: Organisation) -> str:
    if line.values.get("kind", target.kind) != target.kind:
        return _(
            "“%(name)s” is here as “%(kind)s”. An import does not change that; please correct the "
            "column."
        ) % {"name": target.name, "kind": target.get_kind_display()}
    if target.is_suspended:
        return _("“%(name)s” is suspended and cannot be changed.") % {"name": target.name}
    return ""


def _compare_with_none(
    line: ImportLine,
    likely: list[Duplicate],
    with_values: dict[int, Organisation],
    columns: list[Column],
) -> None:
    check_marked(line, {}, columns)
    line.faults += missing(line, columns)
    if line.values.get("address") and not line.faults:
        line.faults.append(_bad_address(line.values["address"], columns))
    near = [
        d for d in likely if d.likeness > Likeness.FAR_NAME and d.organisation.pk in with_values
    ]
    line.candidates = [
        _candidate(line, duplicate, with_values[duplicate.organisation.pk], columns)
        for duplicate in near[:CANDIDATES]
    ]
    far = [d.organisation for d in likely if d.likeness == Likeness.FAR_NAME]
    if far and not near:
        text = _("There is one of a similar name elsewhere: “%(name)s”.") % {"name": far[0].name}
        line.notices = [n for n in line.notices if n["text"] != text] + [fault(text)]
    settle(line, Verdict.DUPLICATE if near else Verdict.NEW)


def _candidate(
    line: ImportLine, duplicate: Duplicate, organisation: Organisation, columns: list[Column]
) -> dict[str, Any]:
    current, site = current_values(organisation), main_site(organisation)
    return {
        "id": organisation.pk,
        "name": f"{organisation.name}, {site}" if site.pk else organisation.name,
        "status": organisation.get_status_display(),
        "reason": duplicate.reason,
        "seen": fingerprint(current),
        "changes": changes_of(line.values, current, columns),
        "against": _against_update(line, organisation),
    }


def _targets(lines: list[ImportLine]) -> dict[int, Organisation]:
    """The organisations that lines certainly mean: by their address here, or by kind, whole name
    and postcode."""
    slugs = {line.pk: slug_of(line.values.get("address", "")) for line in lines if not line.faults}
    by_slug = _by_slug(set(slugs.values()) - {""})
    found = {pk: by_slug[slug] for pk, slug in slugs.items() if slug in by_slug}
    rest = [
        line for line in lines
        if not line.faults and line.pk not in found and not line.values.get("address")
    ]  # fmt: skip
    by_name = _by_name({identity.name_key(line.values.get("name", "")) for line in rest})
    for line in rest:
        same = by_name.get(_exact(line.values))
        if same is not None and len(same) == 1:
            found[line.pk] = same[0]
    return found


def _by_slug(slugs: set[str]) -> dict[str, Organisation]:
    former = dict(
        FormerOrganisation.objects.filter(slug__in=slugs).values_list("slug", "organisation_id")
    )
    merged = fetched(Organisation.objects.all()).in_bulk(set(former.values()))
    here = {o.slug: o for o in fetched(Organisation.objects.filter(slug__in=slugs))}
    return {slug: merged[pk] for slug, pk in former.items()} | here


def _by_name(keys: Iterable[str]) -> dict[tuple, list[Organisation]]:
    found: dict[tuple, list[Organisation]] = {}
    for organisation in fetched(Organisation.objects.filter(name_key__in=set(keys) - {""})):
        found.setdefault(_exact(current_values(organisation)), []).append(organisation)
    return found


def _exact(values: Mapping[str, Any]) -> tuple:
    name = " ".join(str(values.get("name", "")).casefold().split())
    return values.get("kind"), name, values.get("postcode")


def slug_of(address: str) -> str:
    """The slug in an organisation's address here; "" for another address."""
    match = match_of(address)
    is_one = match is not None and match.view_name == "profiles:organisation"
    return match.kwargs["slug"] if is_one else ""


def match_of(address: str) -> Any:
    """What an address of this portal leads to; None for an address elsewhere."""
    try:
        parts = urlsplit(address)
        if parts.netloc != urlsplit(settings.SITE_URL).netloc:
            return None
        return resolve(parts.path)
    except (Resolver404, ValueError):
        return None


def _bad_address(address: str, columns: list[Column]) -> dict[str, str]:
    column = next(column for column in columns if column.name == "address")
    return fault(bad_address_sentence(address), column)


def bad_address_sentence(address: str) -> str:
    """Why the cell of the portal's own address cannot be taken, and how to mend it."""
    if "://" in address:
        return _(
            "“%(text)s” leads to nothing of this kind in the portal. Empty the cell to make a new "
            "entry."
        ) % {"text": address[:100]}
    return _(
        "“%(text)s” is no address in the portal. Streets stand in the column “%(street)s”; empty "
        "this cell."
    ) % {"text": address[:60], "street": _("street and number").capitalize()}
