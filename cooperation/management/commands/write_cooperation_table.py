"""Writes the tables of the state machine into docs/cooperation.md, between its two marks."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from cooperation.machine import STEPS, Step

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "cooperation.md"
        before, _begin, rest = path.read_text().partition(BEGIN)
        _old, _end, after = rest.partition(END)
        path.write_text(f"{before}{BEGIN}\n{tables()}{END}{after}")


def tables() -> str:
    """Markdown: one table for each kind of object, one line for each step."""
    with translation.override("en"):
        return "\n".join(
            f"### {model._meta.verbose_name.capitalize()}\n\n"
            "| step | from | to | by | what it means |\n| --- | --- | --- | --- | --- |\n"
            + "".join(_line(step) for step in steps)
            for model, steps in STEPS.items()
        )


def _line(step: Step) -> str:
    origin = ", ".join(status or "(new)" for status in step.when)
    who = ", ".join(str(party.label) for party in step.by)
    return f"| {step.name} | {origin} | {step.to or '(stays)'} | {who} | {step.meaning} |\n"
