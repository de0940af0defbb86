"""The index finds what a plain loop over all entries finds, also after changes and removals."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.site.search.entries import NEED, OFFER, ORGANISATION, TEXT, TITLE, Entry, Key
from portal.site.search.index import FACETS, Search, SearchIndex, Term
from portal.site.search.words import words_of
from profiles.places import distance_km

TODAY = 739_000
WORDS = ("garten", "zelt", "kino", "hammer")
VALUES = {"kind": ("need", "offer"), "format": ("training", "space"), "land": ("SN", "BY")}
POINTS = ((51.34, 12.37), (51.48, 11.97), (50.94, 6.96))

entries = st.builds(
    lambda pk, what, title, text, facets, points, valid, first, length, published: Entry(
        key=Key(what, pk),
        texts=((TITLE, title), (TEXT, text)),
        facets=facets,
        points=tuple(points),
        organisation=pk % 3,
        published=published,
        first_day=TODAY + first,
        last_day=TODAY + first + length,
        valid_until=TODAY + valid,
    ),
    pk=st.integers(1, 12),
    what=st.sampled_from((NEED, OFFER, ORGANISATION)),
    title=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    text=st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    facets=st.fixed_dictionaries(
        {
            name: st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)
            for name, values in VALUES.items()
        }
    ),
    points=st.lists(st.sampled_from(POINTS), unique=True, max_size=2),
    valid=st.integers(-1, 3),
    first=st.integers(0, 5),
    length=st.integers(0, 5),
    published=st.integers(0, 50),
)
searches = st.builds(
    Search,
    terms=st.lists(
        st.sampled_from(WORDS).map(lambda word: Term(((next(words_of(word)), 1.0),))), max_size=2
    ).map(tuple),
    facets=st.dictionaries(st.sampled_from(list(VALUES)), st.just(()), max_size=2).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                name: st.lists(
                    st.sampled_from(VALUES[name]), unique=True, min_size=1, max_size=2
                ).map(tuple)
                for name in chosen
            }
        )
    ),
    near=st.one_of(st.none(), st.sampled_from(POINTS).map(lambda p: (*p, 40.0))),
    days=st.one_of(st.none(), st.just((TODAY + 2, TODAY + 4))),
    organisation=st.one_of(st.none(), st.integers(0, 2)),
    published_after=st.one_of(st.none(), st.integers(0, 50)),
)


def passes(entry: Entry, search: Search, *, without: str = "") -> bool:
    """Whether all filters let an entry through, but for one facet."""
    for name, values in search.facets.items():
        if name != without and not set(values) & set(entry.facets.get(name, ())):
            return False
    if search.near:
        lat, lon, km = search.near
        if not any(distance_km(lat, lon, *point) <= km for point in entry.points):
            return False
    if search.days and (entry.first_day > search.days[1] or entry.last_day < search.days[0]):
        return False
    if search.organisation is not None and entry.organisation != search.organisation:
        return False
    if search.published_after is not None and entry.published <= search.published_after:
        return False
    return entry.valid_until >= TODAY


def held(entry: Entry, search: Search) -> int:
    words = {word for _weight, text in entry.texts for word in words_of(text)}
    return sum(any(word in words for word, _factor in term.words) for term in search.terms)


def by_hand(world: dict[Key, Entry], search: Search) -> tuple[set[Key], dict[str, Counter]]:
    """Hits and counts, found the long way."""
    most = max((held(e, search) for e in world.values() if passes(e, search)), default=0)
    enough = max(1, most) if search.terms else 0
    hits = {k for k, e in world.items() if passes(e, search) and held(e, search) >= enough}
    counts = {}
    for name in FACETS:
        of = [
            e for e in world.values()
            if passes(e, search, without=name) and held(e, search) >= enough
        ]  # fmt: skip
        counts[name] = Counter(value for e in of for value in e.facets.get(name, ()))
    return hits, counts


@settings(max_examples=300, deadline=None)
@given(
    loaded=st.lists(entries, max_size=12, unique_by=lambda entry: entry.key),
    changes=st.lists(st.one_of(entries, entries.map(lambda entry: entry.key)), max_size=12),
    search=searches,
)
def test_hits_and_counts_are_those_of_a_loop_over_everything(loaded, changes, search):
    index = SearchIndex()
    index.load(loaded)
    world = {entry.key: entry for entry in loaded}
    for change in changes:
        if isinstance(change, Entry):
            index.put(change)
            world[change.key] = change
        else:
            index.remove(change)
            world.pop(change, None)

    found = index.find(search, TODAY, 0, 100)

    hits, counts = by_hand(world, search)
    assert set(found.keys) == hits
    assert found.total == len(hits) == len(found.keys)
    assert {name: Counter(values) for name, values in found.counts.items()} == counts
    assert len(index) == len(world)


@given(loaded=st.lists(entries, min_size=1, max_size=12, unique_by=lambda entry: entry.key))
def test_pages_put_together_are_the_whole_list(loaded):
    index = SearchIndex()
    index.load(loaded)
    search = Search(terms=(Term((("garten"[:6], 1.0),)),))

    whole = index.find(search, TODAY, 0, 100).keys
    pages = [index.find(search, TODAY, at, at + 3).keys for at in range(0, 15, 3)]

    assert [key for page in pages for key in page] == whole


def an_entry(pk: int, title: str, text: str = "", **fields) -> Entry:
    return replace(
        Entry(Key(NEED, pk), ((TITLE, title), (TEXT, text)), {}, (), 1, published=pk), **fields
    )


def test_the_title_weighs_more_than_the_text_and_two_words_more_than_one():
    index = SearchIndex()
    index.load(
        [
            an_entry(1, "Kino", "Wir bauen"),
            an_entry(2, "Wir bauen", "Kino"),
            an_entry(3, "Kino", "Hammer"),
        ]
    )
    kino, hammer = (Term(((word, 1.0),)) for word in ("kino", "hamm"))
    hammer = Term(((next(words_of("Hammer")), 1.0),))

    assert [k.pk for k in index.find(Search(terms=(kino,)), TODAY).keys] == [3, 1, 2]
    both = index.find(Search(terms=(kino, hammer)), TODAY)
    assert [k.pk for k in both.keys] == [3]
    assert both.all_words


def test_rows_grow_with_the_entries():
    index = SearchIndex()
    index.load([an_entry(1, "Kino")])
    for pk in range(2, 1500):
        index.put(an_entry(pk, "Kino", facets={"format": (f"value-{pk % 40}",)}))

    found = index.find(Search(facets={"format": ("value-7",)}), TODAY, 0, 3)

    assert found.total == len([pk for pk in range(2, 1500) if pk % 40 == 7])
    assert index.find(Search(), TODAY).total == 1499
