"""An operator's own sentence encoder: a directory with ONNX weights and a tokenizer, nothing else."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from matching.engine import EncoderError, Index, Taxonomy, encoder_named
from matching.engine.__main__ import main
from matching.engine.learn import Learner
from matching.engine.lexicon import lexicon_for
from matching.engine.onnx_encoder import OnnxEncoder
from tests.matching.engine.records import a_need, an_offer

WORDS = ["[UNK]", "Buchhaltung", "Belege", "Garten", "Hecke", "für", "den", "Verein"]
SIZE = 160
TAXONOMY = {
    "competencies": [
        {"slug": "finance", "parent": None, "label_de": "Finanzen", "label_en": "Finance"},
        {
            "slug": "finance/accounting",
            "parent": "finance",
            "label_de": "Buchhaltung",
            "label_en": "Accounting",
        },
    ]
}


@pytest.fixture
def folder(tmp_path):
    """A transformer without layers: it looks the vector of each word up."""
    table = np.random.default_rng(7).normal(size=(len(WORDS), SIZE)).astype(np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "words",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "length"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [1, None, SIZE])],
        [numpy_helper.from_array(table, "table")],
    )
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), tmp_path / "model.onnx")
    words = models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]")
    tokenizer = Tokenizer(words)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


@pytest.fixture
def taxonomy_file(tmp_path):
    path = tmp_path / "taxonomy.json"
    path.write_text(json.dumps(TAXONOMY), encoding="utf-8")
    return path


def test_texts_become_the_mean_of_their_words_vectors(folder):
    encoder = OnnxEncoder(folder)
    one = encoder.encode("Garten")
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert one @ encoder.encode("Garten Garten") == pytest.approx(1, abs=1e-5)
    assert one @ encoder.encode("Hecke Garten") > one @ encoder.encode("Belege Verein")
    assert encoder.encode("").shape == (SIZE,)


def test_it_ranks_once_the_topics_were_learned_with_it(folder, taxonomy_file):
    taxonomy, encoder = Taxonomy.from_json(taxonomy_file), encoder_named(str(folder))
    with pytest.raises(EncoderError, match="learn --encoder"):
        Index(taxonomy, encoder=encoder)
    # A few examples instead of our thousand: learning from those takes a minute.
    (folder / "examples.toml").write_text(
        """["finance/accounting"]
needs = ["Belege für den Verein"]
offers = ["Buchhaltung"]
["facility/garden"]
needs = ["Hecke im Garten"]
offers = ["Garten"]
""",
        encoding="utf-8",
    )
    learner = Learner(encoder, lexicon_for(taxonomy), folder)
    learner.save()
    learner.save_axes()
    index = Index(taxonomy, encoder=encoder)
    index.upsert_offer(an_offer())
    assert index.rank_offers(a_need())[0].offer_id == an_offer().id


def test_other_weights_are_another_encoder(folder):
    before = OnnxEncoder(folder).name
    text = (folder / "tokenizer.json").read_text(encoding="utf-8")
    (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
    assert OnnxEncoder(folder).name != before


def test_what_is_missing_or_broken_is_named(folder, tmp_path):
    with pytest.raises(EncoderError, match=r"model\.onnx cannot be read"):
        OnnxEncoder(tmp_path / "nowhere")
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(EncoderError, match=r"model\.onnx"):
        OnnxEncoder(folder).encode("Garten")
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"tokenizer\.json"):
        OnnxEncoder(folder).encode("Garten")


def test_the_command_line_says_it_in_one_line(tmp_path, taxonomy_file, capsys):
    asked = ["learn", "--taxonomy", str(taxonomy_file), "--encoder", str(tmp_path / "nowhere")]
    assert main(asked) == 2
    assert capsys.readouterr().err.count("\n") == 1
