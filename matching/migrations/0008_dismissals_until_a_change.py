from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0007_changed_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='dismissal',
            name='until_changed',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
