"""What the logo shows, for people who do not see it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0020_one_spelling")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="logo_alt",
            field=models.CharField(
                "what the logo shows", blank=True, db_default="", default="", max_length=160
            ),
        ),
    ]
