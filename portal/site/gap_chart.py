"""The gap between sought and offered as bars and as one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.site.regions import Gap

# In em of the chart's own letters, so that it grows with them.
_ROW, _LABEL, _FIRST_BAR, _SECOND_BAR, _BAR = 4.4, 1.1, 1.6, 2.75, 0.95
_WIDEST: Final = 68.0  # per cent; the rest is for the words behind the bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with the words behind it; lengths as SVG wants them."""

    kind: str  # "sought" or "offered"
    y: str
    height: str
    width: str
    text: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the bars are about, and the bars."""

    label: str
    y: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All rows and the height they take up."""

    rows: list[Row]
    height: str


def chart_of(gaps: Sequence[Gap]) -> Chart:
    """Two bars for each competency, all on one scale."""
    largest = max((max(gap.sought, gap.offered) for gap in gaps), default=0) or 1
    rows = []
    for number, gap in enumerate(gaps):
        top = number * _ROW
        sought = _("%(n)s sought") % {"n": gap.sought}
        offered = _("%(n)s offered") % {"n": gap.offered}
        rows.append(
            Row(
                label=gap.competence.label,
                y=_em(top + _LABEL),
                bars=(
                    _bar("sought", top + _FIRST_BAR, gap.sought / largest, sought),
                    _bar("offered", top + _SECOND_BAR, gap.offered / largest, offered),
                ),
            )
        )
    return Chart(rows, _em(len(gaps) * _ROW))


def sentence_of(gaps: Sequence[Gap]) -> str:
    """What is missing most, in words; "" when nothing is sought or offered."""
    if not gaps:
        return ""
    first = gaps[0]
    if first.missing <= 0:
        return _("For everything that is sought here there are at least as many offers.")
    values = {"topic": first.competence.label, "sought": first.sought, "offered": first.offered}
    if not first.offered:
        text = ngettext(
            "“%(topic)s” is missing most: %(sought)s need, no offer yet.",
            "“%(topic)s” is missing most: %(sought)s needs, no offer yet.",
            first.sought,
        )
    else:
        text = ngettext(
            "“%(topic)s” is missing most: %(sought)s needs, only %(offered)s offer.",
            "“%(topic)s” is missing most: %(sought)s needs, only %(offered)s offers.",
            first.offered,
        )
    return text % values


def _bar(kind: str, top: float, share: float, text: str) -> Bar:
    return Bar(kind, _em(top), _em(_BAR), f"{_WIDEST * share:.2f}%", text, _em(top + _BAR * 0.82))


def _em(length: float) -> str:
    return f"{length:.2f}em"
