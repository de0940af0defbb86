"""The boxes of the topics: those that were read from the text or chosen on top, all others folded."""

from collections.abc import Iterable
from typing import NamedTuple

from django import forms
from django.forms.boundfield import BoundWidget

from matching.preview import ReadTopic


class Box(NamedTuple):
    """A topic to tick; `word` is the one it was read from, "" when it was read from the whole."""

    option: BoundWidget
    is_read: bool
    word: str


class Topics(NamedTuple):
    """All boxes of the field, each once."""

    foremost: list[Box]
    others: list[tuple[str, list[BoundWidget]]]
    proposes: bool  # whether what was read is ticked although nobody has ticked it

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on top, so that all others have to be open."""
        return not self.foremost

    @property
    def reads(self) -> bool:
        """Whether something was read from the text."""
        return any(box.is_read for box in self.foremost)


def topics_of(field: forms.BoundField, read: Iterable[ReadTopic]) -> Topics:
    """Boxes for what was read from the text; ticked in advance only while nothing is chosen."""
    words = {topic.slug: topic.word for topic in read}
    initial = field.form.initial  # not `field.value()`, which would remember what it said
    proposes = bool(words) and not field.form.is_bound and not initial.get(field.name)
    if proposes:
        initial[field.name] = list(words)
    chosen = set(field.value() or ())
    foremost = {}
    others: dict[str, list[BoundWidget]] = {}
    groups = {slug: group for group, leaves in field.field.choices for slug, _label in leaves}
    for option in field.subwidgets:
        slug = str(option.data["value"])
        if slug in words or slug in chosen:
            foremost[slug] = Box(option, slug in words, words.get(slug, ""))
        else:
            others.setdefault(groups[slug], []).append(option)
    in_order = [*(slug for slug in words if slug in foremost), *foremost]
    return Topics(
        [foremost[slug] for slug in dict.fromkeys(in_order)], list(others.items()), proposes
    )
