"""Which of two organisations' values are kept, field by field.

The list is made from the model: a field that somebody adds later is asked for by itself.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field

from profiles.models import Organisation

KEPT, GONE, BOTH = "kept", "gone", "both"
# Values that mean something only together; never the name of one person with the phone of another.
TOGETHER = {
    "logo": ("logo", "logo_alt"),
    "photo": ("photo", "photo_alt", "photo_by"),
    "register": ("register_court", "register_number"),
    "umbrella": ("umbrella", "umbrella_name"),
    "recognition": ("recognised_under_75", "recognised_on", "recognised_by"),
    "tax": ("tax_notice", "tax_notice_on"),
    "contact": ("contact_name", "contact_role", "contact_email", "contact_phone"),
}
# Of a person who is not kept, nothing stays: nobody needs it any more (GDPR, article 5).
PERSONAL = frozenset({"contact", "photo"})


@dataclass(frozen=True)
class Choice:
    """One line of the comparison: what both say, and which of it is kept unless somebody decides."""

    name: str
    fields: tuple[Field, ...]
    kept: tuple[Any, ...]
    gone: tuple[Any, ...]

    @property
    def is_list(self) -> bool:
        """Whether both values can be kept together."""
        return self.fields[0].many_to_many or isinstance(self.fields[0], ArrayField)

    @property
    def differs(self) -> bool:
        return self.kept != self.gone

    @property
    def default(self) -> str:
        """The one that stays, filled from the other where it is empty; lists are joined."""
        if self.is_list and self.differs and any(self.kept) and any(self.gone):
            return BOTH
        return GONE if any(self.gone) and not any(self.kept) else KEPT

    @property
    def options(self) -> list[str]:
        return [KEPT, GONE, BOTH] if self.is_list else [KEPT, GONE]

    def value(self, answer: str) -> tuple[Any, ...]:
        """What `answer` gives, for each of `fields`."""
        if answer == BOTH:
            return ([*self.kept[0], *(one for one in self.gone[0] if one not in self.kept[0])],)
        return self.gone if answer == GONE else self.kept


def choices_for(kept: Organisation, gone: Organisation) -> list[Choice]:
    """One choice for each field (or group) that people fill in, in the order of the model."""
    group_of = {field: group for group, fields in TOGETHER.items() for field in fields}
    grouped: dict[str, list[Field]] = {}
    for field in [*Organisation._meta.concrete_fields, *Organisation._meta.many_to_many]:
        if field.editable and not field.primary_key:
            grouped.setdefault(group_of.get(field.name, field.name), []).append(field)
    return [
        Choice(
            name,
            tuple(fields),
            tuple(_value(kept, field) for field in fields),
            tuple(_value(gone, field) for field in fields),
        )
        for name, fields in grouped.items()
    ]


def _value(organisation: Organisation, field: Field) -> Any:
    value = getattr(organisation, field.attname if field.concrete else field.name)
    if field.many_to_many:
        return sorted(getattr(organisation, field.name).all(), key=lambda one: one.pk)
    if hasattr(value, "name") and hasattr(value, "storage"):
        return value.name or ""
    return value
