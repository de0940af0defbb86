"""A version as it is read on the page: sections with labels, nothing that was left empty."""

from typing import NamedTuple

from cooperation.agreement_changes import in_words, label_of
from cooperation.agreement_forms import GROUPS
from cooperation.models import AgreementVersion


class Section(NamedTuple):
    """One group of the form with what was written there: label and value of each field."""

    title: str
    rows: list[dict[str, str]]


def sections(version: AgreementVersion) -> list[Section]:
    """Everything that `version` says, in the order of the form."""
    found = []
    for title, names in GROUPS:
        rows = [
            {"label": label_of(name), "value": text}
            for name in names
            if name != "title" and (text := in_words(version, name))
        ]
        if rows:
            found.append(Section(str(title), rows))
    return found
