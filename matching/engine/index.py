"""The index: all open needs and offers as columns, ranked exactly in milliseconds.

    index = Index(taxonomy)
    index.upsert_offer(offer)
    for match in index.rank_offers(need):
        match.offer_id, match.score, match.reasons, match.open_points

Hard constraints filter by columns, the survivors are scored by columns, and only the few that are
returned are explained. Results are exact and depend only on the records held: the same records
give the same answer in whatever order they came. Not for concurrent writing; one index a process.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.engine.constraints import pick, possible
from matching.engine.explain import Explainer
from matching.engine.features import Analyser, Features
from matching.engine.reasons import Reason
from matching.engine.records import NeedRecord, OfferRecord
from matching.engine.rows import RowBuilder
from matching.engine.scoring import Scorer
from matching.engine.table import Columns, Table, one
from matching.engine.taxonomy import Taxonomy
from matching.engine.weights import WEIGHTS, Weights


@dataclass(frozen=True, slots=True)
class Match:
    """A suggested pair: score in [0, 1], what speaks for it and what is open."""

    need_id: str
    offer_id: str
    score: float
    reasons: tuple[Reason, ...]
    open_points: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Query:
    """One row looking for the best of the other side."""

    row: Columns
    k: int
    declined: Collection[str]
    one_is_need: bool
    today: date | None


class Index:
    """Needs and offers that may be suggested now; the caller holds only published ones in it.

    `threshold` is the least score of a suggestion (default: that of the weights). Order of results: score descending, then id
    ascending. `declined` names ids of the other side that are not to be suggested.
    `today` (where given) makes an offer's notice period count.
    """

    def __init__(
        self, taxonomy: Taxonomy, *, threshold: float | None = None, weights: Weights = WEIGHTS
    ) -> None:
        self.taxonomy = taxonomy
        self.threshold = weights.threshold if threshold is None else threshold
        self.analyser = Analyser(taxonomy, weights=weights)
        self._rows = RowBuilder(taxonomy, weights)
        self._scorer = Scorer(weights)
        self._needs = Table(len(taxonomy))
        self._offers = Table(len(taxonomy))
        self._records: dict[tuple[str, str], tuple[NeedRecord | OfferRecord, Features]] = {}
        self._explainer = Explainer(self._rows, weights)

    def __len__(self) -> int:
        return len(self._needs) + len(self._offers)

    def analyse(self, record: NeedRecord | OfferRecord) -> Features:
        """Features of a record, to be stored and given back to `upsert_…` later."""
        return self.analyser.analyse(record)

    def upsert_offer(self, offer: OfferRecord, features: Features | None = None) -> None:
        """Insert or replace an offer; `features` are used when given and of this version."""
        features = self._usable(offer, features)
        self._offers.put(offer.id, self._rows.offer_row(offer, features))
        self._records["offer", offer.id] = (offer, features)

    def upsert_need(self, need: NeedRecord, features: Features | None = None) -> None:
        """Insert or replace a need; `features` are used when given and of this version."""
        features = self._usable(need, features)
        self._needs.put(need.id, self._rows.need_row(need, features))
        self._records["need", need.id] = (need, features)

    def remove_offer(self, offer_id: str) -> bool:
        """Take an offer out; False when it was not in."""
        self._records.pop(("offer", offer_id), None)
        return self._offers.drop(offer_id)

    def remove_need(self, need_id: str) -> bool:
        """Take a need out; False when it was not in."""
        self._records.pop(("need", need_id), None)
        return self._needs.drop(need_id)

    def rank_offers(
        self,
        need: NeedRecord,
        k: int = 20,
        declined: Collection[str] = (),
        *,
        today: date | None = None,
    ) -> list[Match]:
        """The best `k` offers for a need (which need not be in the index)."""
        features = self._known(need, "need")
        row = one(self._rows.need_row(need, features))
        query = _Query(row, k, declined, one_is_need=True, today=today)
        return [
            self._match((need, features), self._records["offer", offer_id], value, today)
            for offer_id, value in self._best(query, self._offers)
        ]

    def rank_needs(
        self,
        offer: OfferRecord,
        k: int = 20,
        declined: Collection[str] = (),
        *,
        today: date | None = None,
    ) -> list[Match]:
        """The best `k` needs for an offer (which need not be in the index)."""
        features = self._known(offer, "offer")
        row = one(self._rows.offer_row(offer, features))
        query = _Query(row, k, declined, one_is_need=False, today=today)
        return [
            self._match(self._records["need", need_id], (offer, features), value, today)
            for need_id, value in self._best(query, self._needs)
        ]

    def score_pair(
        self, need: NeedRecord, offer: OfferRecord, *, today: date | None = None
    ) -> Match | None:
        """The pair as a match whatever its score; None when a hard constraint keeps it apart."""
        need_features, offer_features = self._known(need, "need"), self._known(offer, "offer")
        n = one(self._rows.need_row(need, need_features))
        o = one(self._rows.offer_row(offer, offer_features))
        if not len(possible(n, o, one_is_need=True)):
            return None
        value = float(self._scorer.score(n, o, one_is_need=True, today=_ordinal(today)).total[0])
        return self._match((need, need_features), (offer, offer_features), value, today)

    def why_not(
        self, need: NeedRecord, offer: OfferRecord, *, today: date | None = None
    ) -> list[Reason]:
        """Every hard constraint that keeps the pair apart, or that the fit is too weak.

        Empty when the pair is good enough to be suggested.
        """
        apart = self._explainer.obstacles(need, offer)
        if apart:
            return apart
        match = self.score_pair(need, offer, today=today)
        if match is not None and match.score < self.threshold:
            return [self._explainer.weak_fit(match.score, self.threshold)]
        return []

    def _usable(self, record: NeedRecord | OfferRecord, features: Features | None) -> Features:
        if features is not None and features.version == self.analyser.version:
            return features
        return self.analyser.analyse(record)

    def _known(self, record: NeedRecord | OfferRecord, side: str) -> Features:
        """Features at hand when the index holds this very record, else a fresh analysis."""
        held = self._records.get((side, record.id))
        if held is not None and held[0] == record:
            return held[1]
        return self.analyser.analyse(record)

    def _best(self, query: _Query, table: Table) -> list[tuple[str, float]]:
        """Ids and scores of the best rows of a table, hard constraints first."""
        columns = table.all()
        rows = possible(query.row, columns, one_is_need=query.one_is_need)
        refused = [table.row_of[i] for i in query.declined if i in table.row_of]
        if refused:
            rows = rows[~np.isin(rows, refused)]
        if not len(rows) or query.k <= 0:
            return []
        many = pick(columns, rows)
        need, offer = (query.row, many) if query.one_is_need else (many, query.row)
        scores = self._scorer.score(
            need, offer, one_is_need=query.one_is_need, today=_ordinal(query.today)
        )
        return _top(scores.total, rows, table.ids, query.k, self.threshold)

    def _match(
        self,
        need: tuple[NeedRecord | OfferRecord, Features],
        offer: tuple[NeedRecord | OfferRecord, Features],
        value: float,
        today: date | None,
    ) -> Match:
        n, o = need[0], offer[0]
        assert isinstance(n, NeedRecord)  # noqa: S101 - narrows the type of a private store
        assert isinstance(o, OfferRecord)  # noqa: S101
        reasons, open_points = self._explainer.explain(n, need[1], o, offer[1], today=today)
        return Match(n.id, o.id, value, reasons, open_points)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _top(
    totals: NDArray[np.float64], rows: NDArray[np.intp], ids: list[str], k: int, threshold: float
) -> list[tuple[str, float]]:
    """Ids and scores of the best `k` at or above the threshold; ties go to the smaller id."""
    good = np.flatnonzero(totals >= threshold)
    if len(good) > k:
        # Keep everything that ties with the k-th, so that ids and not row numbers decide.
        least = np.partition(totals[good], len(good) - k)[len(good) - k]
        good = good[totals[good] >= least]
    found = [(ids[rows[place]], float(totals[place])) for place in good]
    found.sort(key=lambda entry: (-entry[1], entry[0]))
    return found[:k]
