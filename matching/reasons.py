"""The engine's reason codes as sentences in the reader's language.

Which sentence a reason becomes depends on who reads it: what the other side looks for, or brings.
Stored reasons may be older than today's taxonomy: what has gone from it is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine import reasons as codes
from matching.models import Format, Language, Side, TargetGroup
from profiles.models import Competence

# An ending on its own tells little: “Regale” are things, “digitale” is no noun.
ADJECTIVE = re.compile(r"(al|lich|ig|iv|haft|sam|isch)e[nmrs]?$")
ADJECTIVE_LENGTH = 8

Labels = Mapping[str, str]
Values = Mapping[str, Any]
Sentence = Callable[[Values, Labels, str], str]


def competence_labels() -> dict[str, str]:
    """The labels of all competencies by slug, in the reader's language: one query for a page."""
    return {c.slug: c.label for c in Competence.objects.only("slug", "label_de", "label_en")}


def sentences(
    reasons: Iterable[Mapping[str, Any]], *, labels: Labels, reader: str, at_most: int = 4
) -> list[str]:
    """Stored reasons or open points in plain words for the `reader` side, strongest first."""
    found = []
    for reason in reasons:
        render = SENTENCES.get(reason.get("code", ""))
        sentence = render(reason.get("values", {}), labels, reader) if render else ""
        if sentence:
            found.append(sentence)
    return found[:at_most]


def _shared(values: Values, labels: Labels, reader: str) -> str:
    names = _names(values["slugs"], labels)
    if not names:
        return ""
    if reader == Side.OFFER:
        return _("looks for: %(topics)s") % {"topics": names}
    return _("brings: %(topics)s") % {"topics": names}


def _related(values: Values, labels: Labels, reader: str) -> str:
    wanted, offered = labels.get(values["wanted"]), labels.get(values["offered"])
    if not (wanted and offered):
        return ""
    if wanted == offered:
        return _shared({"slugs": [values["wanted"]]}, labels, reader)
    words = {"wanted": wanted, "offered": offered}
    if reader == Side.OFFER:
        return _("looks for: %(wanted)s, close to your %(offered)s") % words
    return _("brings: %(offered)s, close to %(wanted)s") % words


def _terms(values: Values, _labels: Labels, _reader: str) -> str:
    nouns = [word for word in values["terms"] if _is_noun(word)]
    if not nouns:
        return ""
    quoted = [_("“%(word)s”") % {"word": word} for word in nouns]
    return _("both are about %(words)s") % {"words": get_text_list(quoted, _("and"))}


def _is_noun(word: str) -> bool:
    """German writes nouns with a capital; an adjective such as “Digitale” may begin a sentence."""
    return word[:1].isupper() and not (len(word) >= ADJECTIVE_LENGTH and ADJECTIVE.search(word))


