"""`manage.py load_demo`: fill an empty portal with invented organisations, needs and offers."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.site.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from portal.site.demo.loading import IncompleteTaxonomyError, is_loaded, load


class Command(BaseCommand):
    help = "Load the demo data once; a second call changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="load although DEBUG is off (the demo accounts have a public password)",
        )

    def handle(self, *, force: bool, **options: object) -> None:
        if not (settings.DEBUG or force):
            raise CommandError(
                "Demo accounts have a public password and DEBUG is off: add --force if you mean it."
            )
        if is_loaded():
            self.stdout.write("The demo data are already there; nothing was changed.")
        else:
            self._load()
        self._show_sign_ins()

    def _load(self) -> None:
        self.stdout.write("Loading demo data …")
        try:
            load(tell=lambda progress: self.stdout.write(f"  {progress}"))
        except IncompleteTaxonomyError as missing:
            raise CommandError(
                f"{missing} Load the taxonomy first, then call load_demo again."
            ) from missing

    def _show_sign_ins(self) -> None:
        self.stdout.write("Sign in as:")
        for role, email in DEMO_SIGN_INS:
            self.stdout.write(f"  {role:<14} {email}  (password: {DEMO_PASSWORD})")
