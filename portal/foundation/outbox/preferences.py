"""How soon people want which mails, and how one click ends a kind of them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.foundation.models import MailPreference, Pace
from portal.foundation.outbox.kinds import KINDS, Kind
from portal.foundation.refusals import Refused

SALT = "mails.unsubscribe"


class Ending(NamedTuple):
    """What an unsubscribe address was made for."""

    user: AbstractBaseUser
    kinds: list[Kind]


def paces_of(user: AbstractBaseUser) -> dict[str, Pace]:
    """The pace of every kind for `user`. What they chose before it was taken away does not count."""
    chosen = dict(MailPreference.objects.filter(user=user).values_list("kind", "pace"))
    return {name: _possible(kind, chosen.get(name)) for name, kind in KINDS.items()}


def pace_of(user: AbstractBaseUser, kind: Kind) -> Pace:
    """How soon `user` wants mails of `kind`."""
    if len(kind.paces) == 1:
        return kind.default
    chosen = MailPreference.objects.filter(user=user, kind=kind.name).values_list("pace", flat=True)
    return _possible(kind, chosen.first())


def _possible(kind: Kind, pace: str | None) -> Pace:
    return Pace(pace) if pace in kind.paces else kind.default


@transaction.atomic
def choose(user: AbstractBaseUser, wanted: Mapping[str, str]) -> None:
    """Store paces by the names of kinds. Raises Refused for one that cannot be chosen."""
    for name, pace in wanted.items():
        kind = KINDS.get(name)
        if kind is None or pace not in kind.paces:
            raise Refused(_("Please choose how soon we may write."))
        MailPreference.objects.update_or_create(user=user, kind=name, defaults={"pace": pace})


def unsubscribe_url(user: AbstractBaseUser, kinds: Iterable[Kind]) -> str:
    """Where one click ends those of `kinds` that can be ended; "" when none can."""
    names = sorted({kind.name for kind in kinds if kind.can_be_ended})
    if not names:
        return ""
    token = signing.dumps([str(user.public_id), names], salt=SALT)
    return settings.SITE_URL + reverse("mails:unsubscribe", args=[token])


def preferences_url() -> str:
    """Where people choose what they are written about."""
    return settings.SITE_URL + reverse("mails:preferences")


def ending_of(token: str) -> Ending | None:
    """Whose mails of which kinds an address ends; None for a manipulated one.

    It never expires: an old mail must be a way out as well.
    """
    try:
        public_id, names = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(public_id=UUID(public_id)).first()
    kinds = [KINDS[name] for name in names if name in KINDS and KINDS[name].can_be_ended]
    return Ending(user, kinds) if user and kinds else None


def end(ending: Ending) -> None:
    """Switch the kinds off. Twice changes nothing."""
    choose(ending.user, {kind.name: Pace.OFF for kind in ending.kinds})