def _meaning_alike(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("both texts speak of much the same")


def _remote(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("possible online or by phone")


def _distance(values: Values, _labels: Labels, _reader: str) -> str:
    km = round(values["km"])
    if km < 1:
        return _("in the same place")
    return _("%(km)s km away") % {"km": km}


def _target_group(values: Values, _labels: Labels, reader: str) -> str:
    if values["group"] == TargetGroup.STAFF and reader == Side.NEED:
        return _("for your staff")
    return _("for %(group)s") % {"group": _group(values["group"])}


def _capacity(values: Values, _labels: Labels, _reader: str) -> str:
    return _("enough for all: %(needed)s needed, %(capacity)s possible") % values


def _languages(values: Values, _labels: Labels, _reader: str) -> str:
    names = [str(Language(code).label) for code in values["languages"] if code in Language.values]
    return _("common languages: %(names)s") % {"names": ", ".join(names)} if names else ""


def _period(values: Values, _labels: Labels, _reader: str) -> str:
    return _("the time fits: %(from)s to %(until)s") % _days(values)


def _format(values: Values, _labels: Labels, _reader: str) -> str:
    return _("kind of help: %(format)s") % {"format": _format_name(values["format"])}


def _target_group_differs(values: Values, _labels: Labels, _reader: str) -> str:
    return _("wanted for %(wanted)s, offered for %(offered)s") % {
        "wanted": _group(values["wanted"]),
        "offered": ", ".join(_group(group) for group in values["offered"]),
    }


def _capacity_short(values: Values, _labels: Labels, _reader: str) -> str:
    return _("%(needed)s needed, only %(capacity)s possible") % values


def _period_short(values: Values, _labels: Labels, _reader: str) -> str:
    return _("little common time: %(from)s to %(until)s") % _days(values)


def _notice_short(values: Values, _labels: Labels, _reader: str) -> str:
    left = ngettext("%(days)s day left", "%(days)s days left", values["days"]) % values
    asked = ngettext(
        "%(notice_days)s day of notice asked for",
        "%(notice_days)s days of notice asked for",
        values["notice_days"],
    )
    return f"{left}, {asked % values}"


def _format_alternative(values: Values, _labels: Labels, _reader: str) -> str:
    return _("%(format)s instead of %(wanted)s") % {
        "format": _format_name(values["format"]),
        "wanted": _format_name(values["wanted"]),
    }


def _distance_unknown(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("the distance is not known")


def _own_organisation(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("both belong to the same organisation")


def _capacity_used_up(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("everything has been promised already")


def _format_differs(values: Values, _labels: Labels, _reader: str) -> str:
    return _("another kind of help: %(wanted)s wanted, %(offered)s offered") % {
        "wanted": ", ".join(map(_format_name, values["wanted"])),
        "offered": ", ".join(map(_format_name, values["offered"])),
    }


def _language_differs(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("no common language")


def _period_apart(values: Values, _labels: Labels, _reader: str) -> str:
    days = {name: _day(value) for name, value in values.items()}
    return (
        _(
            "no common day: needed %(need_from)s to %(need_until)s, "
            "offered %(offer_from)s to %(offer_until)s"
        )
        % days
    )


def _minors_excluded(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("contact with children or adolescents is needed, but excluded")


def _too_far(values: Values, _labels: Labels, _reader: str) -> str:
    over = max(1, round(values["km"] - values["limit_km"]))
    words = {"km": round(values["km"]), "limit": round(values["limit_km"]), "over": over}
    if values["side"] == Side.NEED:
        return _("too far by %(over)s km: %(km)s km, and the need ends at %(limit)s km") % words
    return _("too far by %(over)s km: %(km)s km, and the offer ends at %(limit)s km") % words


def _place_unknown(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("the place is not known")


def _weak_fit(_values: Values, _labels: Labels, _reader: str) -> str:
    return _("possible, but the topics are too far apart to be suggested")


def _names(slugs: Iterable[str], labels: Labels) -> str:
    return ", ".join(labels[slug] for slug in slugs if slug in labels)


def _group(code: str) -> str:
    return str(TargetGroup(code).label) if code in TargetGroup.values else code


def _format_name(code: str) -> str:
    return str(Format(code).label) if code in Format.values else code


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT")


def _days(values: Values) -> dict[str, str]:
    return {"from": _day(values["from"]), "until": _day(values["until"])}


def _widen_radius(values: Values, _labels: Labels, reader: str) -> str:
    text = _("A radius that is %(km)s km wider would bring %(found)s into reach.")
    return text % {"km": values["km"], "found": _found(values, reader)}


def _also_remote(values: Values, _labels: Labels, reader: str) -> str:
    text = _("If online or by phone were possible as well: %(found)s.")
    return text % {"found": _found(values, reader)}


def _also_format(values: Values, _labels: Labels, reader: str) -> str:
    words = {"format": _format_name(values["format"]), "found": _found(values, reader)}
    return _("If “%(format)s” were possible as well: %(found)s.") % words


def _longer_period(values: Values, _labels: Labels, reader: str) -> str:
    text = _("If it could take place up to %(days)s days later: %(found)s.")
    return text % {"days": values["days"], "found": _found(values, reader)}


def _nobody_yet(values: Values, labels: Labels, reader: str) -> str:
    topic = labels.get(values["slug"])
    if not topic:
        return ""
    if reader == Side.OFFER:
        return _("Nobody is looking for %(topic)s yet. We keep looking.") % {"topic": topic}
    return _("Nobody offers %(topic)s yet. We keep looking.") % {"topic": topic}


def _found(values: Values, reader: str) -> str:
    """How many of the other side, as the reader would count them."""
    count = values["count"]
    if reader == Side.OFFER:
        return ngettext("%(count)d need", "%(count)d needs", count) % {"count": count}
    return ngettext("%(count)d offer", "%(count)d offers", count) % {"count": count}


SENTENCES: Mapping[str, Sentence] = {
    codes.COMPETENCE_SHARED: _shared,
    codes.COMPETENCE_RELATED: _related,
    codes.TEXT_SIMILARITY: _terms,
    codes.MEANING_ALIKE: _meaning_alike,
    codes.REMOTE: _remote,
    codes.DISTANCE: _distance,
    codes.TARGET_GROUP: _target_group,
    codes.CAPACITY: _capacity,
    codes.LANGUAGES: _languages,
    codes.PERIOD: _period,
    codes.FORMAT: _format,
    codes.TARGET_GROUP_DIFFERS: _target_group_differs,
    codes.CAPACITY_SHORT: _capacity_short,
    codes.PERIOD_SHORT: _period_short,
    codes.NOTICE_SHORT: _notice_short,
    codes.FORMAT_ALTERNATIVE: _format_alternative,
    codes.DISTANCE_UNKNOWN: _distance_unknown,
    codes.OWN_ORGANISATION: _own_organisation,
    codes.CAPACITY_USED_UP: _capacity_used_up,
    codes.FORMAT_DIFFERS: _format_differs,
    codes.LANGUAGE_DIFFERS: _language_differs,
    codes.PERIOD_APART: _period_apart,
    codes.MINORS_EXCLUDED: _minors_excluded,
    codes.TOO_FAR: _too_far,
    codes.PLACE_UNKNOWN: _place_unknown,
    codes.WEAK_FIT: _weak_fit,
    codes.WIDEN_RADIUS: _widen_radius,
    codes.ALSO_REMOTE: _also_remote,
    codes.ALSO_FORMAT: _also_format,
    codes.LONGER_PERIOD: _longer_period,
    codes.NOBODY_YET: _nobody_yet,
}
