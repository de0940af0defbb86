"""Reasons and open points of a pair, and what keeps a pair apart.

Reasons are read off the very contributions that made the score; the strongest come first and at
most `MOST_REASONS` are given, followed by no filler.
"""

import math
from datetime import date
from typing import Final

from matching.engine import reasons as codes
from matching.engine.constraints import EARTH_RADIUS_KM
from matching.engine.entries import Opened
from matching.engine.lexicon import Lexicon
from matching.engine.reasons import Reason
from matching.engine.records import CONTACT_WITH_MINORS, NeedRecord, OfferRecord
from matching.engine.taxonomy import Taxonomy
from matching.engine.weights import Weights

MOST_REASONS: Final = 4
MOST_TERMS: Final = 4
_LEAST_SHARE: Final = 0.15  # of the common topic, before a competence is worth naming
_LEAST_PART: Final = 0.15  # of the strongest word's part in the score, before a word is worth it
_ASIDE: Final = 0.1  # for words of no competence, in the order of what is quoted

Reasons = tuple[Reason, ...]


class Explainer:
    """Explains pairs; the scorer says what each component brought."""

    def __init__(self, lexicon: Lexicon, taxonomy: Taxonomy, weights: Weights) -> None:
        self.lexicon = lexicon
        self.taxonomy = taxonomy
        self.weights = weights

    def explain(
        self, need: Opened, offer: Opened, *, today: date | None
    ) -> tuple[Reasons, Reasons]:
        """(reasons, open points) of a possible pair."""
        n, o = need.record, offer.record
        assert isinstance(n, NeedRecord)  # noqa: S101 - narrows the type of what an index holds
        assert isinstance(o, OfferRecord)  # noqa: S101
        topic = [*self._competences(need, offer), *self._terms(need, offer)]
        if not topic:
            topic = [Reason(codes.MEANING_ALIKE)]
        open_points = [
            *_format_alternative(n, o),
            *_group_differs(n, o),
            *_capacity_short(n, o),
            *_period_short(n, o, self.weights.period_short_days),
            *_notice_short(n, o, today),
            *_distance_unknown(n, o),
        ]
        circumstances = [*_place(n, o), *_languages(n, o), *_fitting(n, o)]
        return (*topic, *circumstances)[:MOST_REASONS], tuple(open_points)

    def _competences(self, wanted: Opened, offered: Opened) -> list[Reason]:
        """Competences by their part in the score; else two neighbours of one group."""
        parts = {
            slug: math.sqrt(share * offered.competences[slug])
            for slug, share in wanted.competences.items()
            if slug in offered.competences
        }
        order = sorted(parts, key=lambda slug: (-parts[slug], slug))
        shared = [slug for slug in order if parts[slug] >= _LEAST_SHARE][:3]
        if shared:
            ticked = wanted.record.competencies, offered.record.competencies
            in_text = [s for s in shared if s not in ticked[0] or s not in ticked[1]]
            return [Reason(codes.COMPETENCE_SHARED, {"slugs": shared, "found_in_text": in_text})]
        asked, brought = _foremost(wanted), _foremost(offered)
        group = self.taxonomy.group_of
        if asked and brought and group(asked) and group(asked) == group(brought):
            return [Reason(codes.COMPETENCE_RELATED, {"wanted": asked, "offered": brought})]
        return []

    def _terms(self, need: Opened, offer: Opened) -> list[Reason]:
        """Words of the need that the offer answers, by their part in the score.

        Concepts of no competence (how, with whom) are quoted only where nothing else is shared.
        """
        concepts = offer.concepts
        parts: dict[str, float] = {}
        for concept, weight in need.concepts.items():
            if concept in concepts and (word := need.surfaces.get(str(concept))):
                telling = 1.0 if self._speaks_of_competence(concept) else _ASIDE
                parts[word] = parts.get(word, 0.0) + weight * concepts[concept] * telling
        least = _LEAST_PART * max(parts.values(), default=0.0)
        terms = [w for w in sorted(parts, key=lambda w: (-parts[w], w)) if parts[w] >= least]
        return [Reason(codes.TEXT_SIMILARITY, {"terms": terms[:MOST_TERMS]})] if terms else []

    def _speaks_of_competence(self, concept: int) -> bool:
        known = self.lexicon.concepts
        return concept >= len(known) or known[concept].competence is not None

    def obstacles(self, need: NeedRecord, offer: OfferRecord) -> list[Reason]:
        """Hard constraints that the pair breaks, all of them."""
        found = [
            *_owner(need, offer),
            *_formats(need, offer),
            *_minors(need, offer),
            *_common_language(need, offer),
            *_period_apart(need, offer),
            *_too_far(need, offer),
        ]
        if offer.capacity <= 0:
            found.append(Reason(codes.CAPACITY_USED_UP))
        return found

    def weak_fit(self, score: float, threshold: float) -> Reason:
        """The pair is possible, but its topic is too far off to be suggested."""
        return Reason(codes.WEAK_FIT, {"score": round(score, 2), "threshold": threshold})


def _foremost(meant: Opened) -> str | None:
    """The competence that a record is most about."""
    shares = meant.competences
    return min(shares, key=lambda slug: (-shares[slug], slug), default=None)


