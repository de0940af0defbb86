"""Keys by which an organisation is recognised, and the addresses of those that were merged."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("profiles", "0009_site_land_index")]

    operations = [
        TrigramExtension(),
        migrations.AddField(
            model_name="organisation",
            name="name_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="organisation",
            name="register_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="vat_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name="organisation",
            name="domains",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="FormerOrganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(editable=False, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("values", models.JSONField(default=dict)),
                ("merged_at", models.DateTimeField(auto_now_add=True, verbose_name="merged")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_ones",
                        to="profiles.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "merged organisation",
                "verbose_name_plural": "merged organisations",
            },
        ),
    ]
