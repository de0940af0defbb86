"""Imports of 20,000 lines: reading, comparing, storing; time and peak of memory of each step.

    python -m benchmarks.imports [--organisations 20000] [--lines 20000]

The steps of `portal.site.importing.work` in one process, as a worker does them, on the embedded
PostgreSQL, among organisations with names made of the same words.
"""

import argparse
import csv
import io
import os
import random
import time
from pathlib import Path

from benchmarks.measuring import say
from portal.stack import throwaway

KINDS = ["Jugendhaus", "Jugendtreff", "Kita", "Familienzentrum", "Kinderladen", "Förderverein",
         "Beratungsstelle", "Bürgerhaus", "Werkstatt", "Mehrgenerationenhaus"]  # fmt: skip
FORMS = ["e. V.", "gGmbH", "Stiftung", ""]
WORDS = ["Sonnen", "Regen", "Wald", "Berg", "Linden", "Ahorn", "Stern", "Mond", "Brücken", "Ufer",
         "Wiesen", "Garten", "Anger", "Kastanien", "Möwen", "Adler", "Fuchs", "Birken", "Nord",
         "Hafen", "Mühlen", "Feld", "Hof", "Markt"]  # fmt: skip
ENDS = ["bogen", "blick", "grund", "tal", "winkel", "weg", "platz", "haus", "garten", "stein"]
STEPS = {"reading": "read", "checking": "compared", "storing": "stored", "inviting": "invited"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--lines", type=int, default=20_000)
    options = parser.parse_args()
    with throwaway.stack():
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django  # after the servers: settings read their addresses

        django.setup()
        _fill(options.organisations)
        organisations = _organisations(options.lines, seed=2)
        _import("organisations", "CSV", _csv(organisations))
        _import("organisations", "XLSX, all of them known by now", _xlsx(organisations))
        _import("needs", "CSV", _csv(_needs(organisations)))


def _names(chance: random.Random) -> str:
    word = f"{chance.choice(WORDS)}{chance.choice(ENDS)}"
    name = f"{chance.choice(KINDS)} {word} {chance.choice(WORDS)}{chance.choice(ENDS)}"
    return f"{name} {chance.choice(FORMS)}".strip()


def _organisations(number: int, *, seed: int) -> list[dict[str, str]]:
    from profiles import places

    chance = random.Random(seed)
    somewhere = places.every_place()
    rows = []
    for n in range(number):
        place = chance.choice(somewhere)
        rows.append(
            {
                "Name": _names(chance), "Art": "Träger", "Beschreibung": f"Text {n}. " * 20,
                "Webseite": f"https://www.haus{seed}-{n}.example", "Postleitzahl": place.postcode,
                "Ort": place.name, "Straße": f"Weg {n}", "Registergericht": place.name,
                "Registernummer": f"VR {seed}{n:05d}", "Kontaktperson": f"Kim Nummer {n}",
                "E-Mail": f"kontakt@haus{seed}-{n}.example", "Telefon": f"+49 341 {n}",
                "Arbeitsfelder": "Jugendarbeit",
            }
        )  # fmt: skip
    return rows


def _needs(organisations: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "Organisation": row["Name"], "Titel": f"Bedarf {n * 7919}",
            "Beschreibung": f"Wir suchen Hilfe {n}. " * 15, "Arten der Hilfe": "Mentoring",
            "für wen": "Familien", "Postleitzahl": row["Postleitzahl"], "von": "01.01.2030",
            "bis": "31.12.2030", "Kennung": f"N{n}",
        }
        for n, row in enumerate(organisations)
    ]  # fmt: skip


def _csv(rows: list[dict[str, str]]) -> bytes:
    into = io.StringIO()
    writer = csv.DictWriter(into, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return into.getvalue().encode()


def _xlsx(rows: list[dict[str, str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _fill(number: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from profiles.models import Organisation, ReviewStatus, Site
    from profiles.registration import register_many

    call_command("migrate", verbosity=0)
    rows = _organisations(number, seed=1)
    made = register_many(
        [Organisation(name=r["Name"], kind="provider", status=ReviewStatus.APPROVED) for r in rows],
        by=None,
    )
    Site.objects.bulk_create(
        Site(
            organisation=o, postcode=r["Postleitzahl"], place=r["Ort"], lat=51, lon=12, is_main=True
        )
        for o, r in zip(made, rows, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say(f"{number} organisations here")


def _import(kind: str, title: str, content: bytes) -> None:
    from django.utils import timezone

    from portal.site.importing import runs, showing, work
    from portal.site.models import ImportRun

    by = _moderator()
    say(f"\n{kind}, {title}, {len(content) / 1e6:.1f} MB")
    run = runs.prepare(kind, "liste", content, by=by)
    del content
    while True:
        run = ImportRun.objects.defer("content").get(pk=run.pk)
        if run.state in STEPS and run.due_at and run.due_at <= timezone.now():
            state, began, worked = run.state, time.perf_counter(), time.process_time()
            _forget_peak()
            while run.state == state:
                work._step(run.pk)
                run = ImportRun.objects.defer("content").get(pk=run.pk)
            say(
                f"    {STEPS[state]} in {time.perf_counter() - began:.1f} s (here "
                f"{time.process_time() - worked:.1f} s of processor), peak {_peak()} MB"
            )
        elif run.state == "ready" and not run.confirmed_at:
            if run.problem:
                raise SystemExit(run.problem)
            say(f"    {showing.counts(run)}")
            options = {"status": "approved" if kind == "organisations" else "published"}
            options |= {"replaces_no_staff": True, "invite": False}
            if not runs.taken_lines(run).exists():
                return
            began = time.perf_counter()
            runs.confirm(run, options, version=run.version, by=by)
            say(f"    confirmed in {time.perf_counter() - began:.1f} s")
        else:
            say(f"    {run.state} {run.problem}")
            return


def _moderator():
    from django.contrib.auth.models import Group

    from profiles.models import MODERATORS, User

    by, _is_new = User.objects.get_or_create(email="a@b.example", defaults={"is_staff": True})
    by.groups.add(Group.objects.get(name=MODERATORS))
    return by


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main()
