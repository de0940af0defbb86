"""The links of the mails: work signed out, change nothing by being opened, and end."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from matching import publishing
from matching.freshness import answering, asking, links
from matching.models import Answer, FreshnessQuestion, Need
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from profiles import reviews
from tests.builders import (
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_asked_person,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return a_user("Olga Leitung")


@pytest.fixture
def provider(owner):
    return an_organisation("Jugendhaus Süd", owner=owner)


@pytest.fixture
def need(provider):
    long_ago = timezone.now() - timedelta(days=61)
    return a_need(
        organisation=provider,
        title="Belege ordnen",
        confirmed_at=long_ago,
        ask_at=None,
        valid_until=timezone.localdate() + timedelta(days=29),
    )


@pytest.fixture
def asked(need, owner):
    return an_asked_person(need, owner)


@pytest.fixture
def reader():
    """Somebody who is not signed in, with a browser that keeps to the rules of forms."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


def address(asked, *, of_all: bool = False) -> str:
    token = links.token_of_all(asked) if of_all else links.token_of_one(asked)
    return f"/noch-aktuell/{token}/"


def buttons(page: str) -> list[str]:
    return re.findall(r'name="answer" value="([^"]+)"', page)


def press(reader, path: str, number: int):
    """Open the page and press its button with this number, as a browser does."""
    page = reader.get(path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    values = {"csrfmiddlewaretoken": token, "answer": buttons(page)[number]}
    return reader.post(path, values, follow=True, headers={"origin": "http://testserver"})


CONFIRM, PAUSE, DONE = range(3)


def test_still_true_renews_the_last_valid_day(reader, need, asked, owner):
    answer = press(reader, address(asked), CONFIRM)

    assert "Confirmed on" in answer.content.decode()
    need.refresh_from_db()
    assert need.status == "published"
    assert need.valid_until == timezone.localdate() + timedelta(days=90)
    assert need.confirmed_at > timezone.now() - timedelta(minutes=1)
    event = history.of(need).first()
    assert (event.event, event.by) == ("confirmed by mail", owner)


@pytest.mark.parametrize(
    ("button", "status", "event"),
    [(PAUSE, "paused", "paused by mail"), (DONE, "fulfilled", "fulfilled by mail")],
)
def test_pausing_and_ending_go_through_publishing(
    reader, need, asked, owner, button, status, event
):
    press(reader, address(asked), button)

    need.refresh_from_db()
    assert need.status == status
    entry = history.of(need).first()
    assert (entry.event, entry.by, entry.to_status) == (event, owner, status)
    assert need.matching_due_at is not None


def test_a_mail_scanner_changes_nothing(reader, need, asked):
    before = Need.objects.values().get()
    for _visit in range(3):
        assert reader.get(address(asked)).status_code == 200
        assert reader.head(address(asked)).status_code == 200
        assert reader.get(address(asked, of_all=True)).status_code == 200
    # A robot that posts what it finds, without the cookie that a browser has.
    assert Client(enforce_csrf_checks=True).post(address(asked), {"answer": "x"}).status_code == 403

    assert Need.objects.values().get() == before
    assert FreshnessQuestion.objects.get().answer == ""
    assert not history.of(need).exists()


def test_the_page_is_for_nobody_else(reader, asked):
    answer = reader.get(address(asked))

    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'content="noindex' in answer.content.decode()
    assert "Disallow: /noch-aktuell/" in reader.get("/robots.txt").content.decode()


def test_an_answered_question_tells_everybody_else_what_was_decided(
    reader, need, asked, provider, owner
):
    second = a_user("Zweite Leitung")
    a_membership(provider, second, role="owner")
    other = asked.question.asked.create(user=second, told=1)
    path = address(other)
    stale = buttons(reader.get(path).content.decode())[DONE]
    press(reader, address(asked), PAUSE)

    page = reader.get(path).content.decode()
    assert "Paused on" in page
    assert "Olga Leitung" in page
    assert not buttons(page)
    # Whoever had the page open already is told the same, and nothing happens.
    answer = Client(headers={"accept-language": "en"}).post(path, {"answer": stale})
    assert answer.status_code == 409
    assert "Paused on" in answer.content.decode()
    need.refresh_from_db()
    assert need.status == "paused"


def test_pressing_twice_answers_once(need, asked):
    answering.answer(asked, "confirm")
    with pytest.raises(Refused):
        answering.answer(asked, "confirm")
    assert history.of(need).count() == 1


def test_a_link_ends_after_thirty_days(reader, asked):
    path = address(asked)
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        answer = reader.get(path)
        assert answer.status_code == 410
        assert "This link has ended" in answer.content.decode()
        assert Client().post(path, {"answer": "x"}).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "WyJvbmUiXQ:1abcde:signature", "ä%00"])
def test_a_tampered_link_is_not_found(reader, token):
    assert reader.get(f"/noch-aktuell/{token.replace('%00', '')}/").status_code == 404


