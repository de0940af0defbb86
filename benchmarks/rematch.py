"""A full rematch through real Celery: every open need and offer, rows written.

    python -m benchmarks.rematch [--needs 5000] [--offers 20000] [--processes 1 2]

Also says how long a worker takes to load its index: once with texts to read, then from what was
stored. The second run finds everything as it is and writes nothing.
"""

import argparse
import os
import subprocess
import sys
import time

from benchmarks.measuring import say
from portal.stack import throwaway


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--needs", type=int, default=5_000)
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with throwaway.stack():
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django  # after the servers: settings read their addresses

        django.setup()
        _fill(options)
        for processes in options.processes:
            _measure(processes)


def _fill(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import world
    from matching.live_index import LiveIndex
    from matching.models import ListingStatus, Need, Offer

    call_command("migrate", verbosity=0)
    call_command("load_taxonomy", verbosity=0)
    started = time.perf_counter()
    world.fill(Offer, options.offers, status=ListingStatus.PUBLISHED)
    world.fill(Need, options.needs, status=ListingStatus.PUBLISHED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"{options.needs} needs, {options.offers} offers, filled in {_since(started)}")
    started = time.perf_counter()
    LiveIndex().refreshed()
    say(f"index with all texts read for the first time: {_since(started)}")
    started = time.perf_counter()
    LiveIndex().refreshed()
    say(f"index from stored features: {_since(started)}")


def _measure(processes: int) -> None:
    from matching import rematch
    from matching.models import RunState, Suggestion

    Suggestion.objects.all().delete()
    worker = subprocess.Popen(
        [
            sys.executable, "-m", "celery", "--app", "portal", "worker",
            "--concurrency", str(processes), "--loglevel", "ERROR",
            "--without-gossip", "--without-mingle",
        ],
        env=os.environ | {"C_FORCE_ROOT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    try:
        time.sleep(10)  # the worker loads its index before it takes tasks
        for what in ("everything new", "nothing new"):
            started = time.perf_counter()
            run = rematch.start()
            while run.state == RunState.RUNNING:
                time.sleep(0.2)
                run.refresh_from_db()
            now = run.progress()
            say(f"{processes} processes, {what}: {_since(started)} "
                f"({now['rows_changed']} rows written, {now['failed']} parts failed, "
                f"{Suggestion.objects.count()} suggestions)")  # fmt: skip
    finally:
        worker.terminate()
        worker.wait(120)


def _since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"


if __name__ == "__main__":
    main()
