"""Mails from before there were states: what was sent is sent, the rest still waits."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce, Now


def fill(apps, schema_editor):
    mails = apps.get_model("foundation", "OutboxMail").objects
    mails.exclude(sent_at=None).update(state="sent", due_at=None)
    mails.filter(sent_at=None, due_at=None).update(due_at=Coalesce(F("due_at"), Now()))


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_kinds_states_and_preferences_of_mails")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
