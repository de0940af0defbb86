"""Demo needs and offers, each brought to where its life stands today."""

from datetime import date

from matching import publishing
from matching.forms import NeedForm, OfferForm
from matching.models import ListingStatus, Need, Offer
from matching.models.listing import Listing
from portal.site.demo import past
from profiles.models import Competence, Organisation, User

PLAIN_FIELDS = ("title", "description", "radius_km", "remote_ok", "languages")
NEED_FIELDS = (
    "format", "alternative_formats", "target_group", "people_needed", "contact_with_minors",
    "gives_back", "max_group_size", "lead_time_days",
)  # fmt: skip
OFFER_FIELDS = ("formats", "target_groups", "capacity", "excludes", "min_notice_days")
# What a status is called in the history when nobody but the Träger or the company did it.
OWN_STEPS = {ListingStatus.PAUSED, ListingStatus.FULFILLED}


def add(
    kind: str,
    row: dict,
    organisation: Organisation,
    competences: dict[str, Competence],
    *,
    people: tuple[User, User],
) -> Listing:
    """Store one need or offer; `people` are its author and the moderator who decided on it."""
    author, moderator = people
    listing = _new(kind, row, organisation)
    publishing.save_draft(listing, [competences[slug] for slug in row["competencies"]], by=author)
    created_at = past.moment((row["submitted_days_ago"] or 2) + 1, row["key"])
    events = _events(row, author=author, moderator=moderator)
    past.write(listing, created_at, events)
    happened = {event.status: event.happened_at for event in events}
    published_at = happened.get(ListingStatus.PUBLISHED)
    type(listing).objects.filter(pk=listing.pk).update(
        status=row["status"],
        review_comment=row["review_comment"],
        created_at=created_at,
        submitted_at=happened.get(ListingStatus.SUBMITTED),
        published_at=published_at,
        valid_until=_last_valid_day(row),
        matching_due_at=published_at if row["status"] == ListingStatus.PUBLISHED else None,
    )
    return listing


def _new(kind: str, row: dict, organisation: Organisation) -> Listing:
    sites = organisation.sites.order_by("pk")
    shared = {field: row[field] for field in PLAIN_FIELDS} | {
        "organisation": organisation,
        "site": sites[row["site"]],
        "starts_on": past.day(row["starts_in_days"]),
        "ends_on": past.day(row["ends_in_days"]),
    }
    form = OfferForm if kind == "offers" else NeedForm
    shared["steps_seen"] = [questions.slug for questions in form.GROUPS]
    if kind == "offers":
        return Offer(**shared, **{field: row[field] for field in OFFER_FIELDS})
    return Need(
        **shared,
        **{field: row[field] for field in NEED_FIELDS},
        replaces_no_staff=row["status"] != ListingStatus.DRAFT,
    )


def _last_valid_day(row: dict) -> date | None:
    if row["published_days_ago"] is None:
        return None
    return past.day(min(row["valid_days"] - row["published_days_ago"], row["ends_in_days"]))


def _events(row: dict, *, author: User, moderator: User) -> list[past.Event]:
    def event(
        name: str, status: str, days_ago: int, by: User | None, comment: str = ""
    ) -> past.Event:
        return past.Event(name, status, past.moment(days_ago, row["key"]), by, comment)

    status, published_days_ago = row["status"], row["published_days_ago"]
    if status == ListingStatus.DRAFT:
        return []
    submitted_days_ago = row["submitted_days_ago"]
    events = [event("submitted", ListingStatus.SUBMITTED, submitted_days_ago, author)]
    if status == ListingStatus.RETURNED:
        comment = row["review_comment"]
        events.append(event("returned", status, submitted_days_ago - 1, moderator, comment))
    if published_days_ago is not None:
        events.append(event("published", ListingStatus.PUBLISHED, published_days_ago, moderator))
    if status in OWN_STEPS:
        events.append(event(status, status, published_days_ago // 3, author))
    if status == ListingStatus.EXPIRED:
        over_for = (past.day(0) - _last_valid_day(row)).days - 1
        events.append(event("expired", status, over_for, None))
    return events
