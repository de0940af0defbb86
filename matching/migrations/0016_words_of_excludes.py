"""A tick at “no contact …” cannot be read the other way round. Words alone: no row changes."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0015_steps_seen_of_existing")]

    operations = [
        migrations.AlterField(
            model_name="offer",
            name="excludes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[("contact-with-minors", "no contact with children or adolescents")],
                    max_length=30,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="limits",
            ),
        ),
    ]
