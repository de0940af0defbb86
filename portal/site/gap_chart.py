"""The gap between sought and offered as bars and as one sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.site.charts import BarChart, bar_chart
from portal.site.regions import Gap


def chart_of(gaps: Sequence[Gap]) -> BarChart:
    """Two bars for each competency, all on one scale."""
    return bar_chart(
        [
            (
                gap.competence.label,
                [
                    ("sought", gap.sought, _("%(n)s sought") % {"n": gap.sought}),
                    ("offered", gap.offered, _("%(n)s offered") % {"n": gap.offered}),
                ],
            )
            for gap in gaps
        ]
    )


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
