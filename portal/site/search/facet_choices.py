"""Facets as boxes to tick: values that occur, how many entries each would give, chosen ones first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from portal.site.search.filters import FACET_TITLES, LABELS, value_label
from profiles.models import Competence

MOST_SHOWN: Final = 16  # of values that anybody may have written or that are very many


@dataclass
class Choice:
    """One box."""

    value: str
    label: str
    count: int
    is_chosen: bool
    children: list["Choice"] = field(default_factory=list)


@dataclass
class FacetChoices:
    """One facet with its boxes."""

    name: str
    title: str
    choices: list[Choice]

    @property
    def chosen(self) -> int:
        """How many boxes are ticked, children included."""
        return sum(c.is_chosen + sum(child.is_chosen for child in c.children) for c in self.choices)


def choices_of(
    names: Iterable[str],
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, tuple[str, ...]],
    competences: Mapping[str, Competence],
) -> list[FacetChoices]:
    """The facets that have something to choose."""
    facets = []
    for name in names:
        ticked = chosen.get(name, ())
        if name == "competence":
            boxes = _tree(counts.get(name, {}), ticked, competences)
        else:
            boxes = _flat(name, counts.get(name, {}), ticked)
        if len(boxes) > 1 or ticked or (boxes and name == "flag"):
            facets.append(FacetChoices(name, str(FACET_TITLES[name]), boxes))
    return facets


def _flat(name: str, counts: Mapping[str, int], ticked: tuple[str, ...]) -> list[Choice]:
    if name in LABELS:
        values = [value for value in LABELS[name] if counts.get(value) or value in ticked]
    else:
        often = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_SHOWN]
        values = sorted({*often, *(v for v in ticked if v in counts)})
    return [
        Choice(value, value_label(name, value), counts.get(value, 0), value in ticked)
        for value in values
    ]


def _tree(
    counts: Mapping[str, int], ticked: tuple[str, ...], competences: Mapping[str, Competence]
) -> list[Choice]:
    groups: dict[str, Choice] = {}
    for slug, competence in sorted(competences.items()):
        if not (counts.get(slug) or slug in ticked):
            continue
        choice = Choice(slug, competence.label, counts.get(slug, 0), slug in ticked)
        if competence.parent is None:
            groups[slug] = choice
        elif competence.parent.slug in groups:
            groups[competence.parent.slug].children.append(choice)
    return sorted(groups.values(), key=lambda group: group.label)