def test_every_changed_character_of_a_link_is_noticed(reader, asked):
    token = links.token_of_one(asked)
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        assert reader.get(f"/noch-aktuell/{forged}/").status_code == 404


def test_links_of_another_purpose_open_nothing(reader, asked, owner):
    answer_of_a_button = links.answer_value(asked, "done")
    unsubscribing = signing.dumps(str(owner.public_id), salt="saved-searches.off")
    for token in (answer_of_a_button, unsubscribing):
        assert reader.get(f"/noch-aktuell/{token}/").status_code == 404


def test_a_button_belongs_to_its_link(asked, provider, owner):
    """An answer to another question, or of another person, is refused under this address."""
    second = a_need(organisation=provider, title="Zweiter")
    other_question = an_asked_person(second, owner)
    other_person = asked.question.asked.create(user=a_user(), told=1)
    for foreign in (other_question, other_person):
        value = links.answer_value(foreign, "done")
        assert Client().post(address(asked), {"answer": value}).status_code == 409
    later = links.answer_value(other_question, "done")
    assert Client().post(address(asked, of_all=True), {"answer": later}).status_code == 409
    assert not FreshnessQuestion.objects.exclude(answer="").exists()


def test_whoever_left_can_no_longer_answer(reader, need, asked, provider, owner):
    value = links.answer_value(asked, "done")
    a_membership(provider, a_user(), role="owner")
    provider.memberships.get(user=owner).delete()

    assert reader.get(address(asked)).status_code == 410
    Client().post(address(asked), {"answer": value})
    need.refresh_from_db()
    assert need.status == "published"


def test_a_link_to_an_address_that_was_given_up_has_ended(reader, asked, owner):
    path = address(asked)
    owner.email = "neu@beispiel.example"
    owner.save()

    assert reader.get(path).status_code == 410


def test_a_suspended_organisation_answers_nothing(reader, need, asked, provider):
    reviews.suspend(provider, "Bitte melden Sie sich.", by=a_moderator())

    assert reader.get(address(asked)).status_code == 410
    with pytest.raises(Refused):
        answering.answer(asked, "confirm")


def test_an_older_link_says_that_it_was_confirmed_meanwhile(reader, need, asked, owner):
    publishing.confirm(need, by=owner)

    page = reader.get(address(asked)).content.decode()
    assert "Confirmed or changed on" in page
    assert not buttons(page)


def test_what_rests_can_be_shown_again_by_the_link(reader, need, asked, owner):
    publishing.rest(need)
    FreshnessQuestion.objects.update(answer=Answer.RESTED, step=3, answered_at=timezone.now())

    page = reader.get(address(asked)).content.decode()
    assert len(buttons(page)) == 2
    press(reader, address(asked), 0)
    need.refresh_from_db()
    assert need.status == "published"
    assert [entry.event for entry in history.of(need)] == ["resumed by mail", "rested"]


def test_a_profile_is_confirmed_by_its_link(reader, provider, owner):
    asked = an_asked_person(provider, owner)
    page = reader.get(address(asked)).content.decode()
    assert len(buttons(page)) == 1
    asked.question.asked_at = timezone.now()
    press(reader, address(asked), 0)

    provider.refresh_from_db()
    event = history.of(provider).first()
    assert (event.event, event.by) == ("confirmed by mail", owner)
    assert FreshnessQuestion.objects.get().answer == Answer.CONFIRMED


def test_the_page_of_all_keeps_what_waits_on_top(reader, need, asked, provider, owner):
    second = an_asked_person(a_need(organisation=provider, title="Fahrräder flicken"), owner)
    third = an_asked_person(an_offer(title="Von Fremden"), a_user())
    path = address(second, of_all=True)
    page = reader.get(path).content.decode()
    assert len(buttons(page)) == 6
    assert third.question.entry.title not in page

    page = press(reader, path, DONE).content.decode()
    assert len(buttons(page)) == 3
    assert page.index("Fahrräder flicken") < page.index("Belege ordnen")
    page = press(reader, path, CONFIRM).content.decode()
    assert "Thank you!" in page


def test_the_page_of_all_asks_the_database_as_often_for_many(
    reader, need, asked, provider, owner, django_assert_max_num_queries
):
    last = asked
    for _number in range(20):
        last = an_asked_person(a_need(organisation=provider), owner)
    with django_assert_max_num_queries(7):
        page = reader.get(address(last, of_all=True)).content.decode()
    assert len(buttons(page)) == 63


def test_the_links_of_a_mail_work(reader, need):
    Need.objects.update(ask_at=timezone.now())
    asking.sweep()

    paths = re.findall(r"(/noch-aktuell/[\w:-]+/)", OutboxMail.objects.get().text)
    assert len(paths) == 2
    for path in paths:
        assert len(buttons(reader.get(path).content.decode())) == 3
