"""Saved searches: kept once, told in time and only once, ended by one click."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.foundation.models import OutboxMail
from portal.foundation.outbox.smtp import message_of
from portal.foundation.refusals import Refused
from portal.site.models import Frequency, SavedSearch
from portal.site.search import saving
from portal.site.search.filters import canonical
from tests.builders import a_need, a_user, an_organisation

pytestmark = pytest.mark.django_db


def test_the_same_search_in_another_order_is_the_same():
    one = canonical(QueryDict("page=3&q=kino&format=training&format=mentoring&x=1&place="))
    other = canonical(QueryDict("format=mentoring&q=kino&format=training"))

    assert one == other == "format=mentoring&format=training&q=kino"


def test_saving_twice_changes_only_how_often():
    user = a_user()
    saving.save(user, "needs", "q=kino", Frequency.DAILY)
    saving.save(user, "needs", "page=2&q=kino", Frequency.WEEKLY)

    saved = SavedSearch.objects.get()
    assert (saved.query, saved.frequency) == ("q=kino", Frequency.WEEKLY)


@pytest.mark.parametrize(
    ("scope", "query", "frequency"),
    [
        ("nowhere", "q=x", "daily"),
        ("needs", "q=x", "hourly"),
        ("needs", "q=" + "x" * 2000, "daily"),
    ],
)
def test_nonsense_is_refused(scope, query, frequency):
    with pytest.raises(Refused):
        saving.save(a_user(), scope, query, frequency)
    assert not SavedSearch.objects.exists()


def test_nobody_keeps_more_searches_than_anybody_reads():
    user = a_user()
    for number in range(saving.MOST_OF_ONE_PERSON):
        saving.save(user, "needs", f"q={number}", Frequency.OFF)

    with pytest.raises(Refused):
        saving.save(user, "needs", "q=one-more", Frequency.OFF)
    saving.save(user, "needs", "q=1", Frequency.DAILY)  # a change is still possible


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("daily", datetime(2027, 3, 28, 5, tzinfo=UTC)),  # 7:00 on the morning the clocks change
        ("weekly", datetime(2027, 3, 29, 5, tzinfo=UTC)),  # the next Monday
        ("immediately", datetime(2027, 3, 27, 12, 4, tzinfo=UTC)),
        ("off", None),
    ],
)
def test_when_the_next_mail_may_come(frequency, expected):
    assert saving.next_look(frequency, datetime(2027, 3, 27, 12, tzinfo=UTC)) == expected


def test_each_round_of_beat_finds_what_is_told_immediately_due(settings):
    """With both at five minutes every second round came a moment too early: news took ten."""
    pause = settings.CELERY_BEAT_SCHEDULE["tell-saved-searches"]["schedule"]
    now = timezone.now()
    assert saving.next_look("immediately", now) < now + timedelta(seconds=pause)


def due(saved: SavedSearch) -> datetime:
    saved.refresh_from_db()
    return saved.due_at + timedelta(seconds=1)


def test_what_is_new_is_told_once():
    user = a_user()
    a_need(title="Altes Kino", published_at=timezone.now() - timedelta(days=1))
    saved = saving.save(user, "needs", "q=kino", Frequency.DAILY)
    assert saving.tell_due(due(saved)) == 0

    a_need(title="Neues Kino", published_at=saved.told_until + timedelta(days=3))
    a_need(title="Zelt", published_at=saved.told_until + timedelta(days=3))
    saved.refresh_from_db()
    saving.tell_due(due(saved))
    assert saving.tell_due(due(saved) - timedelta(hours=2)) == 0

    mail = OutboxMail.objects.get()
    assert "Neues Kino" in mail.text
    assert "Altes Kino" not in mail.text
    assert "Zelt" not in mail.text


def test_searches_that_are_due_together_come_in_one_mail():
    user = a_user()
    first = saving.save(user, "needs", "q=kino", Frequency.DAILY)
    saving.save(user, "search", "q=zelt", Frequency.DAILY)
    later = first.told_until + timedelta(minutes=1)
    a_need(title="Kino", published_at=later)
    a_need(title="Zelt", published_at=later)

    assert saving.tell_due(due(first)) == 1
    mail = OutboxMail.objects.get()
    assert "Kino" in mail.text
    assert "Zelt" in mail.text


def test_what_appeared_while_mails_were_off_is_not_told_afterwards():
    user = a_user()
    saved = saving.save(user, "needs", "q=kino", Frequency.OFF)
    a_need(title="Kino", published_at=timezone.now())
    saving.change_frequency(saved, Frequency.IMMEDIATELY)

    assert saving.tell_due(due(saved)) == 0


def test_what_the_own_team_has_published_is_no_news():
    user = a_user()
    house = an_organisation(owner=user)
    saved = saving.save(user, "search", "q=kino", Frequency.DAILY)
    later = saved.told_until + timedelta(minutes=1)
    a_need(title="Unser Kino", organisation=house, published_at=later)
    type(house).objects.filter(pk=house.pk).update(description="Kino im Hof", approved_at=later)

    assert saving.tell_due(due(saved)) == 0


def test_an_inactive_person_gets_no_mail():
    user = a_user(is_active=False)
    saved = saving.save(user, "needs", "", Frequency.DAILY)
    a_need(published_at=saved.told_until + timedelta(minutes=1))

    assert saving.tell_due(due(saved)) == 0
    assert not OutboxMail.objects.exists()


def digest() -> OutboxMail:
    saved = saving.save(a_user(), "needs", "q=kino", Frequency.DAILY)
    a_need(title="Kino", published_at=saved.told_until + timedelta(minutes=1))
    saving.tell_due(due(saved))
    return OutboxMail.objects.get()


def test_one_click_ends_the_mails_and_opening_the_link_does_not(client):
    mail = digest()
    headers = message_of(mail).extra_headers
    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in mail.text
    path = "/" + address.split("/", 3)[3]

    assert client.get(path).status_code == 200
    assert SavedSearch.objects.get().frequency == Frequency.DAILY
    # As a mail program sends it: no cookie, no token of a form.
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert SavedSearch.objects.get().frequency == Frequency.OFF
    assert strict.post(path).status_code == 200  # twice is harmless


def test_a_manipulated_link_is_not_found(client):
    address = reverse("site:searches-off", args=["abc:def"])

    assert client.get(address).status_code == client.post(address).status_code == 404


def test_searches_of_others_are_not_found(client):
    saved = saving.save(a_user(), "needs", "", Frequency.DAILY)
    client.force_login(a_user())
    address = reverse("site:saved-search-change", args=[saved.public_id])

    assert client.post(address, {"delete": "1"}).status_code == 404
    assert SavedSearch.objects.exists()


def test_saving_changing_and_deleting_in_the_browser_without_javascript(client):
    client.force_login(a_user())
    page = client.get(reverse("site:needs"), {"q": "kino", "page": "1"}).content.decode()
    assert 'name="query" value="q=kino"' in page

    values = {"scope": "needs", "query": "q=kino", "frequency": "weekly"}
    answer = client.post(reverse("site:search-save"), values, follow=True)
    saved = SavedSearch.objects.get()
    assert saved.get_absolute_url() in answer.content.decode()

    address = reverse("site:saved-search-change", args=[saved.public_id])
    client.post(address, {"frequency": "off"})
    saved.refresh_from_db()
    assert (saved.frequency, saved.due_at) == ("off", None)
    client.post(address, {"delete": "1"})
    assert not SavedSearch.objects.exists()
