"""Gives a new database the taxonomy; what the Servicestelle already keeps stays as it is."""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "taxonomy.json"


def add_missing(apps, schema_editor):
    competence = apps.get_model("profiles", "Competence")
    known = dict(competence.objects.values_list("slug", "pk"))
    rows = json.loads(FILE.read_text(encoding="utf-8"))["competencies"]
    for row in sorted(rows, key=lambda row: row["parent"] is not None):
        if row["slug"] in known:
            continue
        values = {name: value for name, value in row.items() if name != "parent"}
        created = competence.objects.create(parent_id=known.get(row["parent"]), **values)
        known[row["slug"]] = created.pk


class Migration(migrations.Migration):
    dependencies = [("profiles", "0002_changed_xid_triggers")]

    # Going back deletes nothing: the taxonomy is the Servicestelle's by then, and listings use it.
    operations = [migrations.RunPython(add_missing, migrations.RunPython.noop)]
