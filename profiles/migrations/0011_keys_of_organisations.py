"""The keys of the organisations that are already here."""

from django.db import migrations

from profiles import identity

KEYS = ["name_key", "register_key", "vat_key", "domains"]


def fill(apps, schema_editor):
    Organisation = apps.get_model("profiles", "Organisation")
    some = []
    for organisation in Organisation.objects.order_by("pk").iterator(chunk_size=1000):
        organisation.name_key = identity.name_key(organisation.name)
        organisation.register_key = identity.register_key(
            organisation.register_court, organisation.register_number
        )
        organisation.vat_key = identity.vat_key(organisation.vat_id)
        organisation.domains = identity.domains(
            website=organisation.website, email=organisation.contact_email
        )
        some.append(organisation)
        if len(some) == 1000:
            Organisation.objects.bulk_update(some, KEYS)
            some = []
    Organisation.objects.bulk_update(some, KEYS)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0010_recognising_organisations")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
