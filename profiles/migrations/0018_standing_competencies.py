"""Standing competencies get a level and conditions. Their table stays the one that is there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0017_changed_at_with_facts")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="StandingCompetency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "competence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="standing_rows",
                                to="profiles.competence",
                                verbose_name="competency",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="standing",
                                to="profiles.organisation",
                                verbose_name="organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "standing competency",
                        "verbose_name_plural": "standing competencies",
                        "db_table": "profiles_organisation_standing_competencies",
                        "unique_together": {("organisation", "competence")},
                    },
                ),
                migrations.AlterField(
                    model_name="organisation",
                    name="standing_competencies",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="standing_at",
                        through="profiles.StandingCompetency",
                        to="profiles.competence",
                        verbose_name="competencies it offers standing",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="standingcompetency",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not given"),
                    ("basic", "we know our way around"),
                    ("solid", "we do it regularly"),
                    ("professional", "it is our profession"),
                ],
                default="",
                max_length=20,
                verbose_name="level",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="standingcompetency",
            name="conditions",
            field=models.CharField(
                blank=True, default="", max_length=160, verbose_name="conditions"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="standingcompetency",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["", "basic", "solid", "professional"])),
                name="standing_level_known",
            ),
        ),
    ]
