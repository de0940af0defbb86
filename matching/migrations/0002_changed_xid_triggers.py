from django.db import migrations

from portal.foundation.changed_xid import note_changes_of


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("foundation", "0002_changed_xid_function")]

    operations = [note_changes_of("matching_need"), note_changes_of("matching_offer")]
