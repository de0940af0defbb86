"""When an organisation's public part last changed: for open data and the sitemap.

Rows that are there already get the time of this migration.
"""

import django.utils.timezone
from django.db import migrations, models

from portal.foundation.changed_at import note_changes_of, pass_on_changes

PUBLIC = (
    "slug", "kind", "name", "legal_form", "description", "website", "logo", "fields_of_work",
    "industry", "size", "status",
)  # fmt: skip
ORGANISATION = "profiles_organisation"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_identifiers"), ("foundation", "0003_changed_at_functions")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="changed_at",
            field=models.DateTimeField(
                db_index=True,
                default=django.utils.timezone.now,
                editable=False,
                verbose_name="changed",
            ),
        ),
        note_changes_of(ORGANISATION, PUBLIC),
        pass_on_changes("profiles_site", "organisation_id", to=ORGANISATION, found_by="id"),
        pass_on_changes(
            "profiles_organisation_standing_competencies",
            "organisation_id",
            to=ORGANISATION,
            found_by="id",
        ),
    ]
