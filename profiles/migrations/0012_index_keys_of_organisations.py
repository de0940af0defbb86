from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0011_keys_of_organisations")]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["register_key"], name="organisation_register_key"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["vat_key"], name="organisation_vat_key"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=GinIndex(fields=["domains"], name="organisation_domains"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=GinIndex(
                fields=["name_key"], name="organisation_name_alike", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]
