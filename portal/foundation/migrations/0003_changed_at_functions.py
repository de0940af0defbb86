from django.db import migrations

from portal.foundation.changed_at import CREATE_FUNCTIONS, DROP_FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_changed_xid_function")]

    operations = [migrations.RunSQL(CREATE_FUNCTIONS, DROP_FUNCTIONS)]
