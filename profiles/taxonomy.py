"""The taxonomy that the portal starts with: `profiles/taxonomy.json`.

Groups and competencies, two levels, named by slugs ("finance/accounting") that never change. In the
database it belongs to the Servicestelle, which edits it in admin.
"""

import json
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from profiles.models import Competence

FILE = Path(__file__).parent / "taxonomy.json"


class Loaded(NamedTuple):
    """How many entries were added and how many overwritten."""

    added: int
    overwritten: int


@transaction.atomic
def load(*, overwrite: bool = False) -> Loaded:
    """Add the entries of the file that the database lacks. May run any number of times.

    `overwrite` also sets the known ones back to what the file says; entries that only the database
    has stay either way.
    """
    rows = json.loads(FILE.read_text(encoding="utf-8"))["competencies"]
    known = {competence.slug: competence for competence in Competence.objects.select_for_update()}
    added = overwritten = 0
    for row in sorted(rows, key=lambda row: row["parent"] is not None):
        values = row | {"parent": known.get(row["parent"])}
        competence = known.get(row["slug"])
        if competence is None:
            known[row["slug"]] = Competence.objects.create(**values)
            added += 1
        elif overwrite and any(getattr(competence, name) != values[name] for name in values):
            for name, value in values.items():
                setattr(competence, name, value)
            competence.save()
            overwritten += 1
    return Loaded(added, overwritten)
