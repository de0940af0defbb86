import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("waiting", "Waiting"),
    ("held", "Waiting for the digest"),
    ("sent", "Sent"),
    ("in_digest", "Part of a digest"),
    ("undeliverable", "Address does not exist"),
    ("refused", "Refused by the mail server"),
    ("withheld", "Not wanted any more"),
]
PACES = [
    ("immediately", "Immediately"),
    ("daily", "In one mail a day"),
    ("weekly", "In one mail a week"),
    ("off", "Not at all"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("foundation", "0004_unsubscribe_url"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="kind",
            field=models.CharField(
                blank=True, db_default="", max_length=30, verbose_name="kind"
            ),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mails",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="about",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="state",
            field=models.CharField(
                choices=STATES,
                db_default="waiting",
                default="waiting",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="refusals",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="refusals"
            ),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="digest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="contents",
                to="foundation.outboxmail",
                verbose_name="digest",
            ),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="part",
            field=models.JSONField(db_default={}, default=dict, editable=False),
        ),
        migrations.CreateModel(
            name="MailPause",
            fields=[
                ("name", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("since", models.DateTimeField(auto_now_add=True)),
                ("until", models.DateTimeField()),
                ("error", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="MailPreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("pace", models.CharField(choices=PACES, max_length=20)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="mail_preference_once_per_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pace__in", [pace for pace, _label in PACES])),
                        name="mail_preference_pace_known",
                    ),
                ],
            },
        ),
    ]