def distance_km(need: NeedRecord, offer: OfferRecord) -> float | None:
    """Great-circle distance, None where a side has no coordinates."""
    if need.lat is None or need.lon is None or offer.lat is None or offer.lon is None:
        return None
    lat_a, lat_b = math.radians(need.lat), math.radians(offer.lat)
    half_lon = (math.radians(offer.lon) - math.radians(need.lon)) / 2
    h = math.sin((lat_b - lat_a) / 2) ** 2
    h += math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def _place(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    distance = distance_km(need, offer)
    limits = [r for r in (need.radius_km, offer.radius_km) if r is not None]
    near = distance is not None and all(distance <= limit for limit in limits)
    if near and limits and distance is not None:
        return [Reason(codes.DISTANCE, {"km": round(distance, 1)})]
    if need.remote_ok and offer.remote_ok:
        return [Reason(codes.REMOTE)]
    return [] if distance is None else [Reason(codes.DISTANCE, {"km": round(distance, 1)})]


def _languages(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    common = [code for code in need.languages if code in offer.languages]
    return [Reason(codes.LANGUAGES, {"languages": common})] if set(common) - {"de"} else []


def _fitting(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    found = []
    if need.target_group in offer.target_groups:
        found.append(Reason(codes.TARGET_GROUP, {"group": need.target_group}))
    if need.people_needed > 1 and offer.capacity >= need.people_needed:
        found.append(_numbers(codes.CAPACITY, need, offer))
    if need.format in offer.formats:
        found.append(Reason(codes.FORMAT, {"format": need.format}))
    found.append(_period(codes.PERIOD, need, offer))
    return found


def _numbers(code: str, need: NeedRecord, offer: OfferRecord) -> Reason:
    return Reason(code, {"needed": need.people_needed, "capacity": offer.capacity})


def _period(code: str, need: NeedRecord, offer: OfferRecord) -> Reason:
    first = max(need.starts_on, offer.available_from)
    last = min(need.ends_on, offer.available_until)
    return Reason(code, {"from": first.isoformat(), "until": last.isoformat()})


def _format_alternative(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    if need.format in offer.formats:
        return []
    alternative = next((f for f in need.formats if f in offer.formats), need.format)
    return [Reason(codes.FORMAT_ALTERNATIVE, {"wanted": need.format, "format": alternative})]


def _group_differs(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    if not offer.target_groups or need.target_group in offer.target_groups:
        return []
    values = {"wanted": need.target_group, "offered": list(offer.target_groups)}
    return [Reason(codes.TARGET_GROUP_DIFFERS, values)]


def _capacity_short(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    short = offer.capacity < need.people_needed
    return [_numbers(codes.CAPACITY_SHORT, need, offer)] if short else []


def _period_short(need: NeedRecord, offer: OfferRecord, few: int) -> list[Reason]:
    first = max(need.starts_on, offer.available_from)
    last = min(need.ends_on, offer.available_until)
    shared = (last - first).days + 1
    own = min(
        (need.ends_on - need.starts_on).days + 1,
        (offer.available_until - offer.available_from).days + 1,
    )
    short = shared < few and shared < own
    return [_period(codes.PERIOD_SHORT, need, offer)] if short else []


def _notice_short(need: NeedRecord, offer: OfferRecord, today: date | None) -> list[Reason]:
    if today is None:
        return []
    days = (min(need.ends_on, offer.available_until) - today).days
    if days >= offer.min_notice_days:
        return []
    values = {"days": max(0, days), "notice_days": offer.min_notice_days}
    return [Reason(codes.NOTICE_SHORT, values)]


def _distance_unknown(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    unknown = distance_km(need, offer) is None and not (need.remote_ok and offer.remote_ok)
    return [Reason(codes.DISTANCE_UNKNOWN)] if unknown else []


def _owner(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    own = bool(need.organisation) and need.organisation == offer.company
    return [Reason(codes.OWN_ORGANISATION)] if own else []


def _formats(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    if set(need.formats) & set(offer.formats):
        return []
    values = {"wanted": list(need.formats), "offered": list(offer.formats)}
    return [Reason(codes.FORMAT_DIFFERS, values)]


def _minors(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    excluded = need.contact_with_minors and CONTACT_WITH_MINORS in offer.excludes
    return [Reason(codes.MINORS_EXCLUDED)] if excluded else []


def _common_language(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    if set(need.languages) & set(offer.languages):
        return []
    values = {"wanted": list(need.languages), "offered": list(offer.languages)}
    return [Reason(codes.LANGUAGE_DIFFERS, values)]


def _period_apart(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    if need.starts_on <= offer.available_until and offer.available_from <= need.ends_on:
        return []
    values = {
        "need_from": need.starts_on.isoformat(),
        "need_until": need.ends_on.isoformat(),
        "offer_from": offer.available_from.isoformat(),
        "offer_until": offer.available_until.isoformat(),
    }
    return [Reason(codes.PERIOD_APART, values)]


def _too_far(need: NeedRecord, offer: OfferRecord) -> list[Reason]:
    if need.remote_ok and offer.remote_ok:
        return []
    sides = {"need": need.radius_km, "offer": offer.radius_km}
    limits = [(limit, side) for side, limit in sides.items() if limit is not None]
    if not limits:
        return []
    limit, side = min(limits)
    distance = distance_km(need, offer)
    if distance is None:
        return [Reason(codes.PLACE_UNKNOWN)]
    if distance <= limit:
        return []
    return [Reason(codes.TOO_FAR, {"km": round(distance, 1), "limit_km": limit, "side": side})]
