"""What the Servicestelle has checked. A badge that comes or goes is a change of the public part."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.foundation.changed_at import pass_on_changes


class Migration(migrations.Migration):
    dependencies = [("profiles", "0018_standing_competencies")]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("register", "Register entry"),
                            ("tax", "Notice of the tax office on charitable status"),
                            ("recognition", "Recognition under § 75 SGB VIII"),
                            ("vat_id", "VAT identification number"),
                            ("contact", "Contact person, by phone"),
                            ("visit", "Visit on site"),
                        ],
                        max_length=20,
                        verbose_name="what was checked",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="note of the Servicestelle"
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "has not ended"),
                            ("withdrawn", "withdrawn by the Servicestelle"),
                            ("changed", "what was checked has been changed"),
                            ("renewed", "checked again"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="why it ended",
                    ),
                ),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
            },
        ),
        migrations.AddField(
            model_name="verification",
            name="checked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="checked by",
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="verifications",
                to="profiles.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="verification",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["valid_until"],
                name="verification_ending",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["register", "tax", "recognition", "vat_id", "contact", "visit"])
                ),
                name="verification_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("checked_on"))),
                name="verification_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at", None)),
                    models.Q(
                        ("end_reason__in", ["withdrawn", "changed", "renewed"]),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="verification_ended_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organisation", "kind"),
                name="verification_one_of_a_kind",
            ),
        ),
        pass_on_changes(
            "profiles_verification", "organisation_id", to="profiles_organisation", found_by="id"
        ),
    ]
