"""What `manage.py check` says of mails: each has a kind, both forms, and an example."""

from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import engines

from portal.foundation.outbox.templates import OF_LIBRARIES, all_templates

# What mails are made of, in templates/emails/; the rest there are mails.
PARTS = {"action", "base", "letter", "digest_part"}


def written_mails() -> set[str]:
    """The names of all mails in the template folders, from whichever of their files is there."""
    names = set()
    for folder in map(Path, engines["django"].engine.dirs):
        names |= {path.stem for path in (folder / "emails").glob("*.*")}
        for library in OF_LIBRARIES:
            for path in (folder / library).glob("*_message.*"):
                names.add(library + path.stem.removesuffix("_message"))
    return names - PARTS


@register
def every_mail_has_a_kind(**_given: Any) -> list[CheckMessage]:
    """A mail without a kind could be neither switched off nor explained."""
    known = {template.name: template for template in all_templates()}
    errors = [
        Error(
            f"The mail “{name}” has no kind.",
            hint="Register it in the mails.py of its app.",
            id="foundation.E001",
        )
        for name in sorted(written_mails() - set(known))
    ]
    errors += [
        Error(f"The mail “{name}” has no template.", id="foundation.E002")
        for name in sorted(set(known) - written_mails())
    ]
    return errors + [
        Error(f"The mail “{name}” has no sample for the gallery.", id="foundation.E003")
        for name, template in sorted(known.items())
        if template.sample is None
    ]
