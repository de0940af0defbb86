"""Records and their features as rows of numbers for a table."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matching.engine.features import MAX_CONCEPTS, MAX_WORDS, Features
from matching.engine.records import (
    CONTACT_WITH_MINORS,
    FORMATS,
    TARGET_GROUPS,
    NeedRecord,
    OfferRecord,
    RecordError,
)
from matching.engine.table import Row, slots
from matching.engine.taxonomy import Taxonomy
from matching.engine.weights import Weights

_LANGUAGE_WORDS = 4


class Registry:
    """Numbers for owners and languages, given out as they are met and never changed."""

    def __init__(self) -> None:
        self._owners: dict[str, int] = {}
        self._languages: dict[str, int] = {}

    def owner(self, key: str, record_id: str) -> int:
        """Number of an owner; a record without owner owns itself, so it is nobody's own."""
        return self._owners.setdefault(key or f"\0{record_id}", len(self._owners))

    def languages(self, codes: Iterable[str], record_id: str) -> NDArray[np.uint64]:
        """Languages as a bit set."""
        bits = np.zeros(_LANGUAGE_WORDS, dtype=np.uint64)
        for code in codes:
            place = self._languages.setdefault(code, len(self._languages))
            if place >= 64 * _LANGUAGE_WORDS:
                raise RecordError(record_id, "languages", "too many different languages")
            bits[place // 64] |= np.uint64(1 << (place % 64))
        return bits


class RowBuilder:
    """Makes rows for one taxonomy and one set of weights."""

    def __init__(self, taxonomy: Taxonomy, weights: Weights) -> None:
        self.taxonomy = taxonomy
        self.registry = Registry()
        self.nearness = taxonomy.nearness(
            group=weights.group_nearness, sibling=weights.sibling_nearness
        )

    def need_row(self, need: NeedRecord, features: Features) -> Row:
        """Row of a need: `topic` holds how much each competence weighs in what is wanted."""
        return {
            **_shared(need, features),
            "owner": self.registry.owner(need.organisation, need.id),
            "languages": self.registry.languages(need.languages, need.id),
            "formats": _bits(need.formats, FORMATS),
            "preferred": _bits((need.format,), FORMATS),
            "groups": _bits((need.target_group,), TARGET_GROUPS),
            "first_day": need.starts_on.toordinal(),
            "last_day": need.ends_on.toordinal(),
            "number": need.people_needed,
            "notice": 0,
            "minors": need.contact_with_minors,
            "topic": self.demand(features),
            "confidence": self._vector(features),
        }

    def offer_row(self, offer: OfferRecord, features: Features) -> Row:
        """Row of an offer: `topic` holds how well each competence is covered (0 to 1)."""
        return {
            **_shared(offer, features),
            "owner": self.registry.owner(offer.company, offer.id),
            "languages": self.registry.languages(offer.languages, offer.id),
            "formats": _bits(offer.formats, FORMATS),
            "preferred": 0,
            "groups": _bits(offer.target_groups, TARGET_GROUPS),
            "first_day": offer.available_from.toordinal(),
            "last_day": offer.available_until.toordinal(),
            "number": offer.capacity,
            "notice": offer.min_notice_days,
            "minors": CONTACT_WITH_MINORS in offer.excludes,
            "topic": self.supply(features),
            "confidence": self._vector(features),
        }

    def demand(self, features: Features) -> NDArray[np.float64]:
        """Weights of the wanted competences: the surest dominate; their sum is the surest confidence."""
        vector = self._vector(features)
        squares = vector * vector
        total = squares.sum()
        return squares * (vector.max() / total) if total else squares

    def supply(self, features: Features) -> NDArray[np.float64]:
        """Coverage of every competence: own confidence, or that of a neighbour times its nearness."""
        vector = self._vector(features)
        covered: NDArray[np.float64] = np.max(self.nearness * vector, axis=1, initial=0.0)
        for slug in features.refused:
            covered[self.taxonomy.position[slug]] = 0.0
        return covered

    def _vector(self, features: Features) -> NDArray[np.float64]:
        vector = np.zeros(len(self.taxonomy))
        for slug, confidence in features.competences.items():
            vector[self.taxonomy.position[slug]] = confidence
        return vector


def _shared(record: NeedRecord | OfferRecord, features: Features) -> Row:
    lat = math.nan if record.lat is None else math.radians(record.lat)
    lon = math.nan if record.lon is None else math.radians(record.lon)
    concept_ids, concept_weights = slots(features.concepts, MAX_CONCEPTS)
    word_ids, word_weights = slots(features.words, MAX_WORDS)
    return {
        "lat": lat,
        "lon": lon,
        "cos_lat": math.cos(lat),
        "radius_km": math.inf if record.radius_km is None else record.radius_km,
        "remote": record.remote_ok,
        "concept_ids": concept_ids,
        "concept_weights": concept_weights,
        "word_ids": word_ids,
        "word_weights": word_weights,
    }


def _bits(values: Iterable[str], order: tuple[str, ...]) -> int:
    return sum({1 << order.index(value) for value in values})
