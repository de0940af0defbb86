"""Who gets no mail: inactive people, and whomever the apps' own rules name."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from portal.foundation.outbox.kinds import Kind

# (person, kind, public id of the organisation it is about) → why not, "" for nothing in the way.
Rule = Callable[[AbstractBaseUser, Kind, UUID | None], str]
_rules: list[Rule] = []


def add_rule(rule: Rule) -> None:
    """To be called from `AppConfig.ready`: what an app knows about people is its own matter."""
    if rule not in _rules:
        _rules.append(rule)


def why_not(person: AbstractBaseUser, kind: Kind, about: UUID | None = None) -> str:
    """Why this person gets no mail of this kind at the moment; "" when they do."""
    if not person.is_active:
        return _("This account is closed.")
    return next((reason for rule in _rules if (reason := rule(person, kind, about))), "")
