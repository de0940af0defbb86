"""One photo of an example, with the words that go with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0011_calendar_feeds")]

    operations = [
        migrations.AddField(
            model_name="example",
            name="photo",
            field=models.ImageField(
                "photo", blank=True, db_default="", default="", upload_to="photos/examples/"
            ),
        ),
        migrations.AddField(
            model_name="example",
            name="photo_alt",
            field=models.CharField(
                "what the photo shows", blank=True, db_default="", default="", max_length=160
            ),
        ),
        migrations.AddField(
            model_name="example",
            name="photo_by",
            field=models.CharField(
                "who took the photo", blank=True, db_default="", default="", max_length=100
            ),
        ),
        migrations.AddConstraint(
            model_name="example",
            constraint=models.CheckConstraint(
                condition=models.Q(photo="") | ~models.Q(photo_alt=""),
                name="example_photo_in_words",
            ),
        ),
    ]
