"""One photo of an organisation, with the words that go with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0022_changed_at_with_logo_alt")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="photo",
            field=models.ImageField(
                "photo",
                blank=True,
                db_default="",
                default="",
                upload_to="photos/organisations/",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="photo_alt",
            field=models.CharField(
                "what the photo shows", blank=True, db_default="", default="", max_length=160
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="photo_by",
            field=models.CharField(
                "who took the photo", blank=True, db_default="", default="", max_length=100
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(photo="") | ~models.Q(photo_alt=""),
                name="organisation_photo_in_words",
            ),
        ),
    ]
