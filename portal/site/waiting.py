"""What the Servicestelle has to decide, and what does not run by itself."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation.models import Enquiry, Example, ExampleStatus, Report
from matching.models import Need, Offer
from portal.foundation import liveness
from portal.foundation.models import MailPause, OutboxMail
from portal.foundation.moderation import age
from portal.site.legal import pages
from portal.site.models import BarrierReport
from profiles.models import Organisation, User, Verification

SHOWN = 20


class Item(NamedTuple):
    """One thing that waits for a decision."""

    kind: str
    title: str
    organisation: str
    since: datetime
    age: str
    url: str


class Queue(NamedTuple):
    """How much of one kind waits, and the list of it."""

    label: str
    count: int
    url: str


class Waiting(NamedTuple):
    """Everything that waits: counts per kind, and the oldest items of all kinds."""

    queues: list[Queue]
    oldest: list[Item]


def for_decision(by: User) -> Waiting:
    """What waits for the Servicestelle, oldest first: organisations, needs, offers, and calls from
    conversations between others than the organisations of `by`."""
    lists = [
        Organisation.objects.waiting_for_review(),
        Need.objects.waiting_for_review().select_related("organisation"),
        Offer.objects.waiting_for_review().select_related("organisation"),
        Report.objects.waiting().for_moderator(by).with_both_sides(),
        BarrierReport.objects.waiting(),
    ]
    items = [_item(obj) for rows in lists for obj in rows[:SHOWN]]
    oldest = sorted(items, key=lambda item: item.since)[:SHOWN]
    queues = [
        *(_queue(rows) for rows in lists),
        _ending_badges(),
        _overdue_answers(),
        _released_examples(),
    ]
    return Waiting(queues, oldest)


def troubles() -> list[tuple[str, str]]:
    """What somebody should look at, as (sentence, address); empty when all is well."""
    found = []
    for model, name in ((Need, "need"), (Offer, "offer")):
        if count := model.objects.exclude(matching_error="").count():
            text = ngettext(
                "Matching failed for %(count)d listing.",
                "Matching failed for %(count)d listings.",
                count,
            )
            url = reverse(f"admin:matching_{name}_changelist")
            found.append((text % {"count": count}, f"{url}?status=all&matching=failed"))
    if count := len(pages.unfinished()):
        text = ngettext(
            "%(count)d legal page has gaps that only you can fill.",
            "%(count)d legal pages have gaps that only you can fill.",
            count,
        )
        found.append((text % {"count": count}, reverse("admin:site_legaltext_changelist")))
    if count := OutboxMail.objects.failed().count():
        text = ngettext(
            "%(count)d mail could not be sent yet.", "%(count)d mails could not be sent yet.", count
        )
        url = reverse("admin:foundation_outboxmail_changelist")
        found.append((text % {"count": count}, f"{url}?sending=failed"))
    if pause := MailPause.objects.filter(name="", until__gt=timezone.now()).first():
        text = _("The mail server has not answered since %(time)s. All mails wait for it.")
        since = date_format(timezone.localtime(pause.since), "SHORT_DATETIME_FORMAT")
        found.append((text % {"time": since}, ""))
    silent_for = liveness.seconds_since_beat("worker")
    if silent_for is None or silent_for > liveness.SILENT_AFTER.total_seconds():
        found.append(
            (_("The worker is silent: suggestions and mails wait until it runs again."), "")
        )
    return found


def _item(obj: Organisation | Need | Offer | Report | BarrierReport) -> Item:
    meta = obj._meta
    if isinstance(obj, Report):
        enquiry = obj.enquiry
        kind, since = obj.get_kind_display(), obj.created_at
        organisation = f"{enquiry.seeking} – {enquiry.offering}"
    elif isinstance(obj, BarrierReport):
        kind, since, organisation = meta.verbose_name, obj.reported_at, ""
    else:
        kind, since = meta.verbose_name, obj.submitted_at
        organisation = "" if isinstance(obj, Organisation) else obj.organisation.name
    return Item(
        kind=kind,
        title=str(obj),
        organisation=organisation,
        since=since,
        age=age(since),
        url=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[obj.pk]),
    )


def _overdue_answers() -> Queue:
    url = reverse("admin:cooperation_enquiry_changelist")
    return Queue(_("Overdue answers"), Enquiry.objects.overdue().count(), url)


def _released_examples() -> Queue:
    url = reverse("admin:cooperation_example_changelist")
    released = Example.objects.filter(status=ExampleStatus.RELEASED)
    return Queue(_("Examples to publish"), released.count(), f"{url}?status__exact=released")


def _ending_badges() -> Queue:
    url = reverse("admin:profiles_verification_changelist")
    count = Verification.objects.ending_soon().count()
    return Queue(_("checks that end within 30 days"), count, f"{url}?state=soon")


def _queue(rows: QuerySet) -> Queue:
    meta = rows.model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return Queue(meta.verbose_name_plural, rows.count(), url)
