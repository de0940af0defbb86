"""The photo and its words count as a change of the public part, too."""

from django.db import migrations

from portal.foundation.changed_at import note_changes_of

ORGANISATION = "profiles_organisation"
BEFORE = (
    "slug", "kind", "name", "legal_form", "description", "website", "logo", "fields_of_work",
    "industry", "size", "status", "legal_name", "umbrella", "umbrella_name", "recognised_under_75",
    "recognised_on", "recognised_by", "tax_notice", "tax_notice_on", "region", "logo_alt",
)  # fmt: skip
ADDED = ("photo", "photo_alt", "photo_by")

before = note_changes_of(ORGANISATION, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0023_photos")]

    operations = [
        migrations.RunSQL(before.reverse_sql, before.sql),
        note_changes_of(ORGANISATION, (*BEFORE, *ADDED)),
    ]
