"""Demo cooperations: one being agreed, one about to begin, one at work, one that others can read about."""

from datetime import datetime

from cooperation import examples
from cooperation.models import (
    Cooperation,
    CooperationSide,
    Enquiry,
    Example,
    Feedback,
    Outcome,
)
from portal.foundation import history
from portal.site.demo import doing, past, photos
from profiles.models import User

# What happened on the way to each state.
WAY = {
    "planning": [],
    "confirmed": ["agreed"],
    "active": ["agreed", "started"],
    "closed": ["agreed", "started", "finished", "concluded"],
}
STATUS_AFTER = {
    "agreed": "confirmed", "started": "active", "finished": "closing", "concluded": "closed",
}  # fmt: skip


def add(row: dict, enquiry: Enquiry, *, people: tuple[User, User]) -> Cooperation:
    """Store what an accepted enquiry has become; `people` act for the two sides."""
    told = row["cooperation"]
    began_at = past.moment(row["answered_days_ago"], row["key"])
    since = past.moment(told["since_days_ago"], row["key"])
    cooperation = Cooperation.objects.create(enquiry=enquiry, format=enquiry.need.format)
    history.record(cooperation, "begun", change=("", cooperation.status))
    sides = dict(zip(CooperationSide.values, people, strict=True))
    doing.add_messages(row.get("messages", []), enquiry, sides)
    events = doing.add_agreement(told["agreement"], cooperation, sides)
    events += [past.Event(step, STATUS_AFTER[step], since) for step in WAY[told["status"]]]
    past.write(cooperation, began_at, events)
    for appointment in told.get("appointments", []):
        doing.add_appointment(appointment, cooperation, sides)
    Cooperation.objects.filter(pk=cooperation.pk).update(
        status=told["status"], began_at=began_at, status_since=since
    )
    for side, words in told.get("feedback", {}).items():
        Feedback.objects.create(cooperation=cooperation, side=side, by=sides[side], **words)
    if "outcome" in told:
        Outcome.objects.create(cooperation=cooperation, changed_by=people[0], **told["outcome"])
    if "example" in told:
        _add_example(told["example"], cooperation, since)
    return cooperation


def _add_example(row: dict, cooperation: Cooperation, since: datetime) -> None:
    words = {name: row[name] for name in ("title", "summary", "story")}
    example = Example(
        cooperation=cooperation,
        slug=examples.free_slug(words["title"]),
        status="published",
        released_seeking_at=since,
        released_offering_at=since,
        published_at=since,
        **words,
    )
    if "photo" in row:
        photos.give(example, row["photo"])
    example.save()
