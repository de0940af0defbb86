"""What `manage.py check --database default` and `migrate` say of the legal pages in production."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from portal.site.legal import pages


# A database check: plain `check --deploy` runs while there is no database, as in CI and when the
# image is built. `migrate` runs it at every start of a release and goes on after a warning.
@register(Tags.database)
def the_legal_pages_are_filled_in(
    databases: Iterable[str] | None = None, **_given: Any
) -> list[CheckMessage]:
    """An imprint with gaps is none: whoever goes public is told which pages still have them."""
    if settings.DEBUG or not databases or "default" not in databases:
        return []
    try:
        unfinished = pages.unfinished()
    except DatabaseError:  # before the first migration there is no table
        return []
    return [
        Warning(
            f"The legal page “{page.kind}” ({page.language}) has gaps: {', '.join(page.missing)}.",
            hint="Fill them in at /verwaltung/site/legaltext/ (docs/operations.md).",
            id="site.W001",
        )
        for page in unfinished
    ]
