"""One need against all published offers: exact top 20 with reasons, in milliseconds.

    python -m benchmarks.matching [--offers 200000] [--needs 300] [--texts 5000]

In the same run and on the same data: the brute-force reference (pair by pair, no columns) and the
best SQL that we could write for the hard constraints and the competency, distance and capacity part
of the score, without text, on an indexed and warmed PostgreSQL.
"""

import argparse
import gc
import resource
import statistics
import time
from collections.abc import Sequence

from benchmarks import country, matching_sql
from benchmarks.measuring import report, say, timed
from matching.engine import Index, NeedRecord, OfferRecord
from portal.stack import throwaway

BRUTE_FORCE_NEEDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--offers", type=int, default=200_000)
    parser.add_argument("--needs", type=int, default=300)
    parser.add_argument("--texts", type=int, default=5_000, help="different texts among the offers")
    options = parser.parse_args()

    index = Index(country.taxonomy())
    say(f"encoder: {index.encoder.name if index.encoder else 'none'}")
    offers = list(country.offers(options.offers, texts=options.texts))
    needs = list(country.needs(options.needs, texts=options.needs, seed=2))
    _fill(index, offers, needs)
    say(
        f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )

    for need in needs[:20]:
        index.rank_offers(need)
    found = [len(index.rank_offers(need)) for need in needs]
    say(f"suggestions a need: {statistics.mean(found):.1f}")
    engine = report("engine, with text and reasons", [timed(index.rank_offers, n) for n in needs])
    _report_changes(index, offers)
    brute = [timed(_brute_force, index, n, offers) for n in needs[:BRUTE_FORCE_NEEDS]]
    say(f"brute force, pair by pair: p50 {statistics.median(brute):.1f} s "
        f"({statistics.median(brute) / engine[0]:,.0f} × as long)")  # fmt: skip
    with throwaway.stack():
        sql = matching_sql.Database(index, offers)
        for need in needs[:20]:
            sql.best(need)
        found = [len(sql.best(need)) for need in needs]
        say(f"SQL finds {statistics.mean(found):.1f} a need")
        tuned = report("SQL, without text and reasons", [timed(sql.best, n) for n in needs])
    say(
        f"SQL takes {tuned[0] / engine[0]:.1f} × as long at p50, {tuned[1] / engine[1]:.1f} × at p95"
    )


def _fill(index: Index, offers: Sequence[OfferRecord], needs: Sequence[NeedRecord]) -> None:
    """Put everything into the index as a worker does: from features that were stored before."""
    started = time.perf_counter()
    read: dict[tuple[str, str], bytes] = {}
    for offer in offers:
        if (offer.title, offer.description) not in read:
            read[offer.title, offer.description] = index.analyse(offer).to_bytes()
    seconds = time.perf_counter() - started
    say(f"reading {len(read)} texts: {seconds / len(read) * 1000:.1f} ms each")
    started = time.perf_counter()
    for first in range(0, len(offers), 2000):
        index.load_offers(
            (country.without_text(offer), read[offer.title, offer.description])
            for offer in offers[first : first + 2000]
        )
    seconds = time.perf_counter() - started
    say(
        f"loading {len(offers)} stored offers: {seconds:.1f} s ({seconds / len(offers) * 1e6:.0f} µs each)"
    )
    for need in needs:
        index.upsert_need(need)
    gc.freeze()


def _report_changes(index: Index, offers: Sequence[OfferRecord]) -> None:
    def change(offer: OfferRecord) -> None:
        index.upsert_offer(offer)

    report("a changed offer, text read anew", [timed(change, offer) for offer in offers[:200]])


def _brute_force(index: Index, need: NeedRecord, offers: Sequence[OfferRecord]) -> object:
    """Every possible pair scored on its own; features are at hand, as they are for the engine."""
    pairs = (index.score_pair(need, offer) for offer in offers)
    good = [pair for pair in pairs if pair is not None and pair.score >= index.beside]
    return sorted(good, key=lambda pair: (-pair.score, pair.offer_id))[:20]


if __name__ == "__main__":
    main()
