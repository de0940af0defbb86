"""From publishing a need to its visible suggestions, through a real broker and worker.

    python -m benchmarks.posting [--offers 20000] [--needs 200]

What is timed, from the moderator's decision on: the transaction that publishes, the message through
Redis, the worker's catching up, ranking and writing, and the page on which the Träger sees the
suggestions. The alternative in the same run is a worker that keeps no index between two tasks.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from benchmarks.measuring import report, say, timed
from portal.stack import throwaway


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--needs", type=int, default=200)
    parser.add_argument("--rebuilds", type=int, default=3, help="runs of the alternative")
    options = parser.parse_args()
    with throwaway.stack() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django  # after the servers: settings read their addresses

        django.setup()
        _fill(options.offers, options.needs)
        log = (folder / "worker.log").open("wb")
        worker = subprocess.Popen(
            [
                sys.executable, "-m", "celery", "--app", "portal", "worker", "--concurrency", "2",
                "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
            ],
            env=os.environ | {"C_FORCE_ROOT": "1"}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _measure(options)
        finally:
            worker.terminate()
            worker.wait(60)
            log.close()


def _fill(offers: int, needs: int) -> None:
    from django.core.management import call_command

    from benchmarks import world
    from matching.live_index import LiveIndex
    from matching.models import ListingStatus, Need, Offer

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("load_taxonomy", verbosity=0)
    world.fill(Offer, offers, status=ListingStatus.PUBLISHED)
    world.fill(Need, needs + 50, status=ListingStatus.SUBMITTED)
    say(f"{offers} published offers, filled in {time.perf_counter() - started:.0f} s")
    # The portal has been running for a while: the texts of what is open were read before.
    seconds = timed(LiveIndex().refreshed)
    say(f"reading all texts for the first time: {seconds:.0f} s")


def _measure(options: argparse.Namespace) -> None:
    from matching.live_index import LiveIndex
    from matching.models import Need
    from matching.records import record_of

    publish_and_see = _publisher()
    waiting = list(Need.objects.waiting_for_review().order_by("pk"))
    started = time.perf_counter()
    # Both worker processes build their index with their first task.
    first = [publish_and_see(waiting.pop()) for _number in range(50)]
    say(f"first need after the worker's start: {max(first)[0]:.2f} s (the index is built)")
    say(f"50 needs to warm up: {time.perf_counter() - started:.1f} s")
    published = [publish_and_see(waiting.pop()) for _number in range(options.needs)]
    found = sum(1 for need in Need.objects.open() if need.suggestions.exists())
    say(f"needs with suggestions: {found} of {options.needs + 50}")
    report("published → suggestions stored", [matched for matched, _seen in published])
    p50, _p95 = report("published → seen on the page", [seen for _matched, seen in published])
    need = Need.objects.open().first()
    rebuilt = [
        timed(lambda: LiveIndex().refreshed().rank_offers(record_of(need)))
        for _number in range(options.rebuilds)
    ]
    say(f"without a kept index, ranking alone: p50 {statistics.median(rebuilt):.2f} s "
         f"({statistics.median(rebuilt) / p50:.0f} × as long)")  # fmt: skip


def _publisher() -> Callable[..., tuple[float, float]]:
    from django.contrib.auth.models import Group
    from django.test import Client
    from django.urls import reverse

    from matching import publishing
    from matching.models import Need
    from profiles.models import MODERATORS, Membership, Role, User

    moderator = User.objects.create_user("pruefung@demo.example", name="Prüfung", is_staff=True)
    moderator.groups.add(Group.objects.get(name=MODERATORS))
    author = User.objects.create_user("traeger@demo.example", name="Träger")
    inbox = reverse("matching:suggestions")

    def publish_and_see(need: Need) -> tuple[float, float]:
        Membership.objects.filter(user=author).delete()
        Membership.objects.create(organisation=need.organisation, user=author, role=Role.OWNER)
        client = Client(headers={"host": "localhost"})
        client.force_login(author)
        started = time.perf_counter()
        publishing.publish(need, by=moderator)
        while not Need.objects.filter(pk=need.pk, matching_due_at=None).exists():
            if time.perf_counter() - started > 120:
                sys.exit(f"need {need.pk} was not matched within two minutes")
            time.sleep(0.002)
        matched = time.perf_counter() - started
        page = client.get(inbox)
        seconds = time.perf_counter() - started
        assert page.status_code == 200
        assert not need.suggestions.exists() or need.title in page.content.decode()
        return matched, seconds

    return publish_and_see


if __name__ == "__main__":
    main()
