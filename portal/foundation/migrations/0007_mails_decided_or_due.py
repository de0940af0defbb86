"""What must hold of every mail; apart from the filling, which leaves work for its transaction."""

from django.db import migrations, models

STATES = ["waiting", "held", "sent", "in_digest", "undeliverable", "refused", "withheld"]
TO_GO = models.Q(state__in=["waiting", "held"])
SENT = models.Q(state="sent")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_states_of_written_mails")]

    operations = [
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="mail_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=~SENT | models.Q(sent_at__isnull=False),
                name="mail_sent_when_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=(TO_GO & ~models.Q(due_at=None, sent_at=None))
                | (~TO_GO & models.Q(due_at=None)),
                name="mail_due_until_decided",
            ),
        ),
    ]
