"""Demo organisations with their sites, their review and their mandates."""

from portal.foundation import history
from portal.site.demo import past
from profiles import mandates, registration
from profiles.models import Competence, Mandate, Organisation, ReviewStatus, Site, User

PLAIN_FIELDS = (
    "kind", "is_intermediary", "name", "legal_form", "description", "website", "fields_of_work",
    "industry", "size",
)  # fmt: skip
SUSPENDED_DAYS_AGO = 12


def add(
    row: dict, competences: dict[str, Competence], *, owner: User, moderator: User
) -> Organisation:
    """Register one organisation and bring it to where its review stands."""
    contact = {f"contact_{field}": value for field, value in row["contact"].items()}
    organisation = registration.register(
        Organisation(**{field: row[field] for field in PLAIN_FIELDS}, **contact), by=owner
    )
    organisation.standing_competencies.set(competences[s] for s in row["standing_competencies"])
    for site in row["sites"]:
        registration.place_site(Site(organisation=organisation, **site), by=owner)
    _review(organisation, row, owner=owner, moderator=moderator)
    return organisation


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
