"""The link in a mail with which one person answers for one appointment, without signing in.

It is signed, holds person, appointment and side, and ends after thirty days. Whoever has left the
organisation, or was switched off, answers nothing with it any more.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cooperation.acting import organisation_of_side
from cooperation.models import Appointment, CooperationSide
from profiles.models import Organisation, User

SALT = "cooperation.took-place"
GOOD_FOR = timedelta(days=30)


class Expired(Exception):  # noqa: N818 -- reads as what it is
    """The link was a good one, but its time is over."""


class Asked(NamedTuple):
    """Who is asked about what."""

    person: User
    appointment: Appointment
    side: CooperationSide
    organisation: Organisation


def url_of(appointment: Appointment, person: User, side: CooperationSide) -> str:
    """Where `person` answers for `side`."""
    token = signing.dumps(
        [str(person.public_id), str(appointment.public_id), side.value], salt=SALT
    )
    return settings.SITE_URL + reverse("cooperation:took-place", args=[token])


def read(token: str) -> Asked | None:
    """Whom the link was made for; None when it is not ours or no longer theirs. Raises Expired."""
    try:
        person_id, appointment_id, side_name = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        raise Expired from error
    except signing.BadSignature:
        return None
    side = CooperationSide(side_name)
    appointment = (
        Appointment.objects.with_both_sides().filter(public_id=appointment_id).first()
    )  # fmt: skip
    if appointment is None:
        return None
    organisation = organisation_of_side(appointment.cooperation, side)
    person = User.objects.filter(
        public_id=person_id, is_active=True, memberships__organisation=organisation
    ).first()
    return Asked(person, appointment, side, organisation) if person else None
