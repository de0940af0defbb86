"""Listings that are there already count as confirmed when they last changed.

So that not everybody is asked on the same day (after an import, or an earlier migration that gave
all rows one time of change), everything is spread by its number over four weeks: what would be due
already over the four weeks after this migration, the rest over the four weeks before it is sixty days
old.
"""

from django.db import migrations


def fill(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        WITH known AS (
            SELECT id, greatest(changed_at, published_at, submitted_at, created_at) AS at
            FROM {table}
        )
        UPDATE {table} SET
            confirmed_at = least(known.at, now()),
            ask_at = greatest(
                known.at + make_interval(days => 60 - (known.id % 28)::int),
                now() + make_interval(days => 1 + (known.id % 28)::int)
            )
        FROM known WHERE known.id = {table}.id
        """,
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_confirmed_at")]

    operations = [fill("matching_need"), fill("matching_offer")]
