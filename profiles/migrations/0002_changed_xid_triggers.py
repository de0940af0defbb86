from django.db import migrations

from portal.foundation.changed_xid import note_changes_of


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_initial"), ("foundation", "0002_changed_xid_function")]

    operations = [
        note_changes_of("profiles_organisation"),
        note_changes_of("profiles_site"),
        note_changes_of("profiles_competence"),
    ]
