"""Where somebody is signed in, and signing out from afar."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone, translation

from profiles import sessions
from profiles.devices import device_icon, device_words
from tests.builders import PASSWORD, a_device, a_moderator, a_user

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture
def person():
    return a_user("Mia Probst")


def sign_in(client, person, browser: str = FIREFOX) -> None:
    client.post(
        reverse("account_login"),
        {"login": person.email, "password": PASSWORD},
        headers={"user-agent": browser},
    )


@pytest.mark.parametrize(
    ("browser", "words", "icon"),
    [
        (FIREFOX, "Firefox on Windows", "monitor"),
        (PHONE, "Chrome on Android", "smartphone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/1 Safari/604.1",
         "Safari on iPhone", "smartphone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows",
         "monitor"),
        ("Firefox/1", "Firefox", "monitor"),
        ("<script>", "an unknown device", "monitor"),
        ("", "an unknown device", "monitor"),
    ],
)  # fmt: skip
def test_browsers_are_named_as_people_know_them(browser, words, icon):
    with translation.override("en"):
        assert device_words(browser) == words
    assert device_icon(browser) == icon


def test_signing_in_puts_the_device_on_the_list(client, person):
    sign_in(client, person)
    a_device(person, browser=PHONE)
    a_device(a_user(), browser=PHONE)
    page = client.get(reverse("profiles:devices"), headers={"accept-language": "en"})
    assert [(device.name, device.is_this_one) for device in page.context["devices"]] == [
        ("Firefox on Windows", True),
        ("Chrome on Android", False),
    ]


def test_one_device_is_signed_out_and_the_others_stay(client, person):
    sign_in(client, person)
    lost, kept = a_device(person), a_device(person)
    client.post(reverse("profiles:device-end", args=[lost.pk]))
    assert set(Session.objects.values_list("session_key", flat=True)) == {
        client.session.session_key,
        kept.session_key,
    }
    assert client.get(reverse("site:desk")).status_code == 200


def test_signing_out_everywhere_else_keeps_this_device_and_strangers(client, person):
    sign_in(client, person)
    stranger = a_device(a_user())
    a_device(person)
    a_device(person)
    client.post(reverse("profiles:devices-end"))
    assert Session.objects.filter(session_key=stranger.session_key).exists()
    assert UserSession.objects.filter(user=person).count() == 1
    assert client.get(reverse("site:desk")).status_code == 200


def test_the_device_in_use_is_not_signed_out_by_the_list(client, person):
    sign_in(client, person)
    own = UserSession.objects.get(user=person)
    client.post(reverse("profiles:device-end", args=[own.pk]))
    assert client.get(reverse("site:desk")).status_code == 200


def test_devices_of_strangers_are_not_there(client, person):
    sign_in(client, person)
    stranger = a_device(a_user())
    answer = client.post(reverse("profiles:device-end", args=[stranger.pk]))
    assert answer.status_code == 404
    assert Session.objects.filter(session_key=stranger.session_key).exists()


def test_what_is_over_is_neither_shown_nor_kept(person):
    gone, running = a_device(person), a_device(person)
    Session.objects.filter(session_key=gone.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert [d.pk for d in sessions.devices_of(person, current_key=None)] == [running.pk]
    sessions.forget_ended()
    assert list(UserSession.objects.all()) == [running]
    assert list(Session.objects.values_list("session_key", flat=True)) == [running.session_key]


def test_staff_are_signed_out_after_eight_hours_and_the_list_knows_it():
    moderator = a_moderator()
    a_device(moderator, last_seen_at=timezone.now() - timedelta(hours=9))
    assert sessions.devices_of(moderator, current_key=None) == []


def test_the_list_takes_one_query_for_any_number(client, person, django_assert_num_queries):
    for _number in range(20):
        a_device(person)
    with django_assert_num_queries(1):
        assert len(sessions.devices_of(person, current_key=None)) == 20
