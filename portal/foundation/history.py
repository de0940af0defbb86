"""Writing down what happened: every change of a status goes through `record`."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet

from portal.foundation.models import HistoryEntry

AT_ONCE = 1000


def record(
    subject: Model,
    event: str,
    *,
    by: AbstractBaseUser | None = None,
    change: tuple[str, str] = ("", ""),
    comment: str = "",
) -> HistoryEntry:
    """Add a history entry for `subject` (which has a `public_id`).

    `change` is (status before, status after); `by` None means the portal itself did it. If the
    subject knows that somebody acts on behalf of its organisation (`is_acted_on_behalf_by`), the
    entry is marked so.
    """
    asks = getattr(subject, "is_acted_on_behalf_by", None)
    return HistoryEntry.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.public_id,
        event=event,
        from_status=change[0],
        to_status=change[1],
        comment=comment,
        by=by,
        on_behalf=bool(by and asks and asks(by)),
    )


def record_many(
    subjects: Iterable[Model], event: str, *, by: AbstractBaseUser | None = None
) -> None:
    """Add the entry that many subjects came into their present `status`, as an import does."""
    HistoryEntry.objects.bulk_create(
        (
            HistoryEntry(
                subject_type=subject._meta.label_lower,
                subject_id=subject.public_id,
                event=event,
                to_status=subject.status,
                by=by,
            )
            for subject in subjects
        ),
        batch_size=AT_ONCE,
    )


def of(subject: Model) -> QuerySet[HistoryEntry]:
    """What happened to `subject`, newest first, with the people who did it."""
    return (
        HistoryEntry.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.public_id
        )
        .select_related("by")
        .order_by("-happened_at", "-id")
    )
