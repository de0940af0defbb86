"""The tree of competences that needs ask for and offers bring.

Two levels: groups (`finance`) and competences (`finance/accounting`). Nearness in the tree is all
that the engine asks of it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
    """All competences in their given order, with their nearness to each other.

    Raises TaxonomyError for doubled slugs and unknown parents.
    """

    def __init__(self, competences: Iterable[Competence]) -> None:
        self.competences: tuple[Competence, ...] = tuple(competences)
        self.position: dict[str, int] = {}
        for place, competence in enumerate(self.competences):
            if not competence.slug or competence.slug in self.position:
                raise TaxonomyError(f"competence {competence.slug!r}: empty or doubled slug")
            self.position[competence.slug] = place
        for competence in self.competences:
            if competence.parent is not None and competence.parent not in self.position:
                raise TaxonomyError(
                    f"competence {competence.slug!r}: unknown parent {competence.parent!r}"
                )

    def __len__(self) -> int:
        return len(self.competences)

    def unknown(self, slugs: Iterable[str]) -> list[str]:
        """Those of `slugs` that are no competence of this taxonomy."""
        return [slug for slug in slugs if slug not in self.position]

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

    def nearness(self, *, group: float, sibling: float) -> NDArray[np.float64]:
        """Matrix of nearness: 1 for the same competence, `group` for a group and its member,
        `sibling` for two members of one group, 0 for everything else."""
        size = len(self.competences)
        nearness = np.eye(size)
        for a, first in enumerate(self.competences):
            for b, second in enumerate(self.competences):
                if a == b:
                    continue
                if first.parent == second.slug or second.parent == first.slug:
                    nearness[a, b] = group
                elif first.parent is not None and first.parent == second.parent:
                    nearness[a, b] = sibling
        return nearness


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
