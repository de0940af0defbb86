"""`manage.py load_taxonomy`: bring the competencies of profiles/taxonomy.json into the database."""

from django.core.management.base import BaseCommand, CommandParser

from profiles import taxonomy


class Command(BaseCommand):
    help = "Add the competencies that are missing; what was edited in admin stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="set known competencies back to what the file says (labels, synonyms, texts)",
        )

    def handle(self, *, overwrite: bool, **options: object) -> None:
        loaded = taxonomy.load(overwrite=overwrite)
        self.stdout.write(f"{loaded.added} added, {loaded.overwritten} overwritten.")
