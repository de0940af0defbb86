"""The Land of each site, by which regions count: filled from the postcode."""

import gzip
from collections import defaultdict
from pathlib import Path

from django.db import migrations, models

TABLE = Path(__file__).parent.parent / "places" / "postcodes.tsv.gz"


def fill(apps, schema_editor):
    site = apps.get_model("profiles", "Site")
    postcodes = defaultdict(list)
    with gzip.open(TABLE, "rt", encoding="utf-8") as rows:
        for row in rows:
            postcode, _place, land, *_coordinates = row.split("\t")
            postcodes[land].append(postcode)
    for land, of_land in postcodes.items():
        if land:
            site.objects.filter(land="", postcode__in=of_land).update(land=land)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0006_changed_at")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="land",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=2, verbose_name="Land"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
