"""A person's own calendar to subscribe to: a secret address, renewable, read only.

The address is signed and holds the person and a generation number. Nothing secret is stored;
renewing counts the generation up, and the old address is nobody's.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cooperation.calendar import calendar_of
from cooperation.models import Appointment, CalendarFeed
from profiles.models import User

SIGNER = signing.Signer(sep="~", salt="cooperation.calendar-feed")
LOOKS_BACK = timedelta(days=90)
AT_MOST = 1000


@transaction.atomic
def renew(user: User) -> CalendarFeed:
    """Give `user` a (new) secret address; the old one answers no more."""
    feed, is_new = CalendarFeed.objects.select_for_update(no_key=True).get_or_create(user=user)
    if not is_new:
        feed.generation += 1
        feed.is_on = True
        feed.save(update_fields=["generation", "is_on", "renewed_at"])
    return feed


def end(user: User) -> None:
    """No address any more. The row stays: a later address must not be an old one."""
    CalendarFeed.objects.filter(user=user).update(is_on=False)


def url_of(feed: CalendarFeed) -> str:
    """The secret address."""
    token = SIGNER.sign(f"{feed.user.public_id.hex}-{feed.generation}")
    return settings.SITE_URL + reverse("cooperation:calendar-feed", args=[token])


def owner_of(token: str) -> User | None:
    """Whose calendar it is; None for a forged or renewed address and for people switched off."""
    try:
        public_id, _dash, generation = SIGNER.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    feed = (
        CalendarFeed.objects.filter(
            user__public_id=UUID(public_id),
            user__is_active=True,
            generation=int(generation),
            is_on=True,
        )
        .select_related("user")
        .first()
    )
    return feed.user if feed else None


def calendar_for(user: User) -> bytes:
    """Appointments of all organisations that `user` belongs to, also cancelled ones, in their language."""
    appointments = (
        Appointment.objects.of_member(user)
        .filter(ends_at__gt=timezone.now() - LOOKS_BACK)
        .with_both_sides()
        .order_by("starts_at", "pk")[:AT_MOST]
    )
    with translation.override(user.language):
        return calendar_of(appointments, name=_("My cooperations"))
