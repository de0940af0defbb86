"""Entries as columns of numbers: many at once, or a single one that looks for its best."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.engine import packed
from matching.engine.entries import Entry, Meant
from matching.engine.records import (
    CONTACT_WITH_MINORS,
    FORMATS,
    TARGET_GROUPS,
    NeedRecord,
    OfferRecord,
    RecordError,
)
from matching.engine.table import LANGUAGE_WORDS, Columns
from matching.engine.taxonomy import Taxonomy

_LANGUAGES_AT_MOST: Final = 64 * LANGUAGE_WORDS


class Registry:
    """Numbers for owners and languages, given out as they are met and never changed."""

    def __init__(self) -> None:
        self._owners: dict[str, int] = {}
        self._languages: dict[str, int] = {}

    def owner(self, key: str, record_id: str) -> int:
        """Number of an owner; a record without owner owns itself, so it is nobody's own."""
        return self._owners.setdefault(key or f"\0{record_id}", len(self._owners))

    def languages(self, codes: Iterable[str], record_id: str) -> tuple[int, ...]:
        """Languages as a bit set, in words of 64."""
        words = [0] * LANGUAGE_WORDS
        for code in codes:
            place = self._languages.setdefault(code, len(self._languages))
            if place >= _LANGUAGES_AT_MOST:
                raise RecordError(record_id, "languages", "too many different languages")
            words[place // 64] |= 1 << (place % 64)
        return tuple(words)


class RowBuilder:
    """Makes columns for one taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.registry = Registry()

    def needs(self, entries: Sequence[Entry]) -> Columns:
        needs = [entry.record for entry in entries if isinstance(entry.record, NeedRecord)]
        return {
            **self._shared(entries),
            "owner": _ints(self.registry.owner(n.organisation, n.id) for n in needs),
            "languages": self._languages(needs),
            "formats": _ints(_bits(n.formats, FORMATS) for n in needs),
            "preferred": _ints(_bits((n.format,), FORMATS) for n in needs),
            "groups": _ints(_bits((n.target_group,), TARGET_GROUPS) for n in needs),
            "first_day": _ints(n.starts_on.toordinal() for n in needs),
            "last_day": _ints(n.ends_on.toordinal() for n in needs),
            "number": _ints(n.people_needed for n in needs),
            "notice": _ints(0 for _ in needs),
            "minors": _flags(n.contact_with_minors for n in needs),
        }

    def offers(self, entries: Sequence[Entry]) -> Columns:
        offers = [entry.record for entry in entries if isinstance(entry.record, OfferRecord)]
        return {
            **self._shared(entries),
            "owner": _ints(self.registry.owner(o.company, o.id) for o in offers),
            "languages": self._languages(offers),
            "formats": _ints(_bits(o.formats, FORMATS) for o in offers),
            "preferred": _ints(0 for _ in offers),
            "groups": _ints(_bits(o.target_groups, TARGET_GROUPS) for o in offers),
            "first_day": _ints(o.available_from.toordinal() for o in offers),
            "last_day": _ints(o.available_until.toordinal() for o in offers),
            "number": _ints(o.capacity for o in offers),
            "notice": _ints(o.min_notice_days for o in offers),
            "minors": _flags(CONTACT_WITH_MINORS in o.excludes for o in offers),
        }

    def topics(self, meant: Sequence[Meant]) -> NDArray[np.float32]:
        """Roots of the shares of competences: a line a competence, a column a record.

        Products of two records' roots add up to their Bhattacharyya coefficient.
        """
        matrix = np.zeros((len(self.taxonomy), len(meant)), dtype=np.float32)
        for at, one in enumerate(meant):
            for slug, share in one.competences.items():
                matrix[self.taxonomy.position[slug], at] = math.sqrt(share)
        return matrix

    def _shared(self, entries: Sequence[Entry]) -> Columns:
        records = [entry.record for entry in entries]
        block = packed.blocks([entry.stored for entry in entries])
        lat = np.radians(_floats(r.lat for r in records))
        return {
            "lat": lat,
            "lon": np.radians(_floats(r.lon for r in records)),
            "cos_lat": np.cos(lat),
            "radius_km": np.array(
                [math.inf if r.radius_km is None else r.radius_km for r in records],
                dtype=np.float64,
            ),
            "remote": _flags(r.remote_ok for r in records),
            "concept_ids": block["concept_ids"],
            "concept_weights": block["concept_weights"],
            "meaning": block["meaning"],
            "topic": self.topics([entry.meant() for entry in entries]),
        }

    def _languages(self, records: Sequence[NeedRecord | OfferRecord]) -> NDArray[np.uint64]:
        words = [self.registry.languages(r.languages, r.id) for r in records]
        return np.array(words, dtype=np.uint64).reshape(-1, LANGUAGE_WORDS).T


def _floats(values: Iterable[float | None]) -> NDArray[np.float64]:
    return np.array([math.nan if v is None else v for v in values], dtype=np.float64)


def _ints(values: Iterable[int]) -> NDArray[Any]:
    return np.fromiter(values, dtype=np.int64)


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(values, dtype=np.bool_)


def _bits(values: Iterable[str], order: tuple[str, ...]) -> int:
    return sum({1 << order.index(value) for value in values})
