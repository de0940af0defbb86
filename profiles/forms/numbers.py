"""Form fields for numbers: read as people write them, stored in one form.

What was stored before these rules and cannot be read stays as it is until somebody touches it.
"""

from collections.abc import Callable

from django import forms

from profiles import identifiers


class TouchedNumbers:
    """Part of a ModelForm: numbers that were not touched are neither checked nor changed."""

    def untouched(self, name: str) -> bool:
        return name not in self.changed_data

    def number(self, name: str, read: Callable[[str], str]) -> str:
        """The value of field `name` as `read` stores it, or what is stored if nobody touched it."""
        if self.untouched(name):
            return getattr(self.instance, name)
        try:
            return read(self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_contact_phone(self) -> str:
        return self.number("contact_phone", identifiers.stored_phone)

    def clean_vat_id(self) -> str:
        return self.number("vat_id", identifiers.stored_vat_id)

    def clean_register_court(self) -> str:
        return self.number("register_court", identifiers.stored_court)
