"""Templates to start a need or an offer from; `templates_to_start.toml` holds them.

A template fills answers that somebody then makes their own. What only they can know stands in it as
a gap, "… (how many?)"; `gaps_in` finds those that are left.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from matching.models.listing import Listing
from profiles.models import Competence

FILE = Path(__file__).with_suffix(".toml")
# The word in the address for “start with an empty form”.
BLANK = "leer"
GAP = re.compile(r"…\s*\([^()]*\?\)")
_ABOUT_IT = {"slug", "competencies", "de", "en"}


@dataclass(frozen=True)
class Template:
    """Answers to start from; `answers` are fields of the model that need no translation."""

    slug: str
    competencies: Sequence[str] = ()
    answers: Mapping[str, Any] | None = None
    words: Mapping[str, Mapping[str, str]] | None = None

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self._said("label")

    @property
    def about(self) -> str:
        """One sentence about it in the reader's language."""
        return self._said("about")

    def fill(self, listing: Listing) -> None:
        """Put its answers into a listing that is not stored yet, in the reader's language."""
        for name, value in (self.answers or {}).items():
            setattr(listing, name, list(value) if isinstance(value, list) else value)
        listing.title = self._said("title")
        listing.description = self._said("description")

    def topics(self) -> list[Competence]:
        """Its competencies, as far as the Servicestelle still has them."""
        return list(Competence.objects.filter(slug__in=self.competencies))

    def _said(self, what: str) -> str:
        if not self.words:
            return ""
        return self.words["en" if get_language() == "en" else "de"][what].strip()


def templates_for(kind: str) -> list[Template]:
    """The templates of needs or of offers, in the order of the file."""
    return list(_read()[kind].values())


def template_named(kind: str, slug: str) -> Template | None:
    """The template of this name; an empty one for BLANK, None for what there is not."""
    return Template(BLANK) if slug == BLANK else _read()[kind].get(slug)


def gaps_in(*texts: str) -> list[str]:
    """The gaps that are still to be filled in, each once."""
    return list(dict.fromkeys(gap for text in texts for gap in GAP.findall(text)))


@lru_cache(maxsize=1)
def _read() -> dict[str, dict[str, Template]]:
    with FILE.open("rb") as file:
        return {
            kind: {table["slug"]: _template(table) for table in tables}
            for kind, tables in tomllib.load(file).items()
        }


def _template(table: dict[str, Any]) -> Template:
    return Template(
        slug=table["slug"],
        competencies=table["competencies"],
        answers={name: value for name, value in table.items() if name not in _ABOUT_IT},
        words={"de": table["de"], "en": table["en"]},
    )
