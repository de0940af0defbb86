"""What other portals do, restated from descriptions of their rules, and simple text rankers.

Each takes judged data and the possible pairs and gives a score a pair; a pair without a score is
not shown. Sources: DemocracyLab and wechange list newest first; match4healthcare filters by radius
and yes/no questions and has no score; Bluebottle adds skill, theme, base and radius; Blackbaud
takes the share of required traits after hard gates.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import Stemmer

from matching.engine import NeedRecord, OfferRecord, encoder_named
from matching.engine.judged import Judged

Record = NeedRecord | OfferRecord
Pairs = list[tuple[NeedRecord, OfferRecord]]
Scores = dict[tuple[str, str], float]

_WORD = re.compile(r"\w+")
_STEM = Stemmer.Stemmer("german")


def random_order(_judged: Judged, pairs: Pairs) -> Scores:
    chance = random.Random(1)
    return {(n.id, o.id): chance.random() for n, o in pairs}


def newest_first(judged: Judged, pairs: Pairs) -> Scores:
    """Files carry no date of publication: the order of the file stands for it, on both sides."""
    at = {record.id: place for place, record in enumerate((*judged.needs, *judged.offers))}
    return {(n.id, o.id): float(at[n.id] + at[o.id]) for n, o in pairs}


def filters_without_score(_judged: Judged, pairs: Pairs) -> Scores:
    return {(n.id, o.id): 1.0 for n, o in pairs}


def ticks_and_distance(_judged: Judged, pairs: Pairs) -> Scores:
    """Number of competencies ticked on both sides, nearest first among equals."""
    return {
        (n.id, o.id): shared - _km(n, o) / 1e5
        for n, o in pairs
        if (shared := len(set(n.competencies) & set(o.competencies)))
    }


def skill_theme_base_radius(_judged: Judged, pairs: Pairs) -> Scores:
    """Skill in common 1.0, theme (group of the taxonomy) in common 1.5, base 0.5, near 0.001."""
    return {
        (n.id, o.id): 0.5
        + 1.0 * bool(set(n.competencies) & set(o.competencies))
        + 1.5 * bool(_groups(n) & _groups(o))
        + 0.001 * (_km(n, o) <= (n.radius_km or math.inf))
        for n, o in pairs
    }


def share_of_traits(_judged: Judged, pairs: Pairs) -> Scores:
    """Which share of what the need names (competencies, group, format, languages) is present."""
    scores = {}
    for n, o in pairs:
        wanted = {*n.competencies, n.target_group, n.format, *n.languages}
        present = {*o.competencies, *o.target_groups, *o.formats, *o.languages}
        scores[n.id, o.id] = len(wanted & present) / len(wanted)
    return scores


def bm25(judged: Judged, pairs: Pairs) -> Scores:
    """BM25 (k1 1.5, b 0.75) over Snowball German stems."""
    words = {
        r.id: Counter(_STEM.stemWords(_words(r, judged))) for r in (*judged.needs, *judged.offers)
    }
    rare = _rarity(words[o.id] for o in judged.offers)
    usual = sum(words[o.id].total() for o in judged.offers) / len(judged.offers)

    def score(n: NeedRecord, o: OfferRecord) -> float:
        there = words[o.id]
        length = 0.25 + 0.75 * there.total() / usual
        return sum(
            rare.get(word, 0.0) * there[word] * 2.5 / (there[word] + 1.5 * length)
            for word in words[n.id]
            if word in there
        )

    return {(n.id, o.id): value for n, o in pairs if (value := score(n, o)) > 0}


def character_ngrams(judged: Judged, pairs: Pairs) -> Scores:
    """Cosine of tf-idf over parts of words of three to five letters."""
    vectors = _gram_vectors(judged)
    return {(n.id, o.id): _dot(vectors[n.id], vectors[o.id]) for n, o in pairs}


def sentence_encoder(judged: Judged, pairs: Pairs) -> Scores:
    """Cosine of the vectors of the packaged encoder."""
    return {
        (n.id, o.id): float(_vector(_text(n, judged)) @ _vector(_text(o, judged))) for n, o in pairs
    }


def encoder_and_ngrams(judged: Judged, pairs: Pairs) -> Scores:
    """Mean of both."""
    one, other = sentence_encoder(judged, pairs), character_ngrams(judged, pairs)
    return {pair: (one[pair] + other[pair]) / 2 for pair in one}


RANKERS: Mapping[str, Callable[[Judged, Pairs], Scores]] = {
    "random order": random_order,
    "newest first (DemocracyLab, wechange)": newest_first,
    "filters, no score (match4healthcare)": filters_without_score,
    "ticks in common + distance": ticks_and_distance,
    "skill, theme, base, radius (Bluebottle)": skill_theme_base_radius,
    "share of traits (Blackbaud)": share_of_traits,
    "BM25 over stems": bm25,
    "character n-grams": character_ngrams,
    "sentence encoder": sentence_encoder,
    "encoder + n-grams": encoder_and_ngrams,
}


def _groups(record: Record) -> set[str]:
    return {slug.partition("/")[0] for slug in record.competencies}


def _km(n: NeedRecord, o: OfferRecord) -> float:
    """Great-circle distance (haversine, R = 6371 km); far away where a place is unknown."""
    if None in (n.lat, n.lon, o.lat, o.lon):
        return 1e4
    a, b = math.radians(n.lat), math.radians(o.lat)
    across = math.sin((b - a) / 2) ** 2
    along = math.sin(math.radians(o.lon - n.lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(across + math.cos(a) * math.cos(b) * along))


def _text(record: Record, judged: Judged) -> str:
    """Title, description and the labels and synonyms of what was ticked, as in matchbench."""
    ticked = [c for c in judged.taxonomy.competences if c.slug in record.competencies]
    labels = [word for c in ticked for word in (c.label_de, *c.synonyms_de)]
    return ". ".join([record.title, record.description, *labels])


def _words(record: Record, judged: Judged) -> list[str]:
    return _WORD.findall(_text(record, judged).lower())


def _rarity(texts: Iterable[Counter[str]]) -> dict[str, float]:
    texts = list(texts)
    seen = Counter(word for text in texts for word in text)
    return {
        word: math.log(1 + (len(texts) - count + 0.5) / (count + 0.5))
        for word, count in seen.items()
    }


def _gram_vectors(judged: Judged) -> dict[str, dict[str, float]]:
    counted = {}
    for record in (*judged.needs, *judged.offers):
        marked = [f"<{word}>" for word in _words(record, judged)]
        counted[record.id] = Counter(
            word[at : at + size]
            for word in marked
            for size in (3, 4, 5)
            for at in range(len(word) - size + 1)
        )
    rare = _rarity(counted.values())
    vectors = {}
    for name, counts in counted.items():
        weights = {gram: (1 + math.log(count)) * rare[gram] for gram, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors[name] = {gram: weight / length for gram, weight in weights.items()}
    return vectors


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other[gram] for gram, weight in one.items() if gram in other)


@lru_cache(maxsize=4096)
def _vector(text: str):
    encoder = encoder_named()
    assert encoder is not None
    return encoder.encode(text)
