"""The devices on which somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from profiles import session_end
from profiles.devices import device_icon, device_words
from profiles.models import User


@dataclass(frozen=True)
class Device:
    """One session as its owner sees it."""

    pk: int
    name: str
    icon: str
    signed_in_at: datetime
    seen_at: datetime
    is_this_one: bool


def devices_of(user: User, *, current_key: str | None) -> list[Device]:
    """Where `user` is signed in: this device first, then the last seen."""
    since = timezone.now() - timedelta(seconds=session_end.length_for(user))
    running = UserSession.objects.filter(_is_running(), user=user, last_seen_at__gt=since)
    rows = running.order_by("-last_seen_at", "-pk")
    devices = [
        Device(
            row.pk, device_words(row.user_agent), device_icon(row.user_agent), row.created_at,
            row.last_seen_at, row.session_key == current_key,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(devices, key=lambda device: not device.is_this_one)


@transaction.atomic
def end_others(user: User, *, current_key: str | None, only: int | None = None) -> int:
    """Sign `user` out everywhere but here, or `only` on one of the other devices.

    Returns how many sessions that were.
    """
    others = UserSession.objects.filter(user=user)
    if current_key is not None:
        others = others.exclude(session_key=current_key)
    if only is not None:
        others = others.filter(pk=only)
    keys = list(others.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    others.delete()
    return len(keys)


@transaction.atomic
def forget_ended() -> None:
    """Delete what is over: sessions, and the address and browser that were kept with them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(_is_running()).delete()


def _is_running() -> Exists:
    running = Session.objects.filter(expire_date__gte=timezone.now())
    return Exists(running.filter(session_key=OuterRef("session_key")))
