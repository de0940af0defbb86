from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_changed_at_functions")]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="unsubscribe_url",
            field=models.URLField(blank=True, default="", editable=False, max_length=500),
            preserve_default=False,
        ),
    ]
