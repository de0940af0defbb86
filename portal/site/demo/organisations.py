"""Demo organisations with their sites, their review and their mandates."""

from django.utils import translation

from portal.foundation import history
from portal.site.demo import past, photos
from profiles import identifiers, mandates, registration, verification
from profiles.models import Competence, Mandate, Organisation, ReviewStatus, Site, User

PLAIN_FIELDS = (
    "kind", "is_intermediary", "name", "legal_form", "description", "website", "fields_of_work",
    "industry", "size",
)  # fmt: skip
# Not every organisation says all of this.
OPTIONAL_FIELDS = (
    "legal_name", "umbrella", "umbrella_name", "recognised_by", "tax_notice", "region",
    "register_court", "register_number",
)  # fmt: skip
OPTIONAL_DAYS = {
    "recognised_on": "recognised_days_ago",
    "tax_notice_on": "tax_notice_days_ago",
}
SUSPENDED_DAYS_AGO = 12


def add(
    row: dict, competences: dict[str, Competence], *, owner: User, moderator: User
) -> Organisation:
    """Register one organisation and bring it to where its review stands."""
    contact = {f"contact_{field}": value for field, value in row["contact"].items()}
    contact["contact_phone"] = identifiers.stored_phone(contact["contact_phone"])
    fields = {field: row[field] for field in PLAIN_FIELDS} | _facts(row)
    organisation = Organisation(**fields, **contact)
    if "photo" in row:
        photos.give(organisation, row["photo"])
    registration.register(organisation, by=owner)
    details = row.get("standing_details", {})
    for slug in row["standing_competencies"]:
        level, conditions = details.get(slug, ("", ""))
        organisation.standing.create(
            competence=competences[slug], level=level, conditions=conditions
        )
    for site in row["sites"]:
        registration.place_site(Site(organisation=organisation, **site), by=owner)
    _review(organisation, row, owner=owner, moderator=moderator)
    for check in row.get("checks", []):
        _check(organisation, check, moderator=moderator)
    return organisation


def _facts(row: dict) -> dict[str, object]:
    facts: dict[str, object] = {field: row.get(field, "") for field in OPTIONAL_FIELDS}
    facts["recognised_under_75"] = "recognised_days_ago" in row
    days = {field: row.get(ago) for field, ago in OPTIONAL_DAYS.items()}
    return facts | {field: past.day(-ago) for field, ago in days.items() if ago is not None}


def _check(organisation: Organisation, check: dict, *, moderator: User) -> None:
    """A badge that was set some time ago."""
    seen = verification.Check(check["kind"], checked_on=past.day(-check["days_ago"]))
    with translation.override("de"):  # the history keeps the words of whoever checked
        made = verification.verify(organisation, seen, by=moderator)
    then = past.moment(check["days_ago"], organisation.slug)
    type(made).objects.filter(pk=made.pk).update(recorded_at=then)
    history.of(organisation).filter(event="verified", happened_at__gte=made.recorded_at).update(
        happened_at=then
    )


def add_mandates(
    rows: list[dict], organisations: dict[str, Organisation], owners: dict[str, User]
) -> None:
    """Let intermediaries act for the small organisations that asked them to."""
    for row in rows:
        if row["mandate_to"]:
            principal, agent = organisations[row["key"]], organisations[row["mandate_to"]]
            mandate = mandates.give(principal, agent, by=owners[row["key"]])
            given_at = principal.approved_at
            Mandate.objects.filter(pk=mandate.pk).update(granted_at=given_at)
            history.of(principal).filter(event="mandate given").update(happened_at=given_at)


def author_for(organisation: Organisation, owner: User) -> User:
    """Who writes for `organisation`: somebody of the intermediary that it mandated, or its owner."""
    mandate = organisation.mandates_given.in_force().first()
    if mandate is None or mandate.agent is None:
        return owner
    return mandate.agent.memberships.select_related("user")[0].user


def _review(organisation: Organisation, row: dict, *, owner: User, moderator: User) -> None:
    created_at = past.moment((row["submitted_days_ago"] or 2) + 1, row["key"])
    events = list(_events(row, owner=owner, moderator=moderator))
    past.write(organisation, created_at, events)
    happened = {event.status: event.happened_at for event in events}
    organisation.status = row["status"]
    organisation.review_comment = row["review_comment"]
    organisation.submitted_at = happened.get(ReviewStatus.SUBMITTED)
    organisation.approved_at = happened.get(ReviewStatus.APPROVED)
    organisation.save(update_fields=["status", "review_comment", "submitted_at", "approved_at"])
    Organisation.objects.filter(pk=organisation.pk).update(created_at=created_at)


def _events(row: dict, *, owner: User, moderator: User) -> list[past.Event]:
    def event(name: str, status: str, days_ago: int, by: User, comment: str = "") -> past.Event:
        return past.Event(name, status, past.moment(days_ago, row["key"]), by, comment)

    status, comment = row["status"], row["review_comment"]
    if status == ReviewStatus.DRAFT:
        return []
    events = [event("submitted", ReviewStatus.SUBMITTED, row["submitted_days_ago"], owner)]
    if status == ReviewStatus.RETURNED:
        events.append(event("returned", status, row["submitted_days_ago"] - 1, moderator, comment))
    if row["approved_days_ago"] is not None:
        events.append(event("approved", ReviewStatus.APPROVED, row["approved_days_ago"], moderator))
    if status == ReviewStatus.SUSPENDED:
        events.append(event("suspended", status, SUSPENDED_DAYS_AGO, moderator, comment))
    return events
