"""The index against a slow, obvious reference, on random worlds and after random changes."""

import math
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Index
from matching.engine.records import FORMATS, TARGET_GROUPS
from matching.engine.weights import WEIGHTS
from tests.matching.engine.records import a_need, a_taxonomy, an_offer

TAXONOMY = a_taxonomy()
EMPTY = Index(TAXONOMY)
TEXTS = (
    "",
    "Buchhaltung und Lohnabrechnung",
    "Wir kochen mit Kindern",
    "WLAN und Drucker, keine Webseiten",
    "Fussball am Freitag",
    "Steuererklärung für den Verein",
    "🎉 שלום",
)
DAYS = st.dates(date(2027, 1, 1), date(2027, 3, 31))
SOME = st.sampled_from


def several(values, least=0):
    return st.lists(SOME(values), min_size=least, max_size=3, unique=True).map(tuple)


@st.composite
def place(draw):
    remote = draw(st.booleans())
    known = draw(st.booleans()) or not remote
    return {
        "at": (draw(st.floats(52, 53)), draw(st.floats(13, 14))) if known else None,
        "radius_km": draw(SOME([None, 0, 10, 30, 80])),
        "remote_ok": remote,
        "title": draw(SOME(TEXTS)),
        "competencies": draw(several(["finance/accounting", "youth/sports", "it/support", "no"])),
        "languages": draw(several(["de", "en", "tr"], least=1)),
    }


@st.composite
def needs(draw):
    start = draw(DAYS)
    return a_need(
        id=draw(SOME("abcdef")),
        organisation=draw(SOME(["x", "y", "z"])),
        format=draw(SOME(FORMATS[:3])),
        alternative_formats=draw(several(FORMATS[:4])),
        target_group=draw(SOME(TARGET_GROUPS)),
        starts_on=start,
        ends_on=start + timedelta(draw(st.integers(0, 60))),
        people_needed=draw(st.integers(0, 5)),
        contact_with_minors=draw(st.booleans()),
        **draw(place()),
    )


@st.composite
def offers(draw):
    start = draw(DAYS)
    return an_offer(
        id=draw(SOME("abcdefghij")),
        company=draw(SOME(["w", "x", "y"])),
        formats=draw(several(FORMATS[:4], least=1)),
        target_groups=draw(several(TARGET_GROUPS)),
        available_from=start,
        available_until=start + timedelta(draw(st.integers(0, 60))),
        capacity=draw(st.integers(0, 5)),
        excludes=draw(SOME([(), ("contact-with-minors",)])),
        min_notice_days=draw(SOME([0, 20, 60])),
        **draw(place()),
    )


def possible(need, offer):
    """The hard constraints as the exchange format states them, written down once more."""
    if not (need.remote_ok and offer.remote_ok):
        limits = [radius for radius in (need.radius_km, offer.radius_km) if radius is not None]
        if limits and (need.lat is None or offer.lat is None):
            return False
        if limits and kilometres(need, offer) > min(limits):
            return False
    return (
        need.starts_on <= offer.available_until
        and offer.available_from <= need.ends_on
        and bool({need.format, *need.alternative_formats} & set(offer.formats))
        and not (need.contact_with_minors and "contact-with-minors" in offer.excludes)
        and bool(set(need.languages) & set(offer.languages))
        and offer.capacity > 0
        and need.organisation != offer.company
    )


def kilometres(a, b):
    la1, lo1, la2, lo2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((la2 - la1) / 2) ** 2
    h += math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, h)))


def slow_ranking(pairs, k, threshold, today):
    """Every pair scored on its own, in an index that holds nothing."""
    scored = [
        (EMPTY.score_pair(need, offer, today=today).score, other)
        for need, offer, other in pairs
        if possible(need, offer)
    ]
    good = sorted(
        (-score, other.id) for score, other in scored if score >= min(threshold, WEIGHTS.beside)
    )
    if not good or -good[0][0] < threshold:
        return []
    owner = {other.id: owner_of(other) for _, other in scored}
    best = []
    for _ in range(0, k, 10):  # ten by ten, each time the best that the rule allows
        ten = []
        for score, other in list(good):
            of_one = [o for o, _ in ten if owner[o] == owner[other]]
            if len(ten) < 10 and len(of_one) < 3:
                ten.append((other, -score))
                good.remove((score, other))
        best += ten
        if len(ten) < 10:
            break
    return best[:k]


def owner_of(record):
    return getattr(record, "company", None) or getattr(record, "organisation", None)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(needs(), min_size=1, max_size=6),
    st.lists(offers(), max_size=12),
    st.data(),
)
def test_the_best_k_are_those_of_the_slow_reference_also_after_changes(first, second, data):
    threshold = data.draw(SOME([0.0, 0.26]))
    k = data.draw(SOME([1, 3, 20]))
    today = data.draw(SOME([None, date(2027, 2, 1)]))
    index = Index(TAXONOMY, threshold=threshold)
    held_needs, held_offers = {}, {}
    for need in first:  # ids repeat: later ones replace earlier ones
        index.upsert_need(need)
        held_needs[need.id] = need
    for offer in second:
        index.upsert_offer(offer)
        held_offers[offer.id] = offer
    for gone in data.draw(st.lists(SOME("abcdefghij"), max_size=4)):
        assert index.remove_offer(gone) == (held_offers.pop(gone, None) is not None)
        assert index.remove_need(gone) == (held_needs.pop(gone, None) is not None)
    declined = set(data.draw(st.lists(SOME("abcdef"), max_size=2)))
    for need in first:
        pairs = [(need, o, o) for o in held_offers.values() if o.id not in declined]
        found = index.rank_offers(need, k, declined, today=today)
        assert [(m.offer_id, m.score) for m in found] == slow_ranking(pairs, k, threshold, today)
    for offer in second:
        pairs = [(n, offer, n) for n in held_needs.values() if n.id not in declined]
        found = index.rank_needs(offer, k, declined, today=today)
        assert [(m.need_id, m.score) for m in found] == slow_ranking(pairs, k, threshold, today)


@settings(max_examples=200, deadline=None)
@given(needs(), offers())
def test_a_pair_keeps_apart_exactly_when_a_reason_says_so(need, offer):
    obstacles = Index.why_not(EMPTY, need, offer)
    kept_apart = [reason.code for reason in obstacles if reason.code != "weak-fit"]
    assert bool(kept_apart) != possible(need, offer)


@settings(max_examples=100, deadline=None)
@given(st.lists(offers(), max_size=8, unique_by=lambda offer: offer.id), needs())
def test_the_order_of_arrival_changes_nothing(arriving, need):
    rankings = []
    for order in (arriving, arriving[::-1]):
        index = Index(TAXONOMY, threshold=0.0)
        for offer in order:
            index.upsert_offer(offer)
        rankings.append(index.rank_offers(need))
    assert rankings[0] == rankings[1]


@settings(max_examples=100, deadline=None)
@given(needs(), offers())
def test_scores_lie_between_nought_and_one(need, offer):
    match = EMPTY.score_pair(need, offer)
    assert match is None or 0.0 <= match.score <= 1.0
