"""When the public part of a need or an offer last changed: for open data and the sitemap.

Rows that are there already get the time of this migration.
"""

import django.utils.timezone
from django.db import migrations, models

from portal.foundation.changed_at import note_changes_of, pass_on_changes

LISTING = (
    "organisation_id", "site_id", "title", "description", "radius_km", "remote_ok", "starts_on",
    "ends_on", "languages", "status", "published_at", "valid_until",
)  # fmt: skip
PUBLIC = {
    "need": (
        *LISTING, "format", "alternative_formats", "target_group", "people_needed",
        "contact_with_minors", "gives_back", "max_group_size", "lead_time_days",
    ),
    "offer": (
        *LISTING, "formats", "target_groups", "capacity", "capacity_taken", "excludes",
        "min_notice_days",
    ),
}  # fmt: skip


def operations_for(kind: str) -> list:
    table = f"matching_{kind}"
    return [
        migrations.AddField(
            model_name=kind,
            name="changed_at",
            field=models.DateTimeField(
                db_index=True,
                default=django.utils.timezone.now,
                editable=False,
                verbose_name="changed",
            ),
        ),
        note_changes_of(table, PUBLIC[kind]),
        pass_on_changes(f"{table}_competencies", f"{kind}_id", to=table, found_by="id"),
        # What a listing tells about its organisation and its place.
        pass_on_changes(
            "profiles_organisation",
            "id",
            to=table,
            found_by="organisation_id",
            of=("slug", "name", "kind", "status"),
        ),
        pass_on_changes(
            "profiles_site", "id", to=table, found_by="site_id", of=("postcode", "place")
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0006_proposals"),
        ("profiles", "0006_changed_at"),
        ("foundation", "0003_changed_at_functions"),
    ]

    operations = [*operations_for("need"), *operations_for("offer")]
