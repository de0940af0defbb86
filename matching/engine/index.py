"""The index: all open needs and offers as columns, ranked exactly in milliseconds.

    index = Index(taxonomy)
    index.upsert_offer(offer)
    for match in index.rank_offers(need):
        match.offer_id, match.score, match.reasons, match.open_points

Hard constraints filter by columns, the survivors are scored by columns, and only the few that are
returned are explained. Results are exact and depend only on the records held: the same records
give the same answer in whatever order they came. Not for concurrent writing; one index a process.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from matching.engine import packed
from matching.engine.constraints import possible
from matching.engine.encoder import Encoder, encoder_named
from matching.engine.entries import Entry, Opened
from matching.engine.explain import Explainer
from matching.engine.features import Analyser, Features, check_version, source_of
from matching.engine.reasons import Reason
from matching.engine.records import NeedRecord, OfferRecord
from matching.engine.rows import RowBuilder
from matching.engine.scoring import Given, Scorer, Sought
from matching.engine.table import Columns, Table
from matching.engine.taxonomy import Taxonomy
from matching.engine.weights import WEIGHTS, Weights

Record = NeedRecord | OfferRecord

TEN: Final = 10
AT_MOST_OF_ONE_OWNER: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A suggested pair: score in [0, 1], what speaks for it and what is open."""

    need_id: str
    offer_id: str
    score: float
    reasons: tuple[Reason, ...]
    open_points: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair with its obstacles, and with the parts that its score is made of.

    `match.score` = (`topic` + `concepts` + `meaning`) · `circumstances`, rounded.
    """

    match: Match
    obstacles: tuple[Reason, ...]
    topic: float
    concepts: float
    meaning: float
    circumstances: float
    threshold: float
    beside: float


@dataclass(frozen=True, slots=True)
class _Query:
    """One row looking for the best of the other side."""

    row: Columns
    k: int
    declined: Collection[str]
    opens: float
    least: float
    given: Given


class Index:
    """Needs and offers that may be suggested now; the caller holds only published ones in it.

    A list is empty unless its best pair reaches `threshold`; then it goes on down to `beside`
    (defaults: those of the weights, `beside` never above `threshold`). Order of results: score
    descending, then id ascending; of each ten at most three belong to one owner, the others
    move down. `declined` names ids of the other side that are not to be suggested. `today` (where
    given) makes an offer's notice period count. `encoder` None ranks without one.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        threshold: float | None = None,
        weights: Weights = WEIGHTS,
        encoder: Encoder | Literal["default"] | None = "default",
    ) -> None:
        self.taxonomy = taxonomy
        self.threshold = weights.threshold if threshold is None else threshold
        self.beside = min(weights.beside, self.threshold)
        self.encoder = encoder_named() if encoder == "default" else encoder
        self.analyser = Analyser(taxonomy, weights=weights, encoder=self.encoder)
        self._rows = RowBuilder(taxonomy)
        self._scorer = Scorer(weights, hears_meaning=self.encoder is not None)
        self._needs = Table(len(taxonomy))
        self._offers = Table(len(taxonomy))
        self._held: dict[tuple[str, str], Entry] = {}
        self._explainer = Explainer(self.analyser.lexicon, taxonomy, weights)

    def __len__(self) -> int:
        return len(self._needs) + len(self._offers)

    def analyse(self, record: Record) -> Features:
        """Features of a record, to be stored and given back later."""
        return self.analyser.analyse(record)

    def upsert_offer(self, offer: OfferRecord, features: Features | None = None) -> None:
        """Insert or replace an offer; `features` are used when given and of this version."""
        self.load_offers([(offer, self._stored(offer, features))])

    def upsert_need(self, need: NeedRecord, features: Features | None = None) -> None:
        """Insert or replace a need; `features` are used when given and of this version."""
        self.load_needs([(need, self._stored(need, features))])

    def load_offers(self, offers: Iterable[tuple[OfferRecord, bytes]]) -> None:
        """Insert or replace many offers with their stored features (`Features.to_bytes`).

        Their texts are not read and may be empty. Raises StaleFeaturesError for features of another
        version; nothing is changed then.
        """
        entries = self._entries(offers)
        if entries:
            self._offers.put([entry.record.id for entry in entries], self._rows.offers(entries))
            self._held.update({("offer", entry.record.id): entry for entry in entries})

    def load_needs(self, needs: Iterable[tuple[NeedRecord, bytes]]) -> None:
        """Insert or replace many needs with their stored features; see `load_offers`."""
        entries = self._entries(needs)
        if entries:
            self._needs.put([entry.record.id for entry in entries], self._rows.needs(entries))
            self._held.update({("need", entry.record.id): entry for entry in entries})

    def remove_offer(self, offer_id: str) -> bool:
        """Take an offer out; False when it was not in."""
        self._held.pop(("offer", offer_id), None)
        return self._offers.drop(offer_id)

    def remove_need(self, need_id: str) -> bool:
        """Take a need out; False when it was not in."""
        self._held.pop(("need", need_id), None)
        return self._needs.drop(need_id)

    def rank_offers(
        self,
        need: NeedRecord,
        k: int = 20,
        declined: Collection[str] = (),
        *,
        today: date | None = None,
        least: float | None = None,
    ) -> list[Match]:
        """The best `k` offers for a need (which need not be in the index).

        With `least`, all from that score on, whether or not one reaches the threshold.
        """
        opened = self._known(need, "need").opened()
        return [
            self._match(opened, self._held["offer", offer_id].opened(), value, today)
            for offer_id, value in self._found(need, k, declined, today, least)
        ]

    def rank_needs(
        self,
        offer: OfferRecord,
        k: int = 20,
        declined: Collection[str] = (),
        *,
        today: date | None = None,
        least: float | None = None,
    ) -> list[Match]:
        """The best `k` needs for an offer (which need not be in the index); see `rank_offers`."""
        opened = self._known(offer, "offer").opened()
        return [
            self._match(self._held["need", need_id].opened(), opened, value, today)
            for need_id, value in self._found(offer, k, declined, today, least)
        ]

    def how_many(
        self,
        record: Record,
        at_most: int,
        declined: Collection[str] = (),
        *,
        today: date | None = None,
    ) -> int:
        """How many the record's list of at most so many would hold; much faster than ranking it."""
        return len(self._found(record, at_most, declined, today, None))

    def _found(
        self,
        record: Record,
        k: int,
        declined: Collection[str],
        today: date | None,
        least: float | None,
    ) -> list[tuple[str, float]]:
        """Ids of the other side and scores, best first."""
        is_need = isinstance(record, NeedRecord)
        entry = self._known(record, "need" if is_need else "offer")
        query = _Query(
            (self._rows.needs if is_need else self._rows.offers)([entry]),
            k,
            declined,
            *self._bounds(least),
            Given(one_is_need=is_need, today=_ordinal(today)),
        )
        return self._best(query, self._offers if is_need else self._needs)

    def score_pair(
        self, need: NeedRecord, offer: OfferRecord, *, today: date | None = None
    ) -> Match | None:
        """The pair as a match whatever its score; None when a hard constraint keeps it apart."""
        wanted, offered = self._known(need, "need"), self._known(offer, "offer")
        n, o = self._rows.needs([wanted]), self._rows.offers([offered])
        rows = possible(n, o, one_is_need=True)
        if not len(rows):
            return None
        scores = self._scorer.score(n, o, rows, Given(one_is_need=True, today=_ordinal(today)))
        return self._match(wanted.opened(), offered.opened(), float(scores.total[0]), today)

    def compare(
        self, need: NeedRecord, offer: OfferRecord, *, today: date | None = None
    ) -> "Comparison":
        """The pair side by side: what keeps it apart, and its score as if nothing did."""
        wanted, offered = self._known(need, "need"), self._known(offer, "offer")
        n, o = self._rows.needs([wanted]), self._rows.offers([offered])
        scores = self._scorer.score(
            n, o, np.zeros(1, dtype=np.intp), Given(one_is_need=True, today=_ordinal(today))
        )
        match = self._match(wanted.opened(), offered.opened(), float(scores.total[0]), today)
        return Comparison(
            match=match,
            obstacles=tuple(self._explainer.obstacles(need, offer)),
            topic=self._scorer.topic_part * float(scores.topic[0]),
            concepts=self._scorer.concepts_part * float(scores.concepts[0]),
            meaning=self._scorer.meaning_part * float(scores.meaning[0]),
            circumstances=float(scores.circumstances[0]),
            threshold=self.threshold,
            beside=self.beside,
        )

    def why_not(
        self, need: NeedRecord, offer: OfferRecord, *, today: date | None = None
    ) -> list[Reason]:
        """Every hard constraint that keeps the pair apart, or that the fit is too weak.

        Empty when the pair is good enough to be suggested, at least below a better one.
        """
        apart = self._explainer.obstacles(need, offer)
        if apart:
            return apart
        match = self.score_pair(need, offer, today=today)
        if match is not None and match.score < self.beside:
            return [self._explainer.weak_fit(match.score, self.beside)]
        return []

    def obstacles_of(self, record: Record, match: Match) -> list[Reason]:
        """What keeps a record apart from the other side of a match that was found for it changed."""
        if isinstance(record, NeedRecord):
            offer = self._held["offer", match.offer_id].record
            assert isinstance(offer, OfferRecord)  # noqa: S101 - narrows the type
            return self._explainer.obstacles(record, offer)
        need = self._held["need", match.need_id].record
        assert isinstance(need, NeedRecord)  # noqa: S101
        return self._explainer.obstacles(need, record)

    def competences_of(self, record: Record) -> dict[str, float]:
        """Share of each competence in what a record is about."""
        side = "need" if isinstance(record, NeedRecord) else "offer"
        return self._known(record, side).meant().competences

    def _bounds(self, asked: float | None) -> tuple[float, float]:
        """(what opens a list, from where on it goes)."""
        return (self.threshold, self.beside) if asked is None else (asked, asked)

    def _stored(self, record: Record, features: Features | None) -> bytes:
        if features is None or features.version != self.analyser.version:
            features = self.analyser.analyse(record)
        return features.to_bytes()

    def _entries(self, records: Iterable[tuple[Record, bytes]]) -> list[Entry]:
        entries = [Entry(record, stored) for record, stored in records]
        for entry in entries:
            check_version(entry.stored, self.analyser.version)
        return entries

    def _known(self, record: Record, side: str) -> Entry:
        """The record with the features at hand when its text is that of the one held."""
        held = self._held.get((side, record.id))
        if held is not None and packed.source(held.stored) == source_of(record):
            return Entry(record, held.stored)
        return Entry(record, self.analyser.analyse(record).to_bytes())

    def _best(self, query: _Query, table: Table) -> list[tuple[str, float]]:
        """Ids and scores of the best rows of a table, hard constraints first."""
        columns = table.all()
        rows = possible(query.row, columns, one_is_need=query.given.one_is_need)
        refused = [table.row_of[i] for i in query.declined if i in table.row_of]
        if refused:
            rows = rows[~np.isin(rows, refused)]
        if not len(rows) or query.k <= 0:
            return []
        sought = Sought(query.least, query.k)
        scores = self._scorer.score(query.row, columns, rows, query.given, sought)
        good = scores.total >= query.least
        totals = scores.total[good]
        if not len(totals) or totals.max() < query.opens:
            return []
        return _top(totals, scores.rows[good], table.ids, columns["owner"], query.k)

    def _match(self, need: Opened, offer: Opened, value: float, today: date | None) -> Match:
        reasons, open_points = self._explainer.explain(need, offer, today=today)
        return Match(need.record.id, offer.record.id, value, reasons, open_points)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _top(
    totals: NDArray[np.float64],
    rows: NDArray[np.intp],
    ids: list[str],
    owners: NDArray[np.int32],
    k: int,
) -> list[tuple[str, float]]:
    """Ids and scores of the best `k`; ties go to the smaller id, and no owner fills a list."""
    # A first guess at how many are looked at; more when one owner has many of them.
    look_at = 2 * k + TEN
    while True:
        good = np.arange(len(totals))
        if len(good) > look_at:
            # Keep everything that ties with the last one, so that ids and not row numbers decide.
            least = np.partition(totals, len(totals) - look_at)[len(totals) - look_at]
            good = np.flatnonzero(totals >= least)
        found = [(ids[rows[place]], float(totals[place]), owners[rows[place]]) for place in good]
        found.sort(key=lambda entry: (-entry[1], entry[0]))
        best = spread(found, k)
        if len(best) == k or len(good) == len(totals):
            return best
        look_at *= 4


def spread(ordered: Iterable[tuple[str, float, int]], k: int) -> list[tuple[str, float]]:
    """The first `k` of (id, score, owner), of each ten at most AT_MOST_OF_ONE_OWNER of one owner.

    Whoever is one too many comes first in the next ten; a list is cut short rather than filled up
    with more of the same.
    """
    waiting = list(ordered)
    best: list[tuple[str, float]] = []
    while waiting and len(best) < k:
        places: dict[int, int] = {}
        later = []
        for at, (record_id, score, owner) in enumerate(waiting):
            if sum(places.values()) == TEN:
                later += waiting[at:]
                break
            if places.get(owner, 0) < AT_MOST_OF_ONE_OWNER:
                places[owner] = places.get(owner, 0) + 1
                best.append((record_id, score))
            else:
                later.append((record_id, score, owner))
        if sum(places.values()) < TEN:
            break
        waiting = later
    return best[:k]
