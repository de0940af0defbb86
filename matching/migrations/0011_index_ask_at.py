"""An index for finding what is to be asked about, built while everybody goes on working."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def index_of(kind: str) -> AddIndexConcurrently:
    return AddIndexConcurrently(
        model_name=kind,
        index=models.Index(
            fields=["ask_at"],
            condition=models.Q(ask_at__isnull=False, status="published"),
            name=f"{kind}_ask_at",
        ),
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("matching", "0010_confirmed_at_of_existing")]

    operations = [index_of("need"), index_of("offer")]
