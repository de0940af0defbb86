"""“What fits today” while somebody writes a need, among 20,000 offers.

    python -m benchmarks.preview [--offers 20000] [--texts 200]

Timed is the whole request as the browser makes it: signing in, catching up with the database,
reading the text, ranking, three examples, HTML. The alternative in the same run is a process that
keeps no index between two requests.
"""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Callable

from benchmarks.measuring import report, say, timed
from portal.stack import throwaway


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--rebuilds", type=int, default=3, help="runs of the alternative")
    options = parser.parse_args()
    with throwaway.stack():
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django  # after the servers: settings read their addresses

        django.setup()
        _fill(options.offers, options.texts)
        _measure(options)


def _fill(offers: int, texts: int) -> None:
    from django.core.management import call_command

    from benchmarks import world
    from matching.models import ListingStatus, Need, Offer

    call_command("migrate", verbosity=0)
    call_command("load_taxonomy", verbosity=0)
    world.fill(Offer, offers, status=ListingStatus.PUBLISHED)
    world.fill(Need, texts, status=ListingStatus.DRAFT)


def _measure(options: argparse.Namespace) -> None:
    from matching import preview, sync
    from matching.live_index import LiveIndex
    from matching.models import Need, Offer

    say(f"reading all texts for the first time (a worker does it): "
         f"{timed(LiveIndex().refreshed):.0f} s")  # fmt: skip
    say(_fresh_process(options.offers))
    preview.warm()
    drafts = list(Need.objects.select_related("site", "organisation").order_by("pk"))
    ask = _asker(drafts[0])
    for need in drafts[:20]:
        ask(need)
    p50, _p95 = report("a request with a new text", [timed(lambda n=n: ask(n)) for n in drafts])
    after_a_change = []
    for need in drafts[:50]:
        Offer.objects.filter(pk=need.pk).update(capacity=7)
        after_a_change.append(timed(lambda n=need: ask(n)))
    report("the same after an offer was changed", after_a_change)
    report("of it reading, ranking and examples",
            [timed(lambda n=n: preview.preview_of(n, [])) for n in drafts])  # fmt: skip
    rebuilt = []
    for need in drafts[: options.rebuilds]:
        sync.process_index = LiveIndex()
        rebuilt.append(timed(lambda n=need: ask(n)))
    say(f"without a kept index: p50 {statistics.median(rebuilt):.2f} s "
         f"({statistics.median(rebuilt) / p50:.0f} × as long)")  # fmt: skip


def _asker(any_need: object) -> Callable[[object], None]:
    """Sends the text of a need as somebody of one organisation writes it: no kind of help yet."""
    from django.test import Client
    from django.urls import reverse

    from matching.views.posting import preview
    from profiles.models import Membership, User

    preview.A_MINUTE = 1_000_000
    author = User.objects.create_user("traeger@demo.example", name="Träger")
    Membership.objects.create(organisation=any_need.organisation, user=author)
    client = Client(headers={"host": "localhost"})
    client.force_login(author)
    address = reverse("matching:need-preview")

    def ask(need: object) -> None:
        answer = client.post(address, {"title": need.title, "description": need.description})
        if answer.status_code != 200 or b"preview-number" not in answer.content:
            sys.exit(f"no preview: {answer.status_code}")

    return ask


def _fresh_process(offers: int) -> str:
    """What loading costs a web process that has just started."""
    loading = (
        "import django, time; django.setup()\n"
        "from pathlib import Path\n"
        "pages = lambda: int(Path('/proc/self/statm').read_text().split()[1])\n"
        "from matching import preview\n"
        "before, started = pages(), time.perf_counter()\n"
        "preview.warm()\n"
        "print(f'{time.perf_counter() - started:.1f} s, {(pages() - before) * 4096 / 1e6:.0f} MB')"
    )
    found = subprocess.run(
        [sys.executable, "-c", loading], check=True, capture_output=True, text=True
    )
    return (
        f"{offers} offers, loading in a web process that has just started: {found.stdout.strip()}"
    )


if __name__ == "__main__":
    main()
