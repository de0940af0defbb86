"""Is the queue alive? Judged by work that came through it, not by processes that exist."""

from datetime import timedelta

from django.utils import timezone

from portal.foundation.models import Heartbeat

SILENT_AFTER = timedelta(seconds=90)


def beat(name: str) -> None:
    """Note that `name` has just done work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now()})


def seconds_since_beat(name: str) -> float | None:
    """Seconds since `name` last did work; None when it never has."""
    beaten_at = Heartbeat.objects.filter(name=name).values_list("beaten_at", flat=True).first()
    return None if beaten_at is None else (timezone.now() - beaten_at).total_seconds()
