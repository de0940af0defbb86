"""Listings that are there already count as confirmed when they last changed.

So that not everybody is asked on the same day, those that would be due are spread by their number
over the four weeks after this migration; the others are asked when they are sixty days old.
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
                known.at + interval '60 days',
                now() + make_interval(days => 1 + (known.id % 28)::int)
            )
        FROM known WHERE known.id = {table}.id
        """,
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0009_confirmed_at")]

    operations = [fill("matching_need"), fill("matching_offer")]
