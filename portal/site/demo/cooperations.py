"""Demo cooperations: one being agreed, one about to begin, one at work, one that others can read about."""

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
from portal.site.demo import doing, past
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
        Example.objects.create(
            cooperation=cooperation,
            slug=examples.free_slug(told["example"]["title"]),
            status="published",
            released_seeking_at=since,
            released_offering_at=since,
            published_at=since,
            **told["example"],
        )
    return cooperation
