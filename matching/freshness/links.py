"""Signed links that work without signing in, and end.

A link is bound to one question to one person (a row of `AskedPerson`) and to the address the mail
went to: whoever changes their address, leaves nothing usable in the old mailbox. What a button on
the page does is signed as well: question, person and answer belong together.
"""

from typing import Final, NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from matching.freshness.rules import LINK_VALID
from matching.models import AskedPerson
from profiles.models import User

PAGE_SALT: Final = "still-true.page"
ANSWER_SALT: Final = "still-true.answer"
ONE, ALL = "one", "all"


class Link(NamedTuple):
    """What a link opens: one question, or all that the person was asked until then."""

    asked: AskedPerson
    is_all: bool


class Expired(Exception):  # noqa: N818 -- as it reads in the view
    """The link was made too long ago, or for an address that the person no longer has."""


def token_of_one(asked: AskedPerson) -> str:
    """For the page on which `asked.user` answers this question."""
    return _token(ONE, asked)


def token_of_all(newest: AskedPerson) -> str:
    """For the page on which the person answers all they were asked up to this question."""
    return _token(ALL, newest)


def url(token: str) -> str:
    """Where a token leads, for a mail."""
    return settings.SITE_URL + reverse("matching:still-true", args=[token])


def read(token: str) -> Link | None:
    """What a link opens; None for one that we did not make. Raises Expired."""
    try:
        scope, key, mark = signing.loads(token, salt=PAGE_SALT, max_age=LINK_VALID)
    except signing.SignatureExpired as error:
        raise Expired from error
    except signing.BadSignature:
        return None
    asked = _asked(key)
    if asked is None:
        return None
    if mark != _mark(asked.user):
        raise Expired
    return Link(asked, scope == ALL)


def answer_value(asked: AskedPerson, choice: str) -> str:
    """What the button sends that gives this answer to this question."""
    return signing.dumps([asked.public_id.hex, choice], salt=ANSWER_SALT)


def read_answer(value: str, *, link: Link) -> tuple[AskedPerson, str] | None:
    """Question and answer of a button; None for one that does not belong to the opened link."""
    try:
        key, choice = signing.loads(value, salt=ANSWER_SALT, max_age=LINK_VALID)
    except signing.BadSignature:
        return None
    asked = _asked(key)
    if asked is None or asked.user_id != link.asked.user_id:
        return None
    if asked.pk != link.asked.pk and not (link.is_all and asked.pk < link.asked.pk):
        return None
    return asked, choice


def _token(scope: str, asked: AskedPerson) -> str:
    return signing.dumps([scope, asked.public_id.hex, _mark(asked.user)], salt=PAGE_SALT)


def _asked(key: str) -> AskedPerson | None:
    return AskedPerson.objects.select_related("user").filter(public_id=key).first()


def _mark(person: User) -> str:
    return salted_hmac("still-true.address", person.email.casefold()).hexdigest()[:10]
