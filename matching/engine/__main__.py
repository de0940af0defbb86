"""Command line of the engine: `python -m matching.engine rank …`, `… tune …` and `… learn …`."""

import argparse
import json
import sys
from pathlib import Path

from matching.engine.encoder import Encoder, EncoderError, encoder_named
from matching.engine.files import read_records
from matching.engine.index import Index
from matching.engine.judged import Judged, QrelsError, read_grades
from matching.engine.lexicon import lexicon_for
from matching.engine.records import NeedRecord, OfferRecord
from matching.engine.taxonomy import Taxonomy, TaxonomyError
from matching.engine.tune import Tuner


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code (2 for files that cannot be used)."""
    asked = _parser().parse_args(arguments)
    try:
        encoder = encoder_named(asked.encoder)
        if asked.command == "learn":
            return _learn(asked.taxonomy, encoder)
        taxonomy = Taxonomy.from_json(asked.taxonomy)
        needs, bad_needs = read_records(asked.needs, NeedRecord.from_dict)
        offers, bad_offers = read_records(asked.offers, OfferRecord.from_dict)
        grades = read_grades(asked.qrels) if asked.command == "tune" else {}
        index = Index(taxonomy, encoder=encoder)
    except (OSError, EncoderError, TaxonomyError, QrelsError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for bad in (*bad_needs, *bad_offers):
        sys.stderr.write(f"{bad}\n")
    for path, usable, bad_lines in (
        (asked.needs, needs, bad_needs),
        (asked.offers, offers, bad_offers),
    ):
        if bad_lines and not usable:
            sys.stderr.write(f"{path}: no usable record\n")
            return 2
    _warn_of_unknown_competences(taxonomy, [*needs, *offers])
    if asked.command == "tune":
        for line in Tuner(Judged(taxonomy, needs, offers, grades, encoder)).report():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    else:
        _rank(index, needs, offers, asked)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching.engine")
    commands = parser.add_subparsers(dest="command", required=True)
    rank = commands.add_parser("rank", help="rank files without a database, JSON lines to stdout")
    tune = commands.add_parser("tune", help="refit the weights on judged data and report")
    for command in (rank, tune):
        command.add_argument("--taxonomy", type=Path, required=True)
        command.add_argument("--needs", type=Path, required=True)
        command.add_argument("--offers", type=Path, required=True)
    learn = commands.add_parser("learn", help="train the topic classifier on its examples anew")
    learn.add_argument("--taxonomy", type=Path, required=True)
    for command in (rank, tune, learn):
        command.add_argument(
            "--encoder", default="", help="a directory with model.onnx and tokenizer.json, or none"
        )
    rank.add_argument("--direction", choices=("needs", "offers"), default="needs")
    rank.add_argument("--top", type=int, default=20)
    tune.add_argument("--qrels", type=Path, required=True)
    return parser


def _warn_of_unknown_competences(
    taxonomy: Taxonomy, records: list[NeedRecord | OfferRecord]
) -> None:
    for record in records:
        for slug in taxonomy.unknown(record.competencies):
            sys.stderr.write(f"record {record.id}: competencies: {slug!r} is unknown, ignored\n")


def _learn(taxonomy: Path, encoder: Encoder | None) -> int:
    """Report how well the classifier does on unseen examples, and write its model anew."""
    from matching.engine.learn import ExamplesError, Learner

    if encoder is None:
        sys.stderr.write("learning needs a sentence encoder, and there is none\n")
        return 2
    try:
        learner = Learner(encoder, lexicon_for(Taxonomy.from_json(taxonomy)))
    except (OSError, TaxonomyError, ExamplesError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for line in learner.report():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    learner.save()
    learner.save_axes()
    return 0


def _rank(
    index: Index,
    needs: list[NeedRecord],
    offers: list[OfferRecord],
    asked: argparse.Namespace,
) -> None:
    for need in needs:
        index.upsert_need(need)
    for offer in offers:
        index.upsert_offer(offer)
    if asked.direction == "needs":
        for need in needs:
            found = [
                {"offer": m.offer_id, "score": m.score} for m in index.rank_offers(need, asked.top)
            ]
            _write({"need": need.id, "ranking": found})
        return
    for offer in offers:
        found = [{"need": m.need_id, "score": m.score} for m in index.rank_needs(offer, asked.top)]
        _write({"offer": offer.id, "ranking": found})


def _write(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
