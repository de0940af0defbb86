"""Numbers by which an organisation is the same organisation, however its name is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_staff_groups")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="register_court",
            field=models.CharField(blank=True, max_length=80, verbose_name="register court", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organisation",
            name="register_number",
            field=models.CharField(
                blank=True,
                help_text="Such as VR 1234 or HRB 5678.",
                max_length=30,
                verbose_name="register number",
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organisation",
            name="vat_id",
            field=models.CharField(
                blank=True,
                help_text="Such as DE 123456788.",
                max_length=20,
                verbose_name="VAT identification number",
                default="",
            ),
            preserve_default=False,
        ),
    ]
