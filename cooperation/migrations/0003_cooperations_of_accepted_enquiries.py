"""What was accepted before there were cooperations becomes one, and holds what it had taken."""

from django.db import migrations
from django.db.models import F


def begin(apps, schema_editor):
    Enquiry = apps.get_model("cooperation", "Enquiry")
    Cooperation = apps.get_model("cooperation", "Cooperation")
    accepted = Enquiry.objects.filter(status="accepted", cooperation=None)
    accepted.exclude(offer=None).update(holds=F("people"))
    rows = []
    for enquiry in accepted.select_related("need", "offer").iterator(chunk_size=500):
        if enquiry.need_id:
            format_ = enquiry.need.format
        else:
            format_ = (enquiry.offer.formats or ["pro-bono-project"])[0]
        rows.append(Cooperation(enquiry=enquiry, format=format_))
    Cooperation.objects.bulk_create(rows, batch_size=500)
    # `auto_now_add` would say that all of them begin today.
    for row in Cooperation.objects.filter(status="planning").select_related("enquiry").iterator():
        if row.enquiry.answered_at:
            Cooperation.objects.filter(pk=row.pk).update(
                began_at=row.enquiry.answered_at, status_since=row.enquiry.answered_at
            )


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0002_waiting_list_and_cooperations")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
