from django.db import migrations

from portal.foundation.changed_xid import CREATE_FUNCTION


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION note_changed_xid()")]
