"""What is different between two versions, in words: so that nobody has to read all of it again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.formats import date_format
from django.utils.text import capfirst

from cooperation.models import AgreementVersion

SAME, GONE, NEW = "same", "gone", "new"
# Words shown around a change; what is farther away is left out.
AROUND = 12
# From here on comparing word by word would cost more than it helps.
WORDS_MAX = 1500
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Change:
    """One field that reads differently. `pieces`: (kind, text) in reading order."""

    name: str
    label: str
    pieces: tuple[tuple[str, str], ...]


def changes(old: AgreementVersion, new: AgreementVersion) -> list[Change]:
    """Every field that differs, in the order in which it is read."""
    found = []
    for name in AgreementVersion.CONTENT_FIELDS:
        before, after = in_words(old, name), in_words(new, name)
        if before != after:
            told = list(pieces(before, after))
            if [kind for kind, _text in told] == [GONE, NEW]:  # a day, a number
                told.insert(1, (SAME, " → "))
            found.append(Change(name, label_of(name), tuple(told)))
    return found


def label_of(name: str) -> str:
    """What a field is called where it is read; the form asks with a question."""
    return capfirst(AgreementVersion._meta.get_field(name).verbose_name)


def in_words(version: AgreementVersion, name: str) -> str:
    """The value of a field as a person reads it; "" when there is none."""
    value = getattr(version, name)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return "" if value is None else str(value)


def pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    """`after` told from `before`: what stays, what is gone, what is new."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if not old or not new or len(old) + len(new) > 2 * WORDS_MAX:
        yield from _whole(before, after)
        return
    matcher = SequenceMatcher(None, old, new)
    opcodes = matcher.get_opcodes()
    for position, (kind, i1, i2, j1, j2) in enumerate(opcodes):
        if kind == "equal":
            is_first, is_last = position == 0, position == len(opcodes) - 1
            yield SAME, _shortened(old[i1:i2], is_first=is_first, is_last=is_last)
            continue
        if i2 > i1:
            yield GONE, "".join(old[i1:i2])
        if j2 > j1:
            yield NEW, "".join(new[j1:j2])


def _whole(before: str, after: str) -> Iterator[tuple[str, str]]:
    if before:
        yield GONE, before
    if after:
        yield NEW, after


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> str:
    around = 2 * AROUND  # with the spaces between them
    head = [] if is_first else words[:around]
    tail = [] if is_last else words[-around:]
    if len(words) <= len(head) + len(tail) or len(words) <= around:
        return "".join(words)
    return "".join(head) + " … " + "".join(tail)
