"""The map of Germany: `{% germany_map marks label=title %}`."""

from collections.abc import Mapping, Sequence

from django import template

from profiles.places.laender import OUTLINES_ATTRIBUTION, laender
from profiles.places.marks import Frame, Mark

register = template.Library()


@register.inclusion_tag("components/map.html")
def germany_map(
    marks: Sequence[Mark],
    label: str,
    frame: Frame | None = None,
    here: str = "",
    links: Mapping[str, str] | None = None,
) -> dict:
    """The outlines with `marks` on them, and a way past them to the element with the id "list".

    That element says the same in words. `here` is the code of the Land to set off; `links` makes
    outlines links (code → address), for the mouse only: the marks are what keyboards and screen
    readers get.
    """
    links = links or {}
    outlines = [
        {"land": land, "href": links.get(land.code, ""), "is_here": land.code == here}
        for land in laender().values()
    ]
    # Drawn last, so that the neighbours' borders do not cut into it.
    outlines.sort(key=lambda outline: outline["is_here"])
    return {
        "outlines": outlines,
        "marks": marks,
        "label": label,
        "frame": frame or Frame(),
        "attribution": OUTLINES_ATTRIBUTION,
    }
