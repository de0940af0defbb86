"""Those who do not want several mails get one in the morning: once, complete, at the same hour."""

import email
import threading
from datetime import UTC, datetime, timedelta
from email import policy

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.models import MailState, OutboxMail, Pace
from portal.foundation.outbox import digest, preferences, queue, send
from portal.foundation.outbox.paces import next_digest
from portal.foundation.outbox.templates import template_named
from tests.builders import a_user, an_organisation

MOMENTS = st.integers(1_770_000_000, 1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(MOMENTS)
def test_the_next_digest_is_at_seven_within_a_day_also_when_clocks_change(now):
    morning = next_digest(Pace.DAILY, now)
    local = timezone.localtime(morning)
    assert (local.hour, local.minute) == (7, 0)
    assert now < morning <= now + timedelta(hours=25)


@given(MOMENTS)
def test_the_weekly_digest_is_a_daily_one_of_a_monday(now):
    monday = next_digest(Pace.WEEKLY, now)
    assert timezone.localtime(monday).weekday() == 0
    assert now < monday <= now + timedelta(days=7, hours=1)
    assert next_digest(Pace.DAILY, monday - timedelta(minutes=1)) == monday


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC)),
        (datetime(2027, 10, 30, 12, tzinfo=UTC), datetime(2027, 10, 31, 6, tzinfo=UTC)),
        (datetime(2027, 1, 5, 5, 59, tzinfo=UTC), datetime(2027, 1, 5, 6, tzinfo=UTC)),
        (datetime(2027, 1, 5, 6, tzinfo=UTC), datetime(2027, 1, 6, 6, tzinfo=UTC)),
    ],
)
def test_mornings_around_the_nights_in_which_clocks_change(now, morning):
    assert next_digest(Pace.DAILY, now) == morning


@pytest.fixture
def person(db):
    person = a_user()
    preferences.choose(person, {"cooperation": "daily", "team": "daily", "reminders": "daily"})
    return person


def news(person, template: str = "enquiry_received", key: str = "news:1", **more):
    context = template_named(template).sample()
    context.pop("organisation", None)
    return queue(template, key=key, to=person, context=context | more)


def in_the_morning() -> datetime:
    return next_digest(Pace.DAILY, timezone.now()) + timedelta(seconds=20)


def test_what_is_held_comes_in_one_mail_with_everything(person, mail_catcher):
    first = news(person, subject_name="")
    second = news(person, "enquiry_reminder", key="news:2")
    assert {first.state, second.state} == {MailState.HELD}
    assert not send(first.pk)
    assert digest.collect() == 0, "not before the morning"

    assert digest.collect(in_the_morning()) == 1
    mail = OutboxMail.objects.get(kind="digest")
    for part in (first, second):
        part.refresh_from_db()
        assert (part.state, part.digest, part.due_at) == (MailState.IN_DIGEST, mail, None)
        assert part.subject in mail.text
        assert part.part["url"] in mail.text
        assert part.part["url"] in mail.html
    OutboxMail.objects.filter(pk=mail.pk).update(due_at=timezone.now())
    assert send(mail.pk)
    (path,) = mail_catcher.glob("*.eml")
    arrived = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert arrived["To"] == person.email
    assert "List-Unsubscribe" in arrived


def test_collecting_twice_changes_nothing(person):
    news(person)
    now = in_the_morning()
    assert [digest.collect(now), digest.collect(now)] == [1, 0]
    assert OutboxMail.objects.filter(kind="digest").count() == 1


def test_what_comes_due_after_it_waits_for_the_next_morning(person):
    now = in_the_morning()
    news(person)
    digest.collect(now)
    late = news(person, key="news:2")
    OutboxMail.objects.filter(pk=late.pk).update(due_at=now)
    assert digest.collect(now + timedelta(minutes=5)) == 0
    late.refresh_from_db()
    assert late.due_at == next_digest(Pace.DAILY, now)
    assert digest.collect(late.due_at) == 1
    assert OutboxMail.objects.filter(kind="digest").count() == 2


def test_the_same_event_is_held_once_even_if_the_pace_changes_between(person):
    first = news(person)
    preferences.choose(person, {"cooperation": "immediately"})
    assert news(person) == first
    assert OutboxMail.objects.count() == 1


def test_a_digest_of_one_mail_has_its_subject(person):
    part = news(person)
    digest.collect(in_the_morning())
    assert OutboxMail.objects.get(kind="digest").subject == part.subject


def test_nothing_is_collected_for_somebody_who_left_or_unsubscribed(person):
    unsubscribed, kept = news(person, "enquiry_reminder"), news(person, key="news:2")
    preferences.choose(person, {"reminders": "off"})
    digest.collect(in_the_morning())
    unsubscribed.refresh_from_db()
    assert unsubscribed.state == MailState.WITHHELD
    assert unsubscribed.subject not in OutboxMail.objects.get(kind="digest").text
    assert OutboxMail.objects.get(pk=kept.pk).state == MailState.IN_DIGEST

    other = a_user()
    preferences.choose(other, {"cooperation": "daily"})
    gone = news(other, key="news:3")
    other.is_active = False
    other.save()
    assert digest.collect(in_the_morning()) == 0
    gone.refresh_from_db()
    assert gone.state == MailState.WITHHELD


def test_a_suspension_between_holding_and_collecting_counts(person):
    organisation = an_organisation(owner=person)
    mail = news(person, organisation=organisation)
    assert mail.state == MailState.HELD
    organisation.status = "suspended"
    organisation.save()
    assert digest.collect(in_the_morning()) == 0
    mail.refresh_from_db()
    assert mail.state == MailState.WITHHELD


def test_mails_held_for_a_deleted_account_are_withheld(person):
    mail = news(person)
    person.delete()
    assert digest.collect(in_the_morning()) == 0
    mail.refresh_from_db()
    assert mail.state == MailState.WITHHELD


@pytest.mark.django_db(transaction=True)
def test_two_collectors_at_once_make_one_digest():
    person = a_user()
    preferences.choose(person, {"cooperation": "daily"})
    for number in range(5):
        news(person, key=f"news:{number}")
    now, start = in_the_morning(), threading.Barrier(3)

    def collect():
        start.wait()
        digest.collect(now)
        connection.close()

    collectors = [threading.Thread(target=collect) for _ in range(3)]
    for thread in collectors:
        thread.start()
    for thread in collectors:
        thread.join()
    mail = OutboxMail.objects.get(kind="digest")
    assert mail.contents.count() == 5
