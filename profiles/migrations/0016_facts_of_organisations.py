"""Name in the register, umbrella, recognition, charitable status and region of an organisation."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0015_forget_contacts_of_merged_organisations")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="legal_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="name in the register"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="recognised_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="recognised by"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="recognised_on",
            field=models.DateField(blank=True, null=True, verbose_name="recognised on"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="recognised_under_75",
            field=models.BooleanField(default=False, verbose_name="recognised under § 75 SGB VIII"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="region",
            field=models.CharField(blank=True, max_length=120, verbose_name="region"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="tax_notice",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not charitable, or not given"),
                    ("exemption", "Exemption notice (Freistellungsbescheid)"),
                    ("determination", "Determination under § 60a AO"),
                ],
                max_length=20,
                verbose_name="charitable status",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="tax_notice_on",
            field=models.DateField(blank=True, null=True, verbose_name="date of the notice"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="umbrella",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "none, or not given"),
                    ("awo", "Arbeiterwohlfahrt (AWO)"),
                    ("caritas", "Caritas"),
                    ("diakonie", "Diakonie"),
                    ("drk", "German Red Cross (DRK)"),
                    ("paritaet", "Der Paritätische"),
                    ("zwst", "Central Welfare Board of Jews in Germany (ZWST)"),
                    ("youth_council", "Youth council (Jugendring)"),
                    ("other", "Another federation"),
                ],
                max_length=20,
                verbose_name="umbrella organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="umbrella_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="name of its branch"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "umbrella__in",
                        [
                            "",
                            "awo",
                            "caritas",
                            "diakonie",
                            "drk",
                            "paritaet",
                            "zwst",
                            "youth_council",
                            "other",
                        ],
                    )
                ),
                name="organisation_umbrella_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recognised_under_75", True),
                    models.Q(("recognised_by", ""), ("recognised_on", None)),
                    _connector="OR",
                ),
                name="organisation_recognition_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recognised_on", None),
                    (
                        "recognised_on__range",
                        (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="organisation_recognition_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tax_notice", ""), ("tax_notice_on", None)),
                    models.Q(
                        ("tax_notice__in", ["exemption", "determination"]),
                        ("tax_notice_on__isnull", False),
                        (
                            "tax_notice_on__range",
                            (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)),
                        ),
                    ),
                    _connector="OR",
                ),
                name="organisation_tax_notice_dated",
            ),
        ),
    ]
