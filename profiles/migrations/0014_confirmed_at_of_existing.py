"""Profiles that are there already count as confirmed when they last changed.

So that not everybody is asked on the same day (after an import, or an earlier migration that gave
all rows one time of change), everything is spread by its number over four weeks: what would be due
already over the four weeks after this migration, the rest over the four weeks before it is half a year
old.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("profiles", "0013_confirmed_at")]

    operations = [
        migrations.RunSQL(
            """
            WITH known AS (
                SELECT id, greatest(changed_at, approved_at, submitted_at, created_at) AS at
                FROM profiles_organisation
            )
            UPDATE profiles_organisation SET
                confirmed_at = least(known.at, now()),
                ask_at = greatest(
                    known.at + make_interval(days => 180 - (known.id % 28)::int),
                    now() + make_interval(days => 1 + (known.id % 28)::int)
                )
            FROM known WHERE known.id = profiles_organisation.id
            """,
            migrations.RunSQL.noop,
        )
    ]
