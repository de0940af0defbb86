"""The search page and type-ahead among 100,000 organisations and 200,000 listings.

    python -m benchmarks.search [--organisations 100000] [--listings 200000]

Whole requests (view, database, template) through Django's test client in one process, warmed, each
address several times in a fixed random order. Compared in the same run with what one would write
first: `icontains` and a `Count` per facet through django-filter (`plain_search.py`), database only.
"""

import argparse
import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from benchmarks.measuring import say
from portal.stack import throwaway

SEARCHES = [
    ("suche", {}),
    ("suche", {"q": "Buchhaltung"}),
    ("suche", {"q": "Buchhaltug"}),
    ("suche", {"q": "Mentoring Leipzig 20 km"}),
    ("suche", {"q": "Wir suchen jemanden, der unsere Website macht"}),
    ("suche", {"q": "Jugendhaus", "land": "SN"}),
    ("suche", {"q": "Vereinsbuchhaltung", "flag": "remote"}),
    ("suche", {"q": "Xylophonbau"}),
    ("bedarfe", {}),
    ("bedarfe", {"competence": "finance"}),
    ("bedarfe", {"competence": "youth/mentoring", "place": "04109", "radius": "50"}),
    ("bedarfe", {"q": "Laptops", "format": "in-kind"}),
    ("bedarfe", {"target_group": ["families", "children"], "field": "youth_work"}),
    ("bedarfe", {"place": "Leipzig", "radius": "25", "page": "3"}),
    ("angebote", {}),
    ("angebote", {"format": ["mentoring", "internship"], "land": ["SN", "TH"]}),
    ("angebote", {"q": "Steuerberater Berlin"}),
    ("angebote", {"q": "Training", "flag": "room", "sort": "newest"}),
    ("angebote", {"q": "Möbel", "plz": "04", "size": "250+"}),
    ("organisationen", {}),
    ("organisationen", {"q": "Kanzlei"}),
    ("organisationen", {"kind": "company", "industry": "Steuerberatung"}),
    ("organisationen", {"place": "Köln", "radius": "10", "kind": "provider"}),
]
TYPED = [
    "Bu",
    "Buc",
    "Buch",
    "Buchh",
    "Men",
    "Mentor",
    "IT",
    "Steu",
    "Steuer",
    "Leip",
    "Leipz",
    "Jugend",
    "Web",
    "Mö",
    "Moebel",
    "Prak",
    "Daten",
]
ROUNDS = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=100_000)
    parser.add_argument("--listings", type=int, default=200_000)
    options = parser.parse_args()
    with throwaway.stack():
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django  # after the servers: settings read their addresses

        django.setup()
        _fill(options)
        _load()
        _measure()


def _fill(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import world
    from matching.models import ListingStatus, Need, Offer

    call_command("migrate", verbosity=0)
    call_command("load_taxonomy", verbosity=0)
    started = time.perf_counter()
    for model in (Need, Offer):
        world.fill(
            model,
            options.listings // 2,
            status=ListingStatus.PUBLISHED,
            organisations=options.organisations // 2,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say(f"{options.organisations} organisations, {options.listings} listings, "
        f"filled in {time.perf_counter() - started:.0f} s")  # fmt: skip


def _load() -> None:
    from portal.site.search.live import process_search

    before = _memory()
    started = time.perf_counter()
    with process_search.refreshed() as known:
        say(f"index of {len(known.index)} entries, {len(known.index.postings.words)} words: loaded in "
            f"{time.perf_counter() - started:.1f} s, {_memory() - before} MB")  # fmt: skip
    took = _times([process_search_once] * 50)
    say(f"catching up when nothing changed: p50 {took[0]:.1f} ms, p95 {took[1]:.1f} ms")


def process_search_once() -> None:
    from portal.site.search.live import process_search

    with process_search.refreshed():
        pass


def _measure() -> None:
    from django.test import Client
    from django.test.utils import override_settings

    from benchmarks import plain_search

    client = Client()
    chance = random.Random(1)
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        pages = [f"/{path}/?{urlencode(query, doseq=True)}" for path, query in SEARCHES]
        letters = [f"/suche/vorschlaege/?{urlencode({'q': typed})}" for typed in TYPED]
        for title, addresses in (("search page", pages), ("type-ahead", letters)):
            _get(client, addresses)
            often = addresses * ROUNDS
            chance.shuffle(often)
            p50, p95 = _times([lambda a=a: _get(client, [a]) for a in often])
            say(f"{title}: p50 {p50:.1f} ms, p95 {p95:.1f} ms over {len(often)} requests")
        for address in pages:
            p50, _p95 = _times([lambda a=address: _get(client, [a])] * 5)
            say(f"    {p50:6.1f} ms  {address}")
    searches = [(path, query) for path, query in SEARCHES if path in {"bedarfe", "angebote"}]
    p50, p95 = _times([lambda s=s: plain_search.run(*s) for s in searches])
    say(f"icontains and Count per facet, needs and offers only: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _get(client: object, addresses: Iterable[str]) -> None:
    for address in addresses:
        status = client.get(address).status_code  # type: ignore[attr-defined]
        if status != 200:
            raise SystemExit(f"{address}: {status}")


def _times(works: list[Callable[[], object]]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    took = []
    for work in works:
        started = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took), statistics.quantiles(took, n=20, method="inclusive")[-1]


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
