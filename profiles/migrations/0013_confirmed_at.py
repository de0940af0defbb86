"""When a profile was last known to be true, and when to ask."""

import django.utils.timezone
from django.db import migrations, models

import profiles.freshness


class Migration(migrations.Migration):
    dependencies = [("profiles", "0012_index_keys_of_organisations")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="confirmed_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="confirmed"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="ask_at",
            field=models.DateTimeField(default=profiles.freshness.first_asked_at, editable=False),
        ),
    ]
