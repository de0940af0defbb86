"""`manage.py import_listings`: files of needs and offers become published listings."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from matching.importing import BadFiles, import_files

FAULTS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Import needs and offers (JSON lines) as published listings of approved organisations. "
        "Repeatable: only what changed in the files is changed. A bad line stops everything."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--needs", type=Path, help="file with one need a line")
        parser.add_argument("--offers", type=Path, help="file with one offer a line")

    @no_translations
    def handle(self, *, needs: Path | None, offers: Path | None, **options: object) -> None:
        if needs is None and offers is None:
            raise CommandError("Name at least one file: --needs FILE or --offers FILE.")
        try:
            counts = import_files(needs, offers)
        except OSError as error:
            raise CommandError(f"Cannot read the file: {error}") from error
        except BadFiles as bad:
            for line in bad.bad_lines[:FAULTS_SHOWN]:
                self.stderr.write(str(line))
            raise CommandError(f"{len(bad.bad_lines)} bad lines, nothing was imported.") from None
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()) + ".")
