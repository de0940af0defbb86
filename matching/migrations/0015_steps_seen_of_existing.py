"""Drafts that are there already count as seen up to the first step that lacks something.

Only drafts: whatever was handed in once has been read on the check page, and no row of it is touched.
"""

from django.db import migrations

BEGUN = "'worum-geht-es', 'themen'"
HOW = f"{BEGUN}, 'wie-und-fuer-wen'"
WHERE = f"{HOW}, 'wo-und-wann'"


def fill(table: str, *, lacks_how: str, last: str, lacks_last: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        UPDATE {table} SET steps_seen = CASE
            WHEN btrim(title) = '' OR btrim(description) = '' THEN ARRAY[]::varchar[]
            WHEN {lacks_how} THEN ARRAY[{BEGUN}]
            WHEN ends_on < current_date THEN ARRAY[{HOW}]
            WHEN {lacks_last} THEN ARRAY[{WHERE}]
            ELSE ARRAY[{WHERE}, '{last}']
        END
        WHERE status = 'draft'
        """,
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0014_steps_seen")]

    operations = [
        fill(
            "matching_need",
            lacks_how="format = '' OR target_group = ''",
            last="wer-kommt",
            lacks_last="NOT replaces_no_staff",
        ),
        fill(
            "matching_offer",
            lacks_how="cardinality(formats) = 0",
            last="wie-viel",
            lacks_last="false",
        ),
    ]
