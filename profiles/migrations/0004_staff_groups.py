"""The two roles of the Servicestelle's staff."""

from django.db import migrations

GROUPS = ("moderators", "editors")


def add_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0003_taxonomy"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    # Going back keeps the groups: deleting them would forget who moderates.
    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop)]
