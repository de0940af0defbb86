"""What demo cooperations have done so far: what they wrote, agreed on, and when they meet."""

from datetime import time, timedelta

from cooperation import agreement_templates, wall_clock
from cooperation.models import (
    AgreementVersion,
    Appointment,
    Cooperation,
    CooperationSide,
    Enquiry,
    Message,
    WorkLog,
)
from portal.site.demo import past
from profiles.models import User

People = dict[str, User]  # by side


def add_messages(rows: list[dict], enquiry: Enquiry, people: People) -> None:
    """Letters after the enquiry's own two."""
    for row in rows:
        Message.objects.create(
            enquiry=enquiry,
            author=people[row["side"]],
            side=row["side"],
            text=row["text"],
            sent_at=past.moment(row["days_ago"], row["text"]),
        )


def add_agreement(row: dict, cooperation: Cooperation, people: People) -> list[past.Event]:
    """The first version, confirmed by the sides that `row` names; in force when both have."""
    proposed_at = past.moment(row["days_ago"], row["side"])
    writer = people[row["side"]]
    words = agreement_templates.filled_in(cooperation) | row["words"]
    words |= {
        "starts_on": past.day(row["starts_in_days"]),
        "ends_on": past.day(row["ends_in_days"]),
    }
    version = AgreementVersion(
        cooperation=cooperation,
        number=1,
        side=row["side"],
        created_by=writer,
        proposed_at=proposed_at,
        proposed_by_name=str(writer),
        seeking_name=cooperation.seeking.name,
        offering_name=cooperation.offering.name,
        ground_rules=agreement_templates.ground_rules(cooperation),
        **words,
    )
    version.sha256 = version.computed_sum()
    events = [past.Event("version proposed", cooperation.status, proposed_at, writer, "Version 1")]
    for minutes, side in enumerate(row["confirmed_by"], start=10):
        at, by = proposed_at + timedelta(minutes=minutes), people[side]
        setattr(version, f"confirmed_{side}_by", by)
        setattr(version, f"confirmed_{side}_name", str(by))
        setattr(version, f"confirmed_{side}_at", at)
        events.append(past.Event("version confirmed", cooperation.status, at, by, "Version 1"))
    if len(row["confirmed_by"]) == len(CooperationSide):
        version.in_force_since = events[-1].happened_at
    version.save()
    return events


def add_appointment(row: dict, cooperation: Cooperation, people: People) -> None:
    """A meeting, behind or ahead; one that has taken place may have its hours."""
    day = past.day(row["in_days"])
    starts_at = wall_clock.moment(day, time.fromisoformat(row["from"]))
    ends_at = wall_clock.moment(day, time.fromisoformat(row["until"]))
    is_over = row["in_days"] < 0
    appointment = Appointment.objects.create(
        cooperation=cooperation,
        title=row["title"],
        starts_at=starts_at,
        ends_at=ends_at,
        place=row["place"],
        note=row["note"],
        created_by=people[CooperationSide.SEEKING],
        seeking_says=row.get("seeking_says", ""),
        offering_says=row.get("offering_says", ""),
        reminded_at=starts_at if is_over else None,
        asked_at=ends_at if is_over else None,
    )
    for work in row.get("hours", []):
        WorkLog.objects.create(
            cooperation=cooperation,
            appointment=appointment,
            day=day,
            side=CooperationSide.OFFERING,
            logged_by=people[CooperationSide.OFFERING],
            people=work["people"],
            hours=work["hours"],
            what=work["what"],
            confirmed_by=people[CooperationSide.SEEKING],
            confirmed_at=min(ends_at + timedelta(hours=20), past.moment(0, row["title"])),
        )
