"""How far the author of a draft has come."""

import django.contrib.postgres.fields
from django.db import migrations, models


def operation_for(kind: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=kind,
        name="steps_seen",
        field=django.contrib.postgres.fields.ArrayField(
            base_field=models.CharField(max_length=30),
            blank=True,
            default=list,
            db_default=[],
            editable=False,
            size=None,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0013_told_suggestions")]

    operations = [operation_for("need"), operation_for("offer")]
