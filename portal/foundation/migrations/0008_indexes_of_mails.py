"""Built beside the running portal: the outbox is a big table."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("foundation", "0007_mails_decided_or_due")]

    operations = [
        AddIndexConcurrently(
            model_name="outboxmail",
            index=models.Index(
                fields=["person"], condition=models.Q(state="held"), name="mail_held_for"
            ),
        ),
        AddIndexConcurrently(
            model_name="outboxmail",
            index=models.Index(
                fields=["recipient"],
                condition=models.Q(state="undeliverable"),
                name="mail_undeliverable",
            ),
        ),
    ]
