"""Limits are counted in Redis; without it each process goes on counting for itself."""

import time

import pytest
from django.core.cache import caches
from django.test import override_settings
from django.urls import reverse

from portal.foundation.cache import SteadyCache
from tests.builders import PASSWORD, a_user


@pytest.fixture
def redis_is_away(settings, tmp_path):
    """No server behind the socket that the settings name."""
    away = settings.CACHES["default"] | {"LOCATION": f"unix://{tmp_path}/nobody.sock"}
    with override_settings(CACHES={"default": away}):
        yield
        caches["default"].own.clear()
    SteadyCache.away_until = 0.0


def test_attempts_are_counted_in_redis():
    caches["default"].add("attempts", 1)
    assert caches["default"].incr("attempts") == 2
    assert caches["default"].own.get("attempts") is None


@pytest.mark.usefixtures("redis_is_away")
def test_without_redis_attempts_are_counted_all_the_same(caplog):
    cache = caches["default"]
    cache.add("attempts", 1)
    assert cache.incr("attempts") == 2
    assert cache.get_many(["attempts"]) == {"attempts": 2}
    cache.delete("attempts")
    assert not cache.has_key("attempts")
    assert caplog.text.count("Redis is away") == 1  # asked once, then left alone for a while


@pytest.mark.usefixtures("redis_is_away")
def test_redis_is_asked_again_after_a_while():
    caches["default"].get("attempts")
    assert SteadyCache.away_until > time.monotonic()
    SteadyCache.away_until = time.monotonic()  # the while is over
    caches["default"].get("attempts")
    assert SteadyCache.away_until > time.monotonic()  # it was asked, and is still away


@pytest.mark.django_db
@pytest.mark.usefixtures("redis_is_away")
def test_people_can_sign_in_without_redis(client):
    person = a_user()
    answer = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True
    )
    assert answer.status_code == 200
    assert answer.wsgi_request.user == person


@pytest.mark.django_db
@pytest.mark.usefixtures("redis_is_away")
def test_guessing_passwords_is_stopped_without_redis(client):
    person = a_user()
    for _attempt in range(10):
        client.post(reverse("account_login"), {"login": person.email, "password": "geraten"})
    right = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert not right.wsgi_request.user.is_authenticated
