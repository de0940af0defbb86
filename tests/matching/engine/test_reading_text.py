"""What the analysis understands of German, as people write it."""

from dataclasses import replace

import pytest

from matching.engine import StaleFeaturesError
from matching.engine.features import source_of
from matching.engine.text import base_form, fold
from tests.matching.engine.records import a_need, an_offer


@pytest.fixture
def found(analyser):
    """Competences that a text without ticks is about."""

    def read(text, record=a_need):
        features = analyser.analyse(record(title="", description=text, competencies=()))
        return {slug for slug, confidence in features.competences.items() if confidence >= 0.3}

    return read


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Unsere Vereinsbuchhaltung ist liegen geblieben", "finance/accounting"),
        ("Wir brauchen Hilfe bei den Lohnabrechnungen", "finance/payroll"),
        ("LOHNABRECHNUNG", "finance/payroll"),
        ("Gehaelter und Loehne abrechnen", "finance/payroll"),
        ("Unsere Steuerberaterin ist in Rente", "finance/tax"),
        ("eine*n Buchhalter*in", "finance/accounting"),
        ("Buchhalter:innen gesucht", "finance/accounting"),
        ("Unsere IT streikt, der Router auch", "it/support"),
        ("Bcuhhaltung fuer Anfaenger: Belege sortieren und verbuchen", "finance/accounting"),
        ("Wer hilft uns beim Jahresabschlus und beim Buchen?", "finance/accounting"),
        ("Jungs wollen kicken", "youth/sports"),
        ("We need help with our payslips and payroll", "finance/payroll"),
    ],
)
def test_a_text_is_understood_without_ticks(found, text, slug):
    assert slug in found(text)


@pytest.mark.parametrize(
    ("text", "record", "wanted"),
    [
        ("Wir bauen Webseiten.", an_offer, True),
        ("Webseiten machen wir nicht.", an_offer, False),
        ("Wir helfen mit dem Router. Keine Webseiten.", an_offer, False),
        ("Nicht nur Webseiten, auch Logos.", an_offer, True),
        ("Wir haben noch keine Homepage.", a_need, True),
        ("Die Homepage geht nicht.", a_need, True),
        ("Bitte keine Homepage, die hätten wir gern später.", a_need, False),
        ("Eine Homepage brauchen wir nicht.", a_need, False),
    ],
)
def test_what_a_text_rules_out_is_told_from_what_it_lacks(found, text, record, wanted):
    assert ("communication/web" in found(text, record)) is wanted


def test_a_turn_ends_what_is_ruled_out(found):
    read = found("Kein Fußball, sondern gemeinsam kochen.", an_offer)
    assert "youth/nutrition" in read
    assert "youth/sports" not in read


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Wir begleiten Ihre Vorbereitung", "hr/leadership"),
        ("Unsere Väter freuen sich", "finance/tax"),
        ("in der Nähe", "youth/arts"),
        ("200 qm Wiese", "organisation/quality-management"),
        ("set it up with us", "it/support"),
    ],
)
def test_look_alike_words_do_not_mislead(found, text, slug):
    assert slug not in found(text)


def test_a_share_is_largest_where_tick_and_text_agree_and_the_text_decides(analyser):
    def confidence(text, ticks):
        record = a_need(title=text, competencies=ticks)
        return analyser.analyse(record).competences.get("finance/payroll", 0.0)

    agreed = confidence("Lohnabrechnung", ("finance/payroll",))
    ticked = confidence("Hilfe gesucht", ("finance/payroll",))
    written = confidence("Lohnabrechnung", ())
    contradicted = confidence("Fußballtraining, Turnier und Mannschaft", ("finance/payroll",))
    assert agreed > written > ticked > contradicted


def test_spellings_meet_when_folded():
    assert fold("Räume") == fold("Raeume") == fold("RÄUME") == "raume"
    assert fold("neue Steuer bauen") == "neue steuer bauen"
    assert base_form(fold("Steuerberaterinnen")) == base_form(fold("Steuerberater"))
    assert base_form(fold("Drucker")) != base_form(fold("Druck"))


def test_stored_features_give_the_same_ranking_without_the_text(index):
    offer = an_offer("stored")
    index.upsert_offer(offer)
    fresh = index.rank_offers(a_need())
    stored = index.analyse(offer).to_bytes()
    index.load_offers([(replace(offer, title="", description=""), stored)])
    assert index.rank_offers(a_need()) == fresh
    index.remove_offer("stored")


def test_stored_features_of_another_version_are_refused_and_nothing_changes(index):
    offer = an_offer("stale")
    stored = index.analyse(offer).to_bytes()
    for damaged in (b"another word" + stored[12:], stored[:100], b""):
        with pytest.raises(StaleFeaturesError):
            index.load_offers([(offer, damaged)])
    assert not index.remove_offer("stale")


def test_features_are_those_of_the_text_and_the_ticks_alone(analyser):
    need = a_need(description="Belege, Quittungen und ein Café")
    moved = replace(need, lat=48.1, people_needed=7)
    assert analyser.analyse(moved).to_bytes() == analyser.analyse(need).to_bytes()
    retold = replace(need, description="Belege und ein Café")
    assert source_of(retold) != source_of(need) == source_of(moved)
