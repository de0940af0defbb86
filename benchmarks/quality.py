"""How well the engine ranks, beside what other portals do, on judged pairs: one table.

    python -m benchmarks.quality --data FOLDER --taxonomy FILE [--data FOLDER …]

A folder holds needs.jsonl, offers.jsonl and qrels.tsv. Every ranker sees only pairs that hold all
hard constraints, so that nothing but the order is compared. The rules of other systems are restated
from their description in a few lines (`benchmarks/other_rankers.py`), no code of theirs is used.

nDCG@5 in both directions and recall@10 as in `matchbench`; “empty” is the share of needs that get
no suggestion at all, “silence” the same of needs without a fitting offer; “crowd” is the share of
the first ten places that goes to the most popular tenth of the offers (0.1 would be even).
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.measuring import say
from benchmarks.other_rankers import RANKERS, Pairs, Scores
from matching.engine import Index, NeedRecord, OfferRecord, Taxonomy
from matching.engine.constraints import possible
from matching.engine.files import read_records
from matching.engine.judged import Judged, ndcg_at_5, read_grades

SHOWN = 20
CROWDED = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--taxonomy", type=Path, required=True)
    parser.add_argument("--data", type=Path, action="append", required=True)
    options = parser.parse_args()
    taxonomy = Taxonomy.from_json(options.taxonomy)
    for folder in options.data:
        needs, _ = read_records(folder / "needs.jsonl", NeedRecord.from_dict)
        offers, _ = read_records(folder / "offers.jsonl", OfferRecord.from_dict)
        grades = read_grades(folder / "qrels.tsv")
        _report(Judged(taxonomy, needs, offers, grades), folder.name)


def _report(judged: Judged, name: str) -> None:
    pairs = _possible_pairs(judged)
    say(
        f"\n{name}: {len(judged.needs)} needs, {len(judged.offers)} offers, {len(pairs)} possible pairs"
    )
    say(f"{'':44} nDCG@5  reverse  recall@10  empty  silence  crowd")
    for title, ranker in RANKERS.items():
        _line(title, judged, ranker(judged, pairs))
    _line("this engine, everything shown", judged, _engine(judged, least=0.0))
    _line("this engine", judged, _engine(judged, least=None))


def _possible_pairs(judged: Judged) -> Pairs:
    """(need, offer) that hold all hard constraints, by the engine's own columns."""
    index = Index(judged.taxonomy, encoder=None)
    for offer in judged.offers:
        index.upsert_offer(offer)
    columns, ids = index._offers.all(), index._offers.ids
    by_id = {offer.id: offer for offer in judged.offers}
    found = []
    for need in judged.needs:
        row = index._rows.needs([index._known(need, "need")])
        found += [(need, by_id[ids[at]]) for at in possible(row, columns, one_is_need=True)]
    return found


def _engine(judged: Judged, least: float | None) -> Scores:
    index = Index(judged.taxonomy, encoder=judged.encoder)
    for offer in judged.offers:
        index.upsert_offer(offer)
    return {
        (need.id, match.offer_id): match.score
        for need in judged.needs
        for match in index.rank_offers(need, 1000, least=least)
    }


def _line(title: str, judged: Judged, scores: Scores) -> None:
    by_need, by_offer = _lists(scores, side=0), _lists(scores, side=1)
    fitting = judged.ideal(side=0)
    matched = [need.id for need in judged.needs if need.id in fitting]
    silent = [need.id not in by_need for need in judged.needs if need.id not in fitting]
    forth = [
        ndcg_at_5([judged.grades.get((n, o), 0) for o in by_need.get(n, ())], fitting[n])
        for n in matched
    ]
    wanted = judged.ideal(side=1)
    back = [
        ndcg_at_5([judged.grades.get((n, o), 0) for n in by_offer.get(o, ())], grades)
        for o, grades in wanted.items()
    ]
    recall = [
        sum(judged.grades.get((n, o), 0) > 0 for o in by_need.get(n, ())[:CROWDED])
        / len(fitting[n])
        for n in matched
    ]
    empty = mean(need.id not in by_need for need in judged.needs)
    say(
        f"{title:44} {mean(forth):6.3f} {mean(back):8.3f} {mean(recall):10.3f} {empty:6.2f} "
        f"{mean(silent) if silent else 0:8.2f} {_crowd(by_need, len(judged.offers)):6.2f}"
    )


def _lists(scores: Scores, *, side: int) -> Mapping[str, list[str]]:
    """The other side's ids, best first, ties by id; only listings that get any."""
    lists: dict[str, list[tuple[float, str]]] = {}
    for pair, score in scores.items():
        lists.setdefault(pair[side], []).append((-score, pair[1 - side]))
    return {own: [other for _, other in sorted(rows)[:SHOWN]] for own, rows in lists.items()}


def _crowd(lists: Mapping[str, Sequence[str]], offers: int) -> float:
    places = Counter(offer for found in lists.values() for offer in found[:CROWDED])
    popular = places.most_common(max(1, offers // 10))
    return sum(count for _, count in popular) / max(1, sum(places.values()))


if __name__ == "__main__":
    main()
