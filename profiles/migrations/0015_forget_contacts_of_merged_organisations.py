"""Merged organisations keep nothing of their contact person: nobody needs it any more."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")


def forget(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("profiles", "FormerOrganisation")
    for former in model.objects.filter(values__has_any_keys=CONTACT).iterator():
        former.values = {k: v for k, v in former.values.items() if k not in CONTACT}
        former.save(update_fields=["values"])


class Migration(migrations.Migration):
    dependencies = [("profiles", "0014_confirmed_at_of_existing")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
