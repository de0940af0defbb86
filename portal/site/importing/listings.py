"""Comparing lines with the needs or offers that are here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from matching.models import CONTACT_WITH_MINORS, ListingStatus, Need, Offer
from matching.models.listing import Listing
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
from portal.site.importing.organisations import bad_address_sentence, match_of
from portal.site.importing.owners import Owners
from portal.site.models import ImportLine, Verdict
from profiles.places.lookup import fold

# Above, two titles of one organisation are likely to be the same posting.
SAME_TITLE = 86
ENDED = {ListingStatus.FULFILLED, ListingStatus.CLOSED}
SHARED = (
    "title", "description", "radius_km", "remote_ok", "starts_on", "ends_on", "languages",
    "import_key",
)  # fmt: skip
OF_NEED = (
    "target_group", "people_needed", "contact_with_minors", "gives_back", "max_group_size",
    "lead_time_days",
)  # fmt: skip
OF_OFFER = ("formats", "target_groups", "capacity", "min_notice_days")


def title_of(values: Mapping[str, Any]) -> str:
    """How a line is called in the preview."""
    return ", ".join(str(values[name]) for name in ("title", "organisation") if values.get(name))


def keys_of(values: Mapping[str, Any]) -> list[str]:
    """By what two lines of one file are the same posting."""
    keys = [f"{name} {values[name]}" for name in ("address", "import_key") if values.get(name)]
    if values.get("title") and values.get("organisation"):
        words = (fold(values["organisation"]), fold(values["title"]), values.get("starts_on"))
        keys.append(f"title {words}")
    return keys


def apply(listing: Listing, values: Mapping[str, Any]) -> None:
    """Set on `listing` what a line says; organisation, site and competencies are told apart."""
    for name in (*SHARED, *(OF_NEED if isinstance(listing, Need) else OF_OFFER)):
        if values.get(name) is not None:
            value = values[name]
            is_day = name in {"starts_on", "ends_on"}
            setattr(listing, name, date.fromisoformat(value) if is_day else value)
    if isinstance(listing, Need):
        if values.get("formats"):
            listing.format, *listing.alternative_formats = values["formats"]
        return
    if values.get("capacity") is None and values.get("capacity_left") is not None:
        listing.capacity = values["capacity_left"] + listing.capacity_taken
    if values.get("contact_with_minors") is not None:
        others = [one for one in listing.excludes if one != CONTACT_WITH_MINORS]
        listing.excludes = [
            *others, *([] if values["contact_with_minors"] else [CONTACT_WITH_MINORS])
        ]  # fmt: skip


def fetched(listings: QuerySet) -> QuerySet:
    """`listings` with what `current_values` reads."""
    return listings.select_related("organisation", "site").prefetch_related("competencies")


def current_values(listing: Listing) -> dict[str, Any]:
    """What a line could change of a listing."""
    names = (*SHARED, *(OF_NEED if isinstance(listing, Need) else OF_OFFER))
    values = {name: getattr(listing, name) for name in names}
    values["starts_on"] = listing.starts_on.isoformat()
    values["ends_on"] = listing.ends_on.isoformat()
    values["formats"] = list(listing.formats)
    values["competencies"] = sorted(c.slug for c in listing.competencies.all())
    values["postcode"], values["place"] = listing.site.postcode, listing.site.place
    if isinstance(listing, Offer):
        values["capacity_left"] = listing.capacity_left
        values["contact_with_minors"] = CONTACT_WITH_MINORS not in listing.excludes
    return values


def seen_of(listing: Listing) -> str:
    """The fingerprint of a listing: its values, and what else decides whether it may change."""
    rest = {
        "status": listing.status,
        "organisation": listing.organisation_id,
        "organisation's": listing.organisation.status,
        "taken": getattr(listing, "capacity_taken", 0),
    }
    return fingerprint(current_values(listing) | rest)


class Comparison:
    """Compares lines with the listings of one model; as many queries for many lines as for one."""

    def __init__(self, model: type[Need] | type[Offer], columns: list[Column]) -> None:
        self.model, self.columns = model, columns

    def compare(self, lines: list[ImportLine]) -> None:
        """Give each line its verdict, its target or its candidates."""
        good = [line for line in lines if not line.faults]
        owners = Owners(self.model, good)
        by_address = self._by_address(good)
        keys = {line.values["import_key"] for line in good if line.values.get("import_key")}
        by_key = {x.import_key: x for x in self._all().filter(import_key__in=keys)}
        same = self._same_titles(good, owners)
        for line in lines:
            line.target_id, line.seen, line.changes, line.candidates = None, "", [], []
            if line.faults:
                settle(line, Verdict.FAULTY)
                continue
            target = by_address.get(line.pk) or by_key.get(line.values.get("import_key"))
            alike = same.get(line.pk, [])
            if target is None and not line.values.get("address"):
                target = _certain(line, alike)
            if target is not None:
                self._compare_with(line, target)
            else:
                self._compare_with_none(line, alike, owners)

    def _all(self) -> QuerySet:
        return fetched(self.model.objects.all())

    def _compare_with(self, line: ImportLine, target: Listing) -> None:
        current = current_values(target)
        if line.values.get("capacity") is not None:
            line.values.pop("capacity_left", None)
        check_marked(line, current | {"organisation": target.organisation.name}, self.columns)
        line.target_id, line.seen = target.pk, seen_of(target)
        line.changes = changes_of(line.values, current, self.columns)
        if sentence := self._against_update(line, target, line.changes):
            line.faults.append(fault(sentence))
        settle(line, Verdict.CHANGED if line.changes else Verdict.UNCHANGED)

    def _against_update(self, line: ImportLine, target: Listing, changes: list) -> str:
        said = line.values.get("organisation")
        if said and fold(said) != fold(target.organisation.name):
            return _("This entry belongs to “%(name)s”, not to “%(said)s”.") % {
                "name": target.organisation.name,
                "said": said,
            }
        if not changes:
            return ""
        if target.status in ENDED or target.organisation.is_suspended:
            return _("“%(title)s” has ended and cannot be changed. Empty address and identifier to "
                     "make a new entry.") % {"title": target.title}  # fmt: skip
        taken = getattr(target, "capacity_taken", 0)
        if (line.values.get("capacity") or taken) < taken:
            return _("More has already been promised than that.")
        return self._against_period(current_values(target) | _said(line.values))

    def _compare_with_none(self, line: ImportLine, alike: list[Listing], owners: "Owners") -> None:
        organisation, sentence = owners.of(line)
        here = {"organisation": organisation.name} if organisation else {}
        check_marked(line, here, self.columns)
        line.faults += missing(line, self.columns)
        if line.values.get("address"):
            sentence = bad_address_sentence(line.values["address"])
        if sentence:
            line.faults.append(fault(sentence))
        if not line.faults and (sentence := self._against_new(line)):
            line.faults.append(fault(sentence))
        if organisation is not None:
            line.values["organisation_id"] = organisation.pk
        line.candidates = [self._candidate(line, other) for other in alike[:CANDIDATES]]
        settle(line, Verdict.DUPLICATE if alike else Verdict.NEW)

    def _against_new(self, line: ImportLine) -> str:
        if self.model is Offer and (line.values.get("capacity_left") == 0):
            return _("Nothing of this is free. A new offer needs at least one.")
        return self._against_period(line.values)

    @staticmethod
    def _against_period(values: Mapping[str, Any]) -> str:
        if values["ends_on"] < values["starts_on"]:
            return _("The end must not be before the beginning.")
        if values["ends_on"] < timezone.localdate().isoformat():
            return _("The period is over. Please choose a new one.")
        return ""

    def _candidate(self, line: ImportLine, other: Listing) -> dict[str, Any]:
        changes = changes_of(line.values, current_values(other), self.columns)
        return {
            "id": other.pk,
            "name": f"{other.title}, {other.organisation.name}",
            "status": other.get_status_display(),
            "reason": _("the same organisation, a similar title"),
            "seen": seen_of(other),
            "changes": changes,
            "against": self._against_update(line, other, changes),
        }

    def _by_address(self, lines: Iterable[ImportLine]) -> dict[int, Listing]:
        wanted = {line.pk: self._public_id(line.values.get("address", "")) for line in lines}
        rows = self._all().filter(public_id__in={key for key in wanted.values() if key})
        here = {listing.public_id: listing for listing in rows}
        return {pk: here[key] for pk, key in wanted.items() if key in here}

    def _public_id(self, address: str) -> UUID | None:
        match = match_of(address) if address else None
        is_one = match and match.view_name == f"matching:{self.model._meta.model_name}"
        return match.kwargs["public_id"] if is_one else None

    def _same_titles(self, lines: list[ImportLine], owners: "Owners") -> dict[int, list[Listing]]:
        """Listings of the same organisation with a similar title, the most similar first."""
        titles = defaultdict(list)
        known = self.model.objects.filter(organisation__in=owners.ids).exclude(status__in=ENDED)
        for pk, organisation_id, title in known.values_list("pk", "organisation_id", "title"):
            titles[organisation_id].append((pk, fold(title)))
        alike: dict[int, list[int]] = {}
        for line in lines:
            organisation, _sentence = owners.of(line)
            if organisation is None or organisation.pk not in titles:
                continue
            own = fold(line.values.get("title", ""))
            rated = ((fuzz.ratio(own, title), pk) for pk, title in titles[organisation.pk])
            sure = sorted(((r, pk) for r, pk in rated if r >= SAME_TITLE), reverse=True)
            alike[line.pk] = [pk for _ratio, pk in sure[:CANDIDATES]]
        here = self._all().in_bulk({pk for pks in alike.values() for pk in pks})
        return {line: [here[pk] for pk in pks if pk in here] for line, pks in alike.items()}


def _certain(line: ImportLine, alike: list[Listing]) -> Listing | None:
    """The one of the same title that also begins on the same day."""
    same = [
        listing
        for listing in alike
        if fold(listing.title) == fold(line.values.get("title", ""))
        and listing.starts_on.isoformat() == line.values.get("starts_on")
    ]
    return same[0] if len(same) == 1 else None


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
