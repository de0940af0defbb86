"""The tree of competences that needs ask for and offers bring.

Two levels: groups (`finance`) and competences (`finance/accounting`). Texts are about competences;
a tick on a group speaks a little for each of its members.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class TaxonomyError(ValueError):
    """The taxonomy cannot be used; the message names the competence and what is wrong."""


@dataclass(frozen=True, slots=True)
class Competence:
    """One node: `slug` is its stable name, `parent` the slug of its group or None."""

    slug: str
    parent: str | None
    label_de: str
    label_en: str
    synonyms_de: tuple[str, ...] = ()
    synonyms_en: tuple[str, ...] = ()


class Taxonomy:
    """All competences in their given order.

    Raises TaxonomyError for doubled slugs and unknown parents.
    """

    def __init__(self, competences: Iterable[Competence]) -> None:
        self.competences: tuple[Competence, ...] = tuple(competences)
        self.position: dict[str, int] = {}
        for place, competence in enumerate(self.competences):
            if not competence.slug or competence.slug in self.position:
                raise TaxonomyError(f"competence {competence.slug!r}: empty or doubled slug")
            self.position[competence.slug] = place
        groups = {competence.parent for competence in self.competences}
        # What a text can be about: competences that are no group of others, with their group.
        self.leaves: tuple[tuple[str, str | None], ...] = tuple(
            (c.slug, c.parent) for c in self.competences if c.slug not in groups
        )
        for competence in self.competences:
            if competence.parent is not None and competence.parent not in self.position:
                raise TaxonomyError(
                    f"competence {competence.slug!r}: unknown parent {competence.parent!r}"
                )

    def __len__(self) -> int:
        return len(self.competences)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Taxonomy) and self.competences == other.competences

    def __hash__(self) -> int:
        return hash(self.competences)

    def unknown(self, slugs: Iterable[str]) -> list[str]:
        """Those of `slugs` that are no competence of this taxonomy."""
        return [slug for slug in slugs if slug not in self.position]

    def group_of(self, slug: str) -> str | None:
        """Slug of the group of a competence; None for groups themselves."""
        return self.competences[self.position[slug]].parent

    @classmethod
    def from_json(cls, source: str | Path | Mapping[str, Any]) -> "Taxonomy":
        """Read `{"competencies": [{slug, parent, label_de, label_en, synonyms_de}, …]}`.

        `source` is a path or the loaded mapping. Raises TaxonomyError, OSError.
        """
        loaded = source if isinstance(source, Mapping) else _load(Path(source))
        rows = loaded.get("competencies") if isinstance(loaded, Mapping) else None
        if not isinstance(rows, list):
            raise TaxonomyError("taxonomy: a list named 'competencies' is missing")
        return cls(_competence(row) for row in rows)


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TaxonomyError(f"{path}: not readable as JSON ({error})") from error


def _competence(row: Any) -> Competence:
    try:
        return Competence(
            slug=str(row["slug"]),
            parent=row["parent"],
            label_de=str(row["label_de"]),
            label_en=str(row["label_en"]),
            synonyms_de=tuple(row.get("synonyms_de") or ()),
            synonyms_en=tuple(row.get("synonyms_en") or ()),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise TaxonomyError(f"taxonomy: bad entry {row!r} ({error})") from error
