"""Reason codes: why a pair is suggested, what is still open, and what keeps a pair apart.

A reason is a code with plain values (JSON), never a sentence: templates render it in the reader's
language. `CODES` is the complete list with the values each code carries; a test holds it complete.

Units: `km` are kilometres with one decimal, dates are ISO strings (YYYY-MM-DD), `slugs` are
competence slugs of the taxonomy, `terms` are words as their authors wrote them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Value = str | int | float | bool | None | Sequence[str]


@dataclass(frozen=True, slots=True)
class Reason:
    """One structured reason: a code out of `CODES` and the values it is rendered with."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


# Reasons that speak for a pair, strongest first.
COMPETENCE_SHARED: Final = "competence-shared"
COMPETENCE_RELATED: Final = "competence-related"
TEXT_SIMILARITY: Final = "text-similarity"
MEANING_ALIKE: Final = "meaning-alike"
REMOTE: Final = "remote"
DISTANCE: Final = "distance"
TARGET_GROUP: Final = "target-group"
CAPACITY: Final = "capacity"
LANGUAGES: Final = "languages"
PERIOD: Final = "period"
FORMAT: Final = "format"

# Open points: what both sides should talk about.
TARGET_GROUP_DIFFERS: Final = "target-group-differs"
CAPACITY_SHORT: Final = "capacity-short"
PERIOD_SHORT: Final = "period-short"
NOTICE_SHORT: Final = "notice-short"
FORMAT_ALTERNATIVE: Final = "format-alternative"
DISTANCE_UNKNOWN: Final = "distance-unknown"

# What keeps a pair apart (answers of `why_not`).
OWN_ORGANISATION: Final = "own-organisation"
CAPACITY_USED_UP: Final = "capacity-used-up"
FORMAT_DIFFERS: Final = "format-differs"
LANGUAGE_DIFFERS: Final = "language-differs"
PERIOD_APART: Final = "period-apart"
MINORS_EXCLUDED: Final = "minors-excluded"
TOO_FAR: Final = "too-far"
PLACE_UNKNOWN: Final = "place-unknown"
WEAK_FIT: Final = "weak-fit"

# What would help when nothing fits (answers of `advise`).
WIDEN_RADIUS: Final = "widen-radius"
ALSO_REMOTE: Final = "also-remote"
ALSO_FORMAT: Final = "also-format"
LONGER_PERIOD: Final = "longer-period"
NOBODY_YET: Final = "nobody-yet"

FOR: Final = "for"
OPEN: Final = "open"
AGAINST: Final = "against"
ADVICE: Final = "advice"

_COUNT: Final = "how many would come into reach, twenty at most"

# code -> (kind, {value name: meaning})
CODES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    COMPETENCE_SHARED: (
        FOR,
        {
            "slugs": "competences that the need asks for and the offer brings",
            "found_in_text": "those of them that at least one side did not tick but wrote about",
        },
    ),
    COMPETENCE_RELATED: (
        FOR,
        {
            "wanted": "the competence that the need asks for",
            "offered": "its neighbour in the taxonomy that the offer brings",
        },
    ),
    TEXT_SIMILARITY: (FOR, {"terms": "up to four words of the need that the offer answers"}),
    MEANING_ALIKE: (FOR, {}),
    REMOTE: (FOR, {}),
    DISTANCE: (FOR, {"km": "great-circle distance"}),
    TARGET_GROUP: (FOR, {"group": "target group of the need, named by the offer"}),
    CAPACITY: (FOR, {"needed": "people or pieces needed", "capacity": "people or pieces left"}),
    LANGUAGES: (FOR, {"languages": "common language codes; given when not just German"}),
    PERIOD: (FOR, {"from": "first common day", "until": "last common day"}),
    FORMAT: (FOR, {"format": "first common format in the need's order of preference"}),
    TARGET_GROUP_DIFFERS: (OPEN, {"wanted": "the need's group", "offered": "the offer's groups"}),
    CAPACITY_SHORT: (OPEN, {"needed": "wanted", "capacity": "left"}),
    PERIOD_SHORT: (OPEN, {"from": "first common day", "until": "last common day"}),
    NOTICE_SHORT: (OPEN, {"days": "days left to begin", "notice_days": "notice asked for"}),
    FORMAT_ALTERNATIVE: (
        OPEN,
        {"wanted": "preferred format of the need", "format": "the alternative that is offered"},
    ),
    DISTANCE_UNKNOWN: (OPEN, {}),
    OWN_ORGANISATION: (AGAINST, {}),
    CAPACITY_USED_UP: (AGAINST, {}),
    FORMAT_DIFFERS: (AGAINST, {"wanted": "formats of the need", "offered": "of the offer"}),
    LANGUAGE_DIFFERS: (AGAINST, {"wanted": "languages of the need", "offered": "of the offer"}),
    PERIOD_APART: (
        AGAINST,
        {
            "need_from": "first day of the need",
            "need_until": "last day of the need",
            "offer_from": "first day of the offer",
            "offer_until": "last day of the offer",
        },
    ),
    MINORS_EXCLUDED: (AGAINST, {}),
    TOO_FAR: (
        AGAINST,
        {
            "km": "great-circle distance",
            "limit_km": "the radius that is missed",
            "side": "whose radius: need or offer",
        },
    ),
    PLACE_UNKNOWN: (AGAINST, {}),
    WEAK_FIT: (AGAINST, {"score": "score of the pair", "threshold": "what a suggestion needs"}),
    WIDEN_RADIUS: (ADVICE, {"km": "how much wider", "count": _COUNT}),
    ALSO_REMOTE: (ADVICE, {"count": _COUNT}),
    ALSO_FORMAT: (ADVICE, {"format": "kind of help to accept or offer as well", "count": _COUNT}),
    LONGER_PERIOD: (ADVICE, {"days": "how much later it may end", "count": _COUNT}),
    NOBODY_YET: (ADVICE, {"slug": "the competence that nobody speaks of yet"}),
}
