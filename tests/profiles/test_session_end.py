"""A session ends some time after somebody was last there, and pages warn before."""

import re
import time

import pytest
from django.urls import reverse

from profiles import session_end
from tests.builders import PASSWORD, a_moderator, a_user

pytestmark = pytest.mark.django_db
DESK = "/schreibtisch/"
DAY = 86_400


def sign_in(client, person):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def set_left(client, seconds: float) -> None:
    session = client.session
    session[session_end.SESSION_KEY] = int(time.time() + seconds)
    session.save()


def left(client) -> float:
    return client.session[session_end.SESSION_KEY] - time.time()


def shown(page) -> int:
    return int(re.search(r'data-seconds="(\d+)"', page.content.decode())[1])


def test_people_have_two_weeks_and_staff_eight_hours(client):
    sign_in(client, a_user())
    assert left(client) == pytest.approx(14 * DAY, abs=5)
    client.logout()
    sign_in(client, a_moderator())
    assert left(client) == pytest.approx(8 * 3600, abs=5)


def test_it_moves_on_while_somebody_works_but_is_not_written_at_each_page(client):
    sign_in(client, a_user())
    set_left(client, 13.5 * DAY)
    client.get(DESK)
    assert left(client) == pytest.approx(13.5 * DAY, abs=5)
    set_left(client, 2 * DAY)
    client.get(DESK)
    assert left(client) == pytest.approx(14 * DAY, abs=5)


def test_after_its_end_one_is_asked_to_sign_in(client):
    sign_in(client, a_user())
    set_left(client, -1)
    answer = client.get(DESK)
    assert answer.url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_whoever_becomes_staff_has_less_time_at_once(client):
    person = a_user()
    sign_in(client, person)
    person.is_staff = True
    person.save()
    client.get(DESK)
    assert left(client) == pytest.approx(8 * 3600, abs=5)


def test_asking_how_long_it_lasts_moves_nothing_and_one_click_does(client):
    sign_in(client, a_user())
    set_left(client, 300)
    address = reverse("profiles:session")
    assert client.get(address).json()["seconds"] in range(295, 301)
    assert left(client) == pytest.approx(300, abs=5)
    assert client.post(address).json()["seconds"] in range(14 * DAY - 5, 14 * DAY + 1)
    assert left(client) == pytest.approx(14 * DAY, abs=5)


def test_the_signed_out_hear_that_nothing_is_left(client):
    assert client.get(reverse("profiles:session")).json() == {"seconds": 0}
    assert client.post(reverse("profiles:session")).json() == {"seconds": 0}


def test_pages_carry_the_end_only_for_those_who_are_signed_in(client):
    assert b"data-session" not in client.get("/").content
    sign_in(client, a_user())
    assert shown(client.get("/")) == pytest.approx(14 * DAY, abs=5)


def test_sessions_that_do_not_say_when_they_end_are_left_alone(client):
    client.force_login(a_user())
    assert client.get(DESK).status_code == 200
    assert session_end.SESSION_KEY not in client.session
    assert b"data-session" not in client.get(DESK).content


def test_pages_that_are_the_same_for_everybody_ask_for_no_session(client):
    sign_in(client, a_user())
    set_left(client, 300)
    assert "Cookie" not in client.get("/robots.txt").headers.get("Vary", "")
    assert left(client) == pytest.approx(300, abs=5)
