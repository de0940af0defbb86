"""When a need or an offer was last known to be true, and when to ask."""

import django.utils.timezone
from django.db import migrations, models

import matching.freshness.rules


def operations_for(kind: str) -> list:
    return [
        migrations.AddField(
            model_name=kind,
            name="confirmed_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="confirmed"
            ),
        ),
        migrations.AddField(
            model_name=kind,
            name="ask_at",
            field=models.DateTimeField(
                default=matching.freshness.rules.first_asked_at, editable=False, null=True
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_dismissals_until_a_change")]

    operations = [*operations_for("need"), *operations_for("offer")]
