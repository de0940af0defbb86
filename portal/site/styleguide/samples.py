"""Invented values for the components, in the shapes that pages hand over."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from cooperation.models import CooperationStatus, EnquiryStatus
from matching.models import ListingStatus
from portal.foundation.templatetags.components import STATUS_LOOKS
from portal.site.charts import bar_chart, column_chart
from profiles.models import ReviewStatus
from profiles.places.laender import laender
from profiles.places.marks import Mark

STATIC = Path(settings.BASE_DIR) / "static"
PARTS_DIR = Path(settings.BASE_DIR) / "templates" / "site" / "styleguide"
SPACES = {
    "--s1": 4,
    "--s2": 8,
    "--s3": 12,
    "--s4": 16,
    "--s5": 24,
    "--s6": 32,
    "--s7": 48,
    "--s8": 72,
}
STEPS = ("step-4", "step-3", "step-2", "step-1", "body", "small")


def samples() -> dict[str, Any]:
    """Everything that the templates of the styleguide need beside forms and colours."""
    return {
        "statuses": statuses(),
        "timeline": timeline(),
        "steps": [{"label": _("What"), "href": "#steps", "done": True}, {"label": _("When")}, {"label": _("Check")}],
        "tabs": [
            {"label": _("Needs"), "href": "#lists", "count": 12, "current": True},
            {"label": _("Offers"), "href": "#lists", "count": 0},
            {"label": _("Examples"), "href": "#lists"},
        ],
        "answers": [
            {"label": _("Title"), "value": _("Who looks after our books?"), "href": "#lists"},
            {"label": _("Place"), "value": "", "href": "#lists"},
        ],
        "head": [_("Land"), _("Needs"), _("Offers")],
        "rows": [["Sachsen", "12", "9"], ["Thüringen", "7", "11"]],
        "trail": [{"label": _("Regions"), "href": "#lists"}, {"label": "Sachsen"}],
        "fits": [_("12 km away"), _("Is looking for: bookkeeping")],
        "gaps": [_("The time is still open")],
        "page": Paginator(range(200), 10).page(7),
        "marks": marks(),
        "bars": bar_chart(
            [
                ("Sachsen", [("sought", 12, "12"), ("offered", 9, "9")]),
                ("Hamburg", [("sought", 5, "5"), ("offered", 7, "7")]),
            ]
        ),
        "columns": column_chart(
            [("01/2031", "01/2031", 1, 5), ("02/2031", "04/2031", 3, 9), ("05/2031", "05/2031", 1, 8)]
        ),
        "icons": icons(),
        "pictures": pictures(),
        "spaces": SPACES,
        "steps_of_type": STEPS,
    }  # fmt: skip


def statuses() -> list[tuple[str, str]]:
    """Every code that has a look, with a word for it."""
    words: dict[str, str] = {}
    for kind in (ReviewStatus, ListingStatus, EnquiryStatus, CooperationStatus):
        words |= {code: str(label) for code, label in kind.choices}
    return [(code, words.get(code, code.replace("_", " "))) for code in STATUS_LOOKS]


def timeline() -> list[dict[str, Any]]:
    """One entry of each tone."""
    at = datetime(2031, 5, 17, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    return [
        {"at": at, "title": _("Next: agree on a day"), "tone": "next", "icon": "calendar"},
        {"at": at, "title": _("Accepted"), "who": "Kontor Nord", "tone": "good", "icon": "check"},
        {"at": at, "title": _("Cancelled"), "tone": "bad", "icon": "circle-x",
         "text": _("Two people are ill.")},
        {"at": at, "title": _("Asked"), "who": "Jugendhaus Süd", "icon": "send"},
    ]  # fmt: skip


def marks() -> list[Mark]:
    """Two circles of Länder, and an empty one."""
    shown = {"SN": (26, 12), "HE": (18, 3), "HH": (14, 0)}
    return [
        Mark(
            x=land.x, y=land.y, radius=shown[code][0], hit=22.0, count=shown[code][1],
            name=f"{land.name}: {shown[code][1]}", href="#list",
        )
        for code, land in laender().items() if code in shown
    ]  # fmt: skip


def icons() -> list[str]:
    """Names of all symbols of the sprite."""
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    return sorted(re.findall(r'<symbol id="([\w-]+)"', sprite))


def pictures() -> list[str]:
    """Our own drawings."""
    return sorted(f"img/{path.name}" for path in (STATIC / "img").glob("*.svg"))
