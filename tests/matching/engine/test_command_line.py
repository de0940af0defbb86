"""`python -m matching.engine rank`: the run format, and files as they come."""

import json

import pytest

from matching.engine.__main__ import main
from tests.matching.engine.test_bad_records import NEED, OFFER

TAXONOMY = {
    "competencies": [
        {"slug": "finance", "parent": None, "label_de": "Finanzen", "label_en": "Finance"},
        {
            "slug": "finance/accounting",
            "parent": "finance",
            "label_de": "Buchhaltung",
            "label_en": "Accounting",
            "synonyms_de": ["Rechnungswesen"],
        },
    ]
}
MATCHING_NEED = {**NEED, "title": "Hilfe bei der Buchhaltung"}
MATCHING_OFFER = {**OFFER, "title": "Buchhaltung für Vereine", "remote_ok": False}


@pytest.fixture
def run(tmp_path, capsys):
    def call(needs, offers, *more, taxonomy=TAXONOMY, command="rank"):
        (tmp_path / "t.json").write_text(json.dumps(taxonomy), encoding="utf-8")
        for name, lines in (("needs", needs), ("offers", offers)):
            text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
            (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
        code = main(
            [
                command,
                f"--taxonomy={tmp_path / 't.json'}",
                f"--needs={tmp_path / 'needs.jsonl'}",
                f"--offers={tmp_path / 'offers.jsonl'}",
                *more,
            ]
        )
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err

    return call


def test_needs_are_ranked_and_silence_is_an_empty_line(run):
    stranger = {**NEED, "id": "n2", "title": "Zebra"}
    code, lines, errors = run([MATCHING_NEED, stranger], [MATCHING_OFFER])
    first, second = map(json.loads, lines)
    assert (code, errors) == (0, "")
    assert [entry["offer"] for entry in first["ranking"]] == ["o1"]
    assert second == {"need": "n2", "ranking": []}


def test_both_directions_give_the_same_score(run):
    _, forward, _ = run([MATCHING_NEED], [MATCHING_OFFER])
    _, backward, _ = run([MATCHING_NEED], [MATCHING_OFFER], "--direction=offers")
    there, back = json.loads(forward[0]), json.loads(backward[0])
    assert back["offer"] == "o1"
    assert there["ranking"][0]["score"] == back["ranking"][0]["score"]


def test_top_limits_the_ranking(run):
    offers = [{**MATCHING_OFFER, "id": f"o{n}"} for n in range(5)]
    _, lines, _ = run([MATCHING_NEED], offers, "--top=2")
    assert [entry["offer"] for entry in json.loads(lines[0])["ranking"]] == ["o0", "o1"]


def test_a_bad_line_is_reported_and_the_rest_is_ranked(run):
    bad = {**NEED, "id": "n9", "lat": None}
    code, lines, errors = run([bad, "{not json", MATCHING_NEED, MATCHING_NEED], [MATCHING_OFFER])
    assert code == 0
    assert [json.loads(line)["need"] for line in lines] == ["n1"]
    assert "needs.jsonl:1: lat: coordinates are missing" in errors
    assert "needs.jsonl:2: line: not readable as JSON" in errors
    assert "needs.jsonl:4: id: stands twice" in errors


def test_an_unknown_competence_is_named_and_ignored(run):
    code, lines, errors = run([{**MATCHING_NEED, "competencies": ["x/y"]}], [MATCHING_OFFER])
    assert code == 0
    assert "record n1: competencies: 'x/y' is unknown, ignored" in errors
    assert json.loads(lines[0])["ranking"]


@pytest.mark.parametrize(
    "taxonomy",
    [
        {},
        {"competencies": [{"slug": "a"}]},
        {"competencies": [{"slug": "a", "parent": "b", "label_de": "", "label_en": ""}]},
    ],
)
def test_an_unusable_taxonomy_ends_with_a_message(run, taxonomy):
    code, lines, errors = run([MATCHING_NEED], [MATCHING_OFFER], taxonomy=taxonomy)
    assert (code, lines) == (2, [])
    assert errors.count("\n") == 1


def test_a_file_without_a_usable_record_ends_with_a_message(run):
    code, _, errors = run(["nonsense"], [MATCHING_OFFER])
    assert code == 2
    assert "no usable record" in errors


def test_tuning_prints_ablations_and_what_unseen_needs_gain(run, tmp_path):
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("n1\to1\t3\n", encoding="utf-8")
    needs = [{**MATCHING_NEED, "id": f"n{n}"} for n in range(1, 6)]
    code, lines, _ = run(needs, [MATCHING_OFFER], f"--qrels={qrels}", command="tune")
    assert code == 0
    assert any("topic only" in line for line in lines)
    assert any(line.startswith("unseen needs") for line in lines)


def test_unreadable_judgements_end_with_a_message(run, tmp_path):
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("n1 o1 3\n", encoding="utf-8")
    code, _, errors = run([MATCHING_NEED], [MATCHING_OFFER], f"--qrels={qrels}", command="tune")
    assert code == 2
    assert "qrels.tsv:1" in errors
