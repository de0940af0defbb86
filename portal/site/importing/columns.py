"""Columns: how they are called, which of a file's headings are known, what is ignored."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portal.site.importing.cells import Reader, key_of, quoted
from portal.site.importing.reading import BadFile


@dataclass(frozen=True)
class Column:
    """A column that is imported: its name in our code, its heading, how its cells are read.

    `also` are other words that people use for it. A new entry needs what `is_needed`; an existing
    one keeps what the file does not say.
    """

    name: str
    heading: Any
    read: Reader
    also: tuple[str, ...] = ()
    is_needed: bool = False
    example: str = ""
    shown: Callable[[Any], str] = str
    # Contact data: what is here already is not shown to anybody.
    is_private: bool = False
    # The first of several counts more than the rest.
    is_ordered: bool = False

    @property
    def title(self) -> str:
        """The heading as it is shown: with a capital letter."""
        heading = str(self.heading)
        return heading[:1].upper() + heading[1:]


@dataclass(frozen=True)
class Known:
    """What the headings of a file mean."""

    columns: dict[int, Column]
    notes: list[str]


class Headings:
    """The headings of one kind of import, in German, in English, and as people write them."""

    def __init__(self, columns: Iterable[Column], only_exported: Iterable[Any]) -> None:
        """`only_exported` are headings that exports have and imports cannot take over."""
        self.columns = list(columns)
        self._by_key: dict[str, Column] = {}
        for column in self.columns:
            for word in [*spellings(column.heading), *column.also, column.name]:
                self._by_key.setdefault(key_of(word), column)
        self._only_exported = {key_of(w) for head in only_exported for w in spellings(head)}

    def is_one(self, text: str) -> bool:
        """Whether `text` is a heading that is known."""
        return bool(text) and (_key(text) in self._by_key or _key(text) in self._only_exported)

    def understand(self, headings: Sequence[str]) -> Known:
        """The columns by their position, and notes about the rest. Raises BadFile."""
        found: dict[int, Column] = {}
        ignored, derived = [], []
        for position, heading in enumerate(headings):
            column = self._by_key.get(_key(heading))
            if column is not None:
                self._refuse_second(found, column, position)
                found[position] = column
            elif _key(heading) in self._only_exported:
                derived.append(heading)
            elif heading.strip():
                ignored.append(heading)
        self._refuse_missing(found, headings)
        return Known(found, _notes(ignored, derived))

    @staticmethod
    def _refuse_second(found: dict[int, Column], column: Column, position: int) -> None:
        for first, known in found.items():
            if known is column:
                raise BadFile(
                    _(
                        "“%(title)s” stands twice in the headings (columns %(first)s and "
                        "%(second)s). Please delete or rename one of them."
                    )
                    % {"title": column.title, "first": letter(first), "second": letter(position)}
                )

    def _refuse_missing(self, found: dict[int, Column], headings: Sequence[str]) -> None:
        there = {column.name for column in found.values()}
        missing = [c.title for c in self.columns if c.is_needed and c.name not in there]
        # With its address an entry is known, and everything else may be left out.
        if missing and "address" not in there:
            raise BadFile(
                _(
                    "These columns are missing: %(missing)s. The file has: %(headings)s. Please "
                    "name the columns as in the template."
                )
                % {
                    "missing": ", ".join(map(quoted, missing)),
                    "headings": ", ".join(quoted(h[:40]) for h in headings[:20] if h.strip())
                    or "–",
                }
            )


def spellings(heading: Any) -> set[str]:
    """A heading in each language of the portal."""
    words = set()
    for language in ("de", "en"):
        with translation.override(language):
            words.add(str(heading))
    return words


def letter(position: int) -> str:
    """How a spreadsheet calls a column: 0 → "A", 27 → "AB"."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _key(heading: str) -> str:
    # "Name*", "Art (Pflichtfeld)": what people add to a heading.
    return key_of(re.sub(r"\(.*?\)|\*", "", heading[:100]))


def _notes(ignored: list[str], derived: list[str]) -> list[str]:
    notes = []
    if ignored:
        notes.append(
            _("These columns are not known here and are ignored: %(headings)s.")
            % {"headings": ", ".join(quoted(heading[:40]) for heading in ignored)}
        )
    if derived:
        notes.append(
            _("These columns are made by the portal itself and are not taken over: %(headings)s.")
            % {"headings": ", ".join(quoted(heading[:40]) for heading in derived)}
        )
    return notes
