"""An index for counting by Land; apart from the filling, which leaves work for its transaction."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0008_site_land")]

    operations = [
        migrations.AddIndex(
            model_name="site", index=models.Index(fields=["land"], name="site_land")
        ),
    ]
