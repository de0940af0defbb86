"""Entries are asked about when they get old, reminded once, and then rest; nobody twice."""

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from matching import publishing
from matching.freshness import asking, rules
from matching.models import Answer, FreshnessQuestion, Need, Step
from portal.foundation import history
from portal.foundation.models import OutboxMail
from profiles import reviews
from tests.builders import (
    a_company,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owner(clock):
    return a_user("Olga Leitung")


@pytest.fixture
def provider(owner):
    return an_organisation("Jugendhaus Süd", owner=owner)


def day(clock, number: float) -> int:
    """What the sweep of that day writes: the number of mails."""
    clock.move_to(START + timedelta(days=number), tick=False)
    return asking.sweep()


def test_a_listing_is_asked_about_reminded_of_once_and_then_rests(clock, provider, owner):
    need = a_need(organisation=provider, title="Belege ordnen")

    assert [day(clock, n) for n in (59, 60, 61, 73, 74, 75, 87, 88, 89, 200)] == [
        0, 1, 0, 0, 1, 0, 0, 1, 0, 1,  # the last one is about the profile
    ]  # fmt: skip
    need.refresh_from_db()
    assert need.status == "paused"
    event = history.of(need).first()
    assert (event.event, event.by, event.to_status) == ("rested", None, "paused")
    asked, reminded, rested, _profile = OutboxMail.objects.order_by("pk")
    assert {asked.recipient, reminded.recipient, rested.recipient} == {owner.email}
    assert asked.subject != reminded.subject
    assert all("Belege ordnen" in mail.text for mail in (asked, reminded, rested))
    assert FreshnessQuestion.objects.get(need=need).answer == Answer.RESTED


def test_it_rests_before_its_last_valid_day_ends_it_without_a_word():
    waits = rules.ASK_AFTER + rules.REMIND_AFTER + rules.REST_AFTER
    assert waits < timedelta(days=publishing.VALID_DAYS)


def test_a_change_and_a_word_count_as_confirmation(clock, provider, owner):
    changed, confirmed = a_need(organisation=provider), a_need(organisation=provider)
    clock.move_to(START + timedelta(days=50), tick=False)
    publishing.change(changed, changed.competencies.all(), by=owner)
    publishing.confirm(confirmed, by=owner)

    assert day(clock, 109) == 0
    confirmed.refresh_from_db()
    assert confirmed.valid_until == (START + timedelta(days=120)).date()  # its own period's end
    assert history.of(confirmed).first().event == "confirmed"


def test_a_question_is_overtaken_by_a_change(clock, provider, owner):
    need = a_need(organisation=provider)
    day(clock, 60)
    publishing.change(Need.objects.get(), need.competencies.all(), by=owner)

    assert day(clock, 74) == day(clock, 88) == 0
    assert not FreshnessQuestion.objects.open().exists()
    assert day(clock, 120) == 0  # its own period has ended by now
    need.refresh_from_db()
    assert need.status == "published"


def test_everything_a_person_is_asked_comes_in_one_mail(clock, owner, provider):
    company = a_company(owner=owner)
    titles = {"Belege ordnen", "Fahrräder flicken", "Steuern erklären"}
    for title in ("Belege ordnen", "Fahrräder flicken"):
        a_need(organisation=provider, title=title)
    clock.move_to(START + timedelta(days=10), tick=False)
    soon = a_need(organisation=provider, title="Bald gefragt", created_by=a_user())
    clock.move_to(START, tick=False)
    an_offer(organisation=company, title="Steuern erklären")

    assert day(clock, 60) == 1
    mail = OutboxMail.objects.get()
    assert all(title in mail.text and title in mail.html for title in titles)
    assert mail.text.count("/noch-aktuell/") == 5  # one each, and the button for all
    # It comes along, because its owner is written to anyway.
    assert soon.title in mail.text


def test_what_comes_along_is_only_what_the_same_person_is_asked(clock, provider):
    first, second = a_user("Eins"), a_user("Zwei")
    for person in (first, second):
        a_membership(provider, person)
    a_need(organisation=provider, created_by=first)
    clock.move_to(START + timedelta(days=5), tick=False)
    a_need(organisation=provider, created_by=second, title="Noch nicht")

    assert day(clock, 60) == 1
    assert OutboxMail.objects.get().recipient == first.email


def test_whoever_posted_it_is_asked_and_after_they_left_the_owners(clock, provider, owner):
    poster, second_owner = a_user("Paul Mitglied"), a_user("Zweite Leitung")
    membership = a_membership(provider, poster)
    a_membership(provider, second_owner, role="owner")
    a_need(organisation=provider, created_by=poster)
    day(clock, 60)
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [poster.email]

    membership.delete()
    a_need(organisation=provider, created_by=poster)
    OutboxMail.objects.all().delete()
    day(clock, 120)
    assert {m.recipient for m in OutboxMail.objects.all()} == {owner.email, second_owner.email}


@pytest.mark.parametrize("person", [{"is_active": False}, {"verified": False}])
def test_nobody_is_written_to_who_cannot_sign_in_or_has_not_shown_their_address(clock, person):
    need = a_need(organisation=an_organisation(owner=a_user("Ohne Zugang", **person)))

    assert day(clock, 60) == day(clock, 74) == day(clock, 88) == 0
    need.refresh_from_db()
    # Nobody could answer, so it does not rest: it shows its age until its last valid day.
    assert need.status == "published"
    assert need.is_ageing


def test_a_suspended_organisation_is_left_alone_and_reminded_before_anything_rests(
    clock, provider, owner
):
    need, moderator = a_need(organisation=provider), a_moderator()
    day(clock, 60)
    reviews.suspend(provider, "Bitte melden Sie sich.", by=moderator)
    OutboxMail.objects.all().delete()
    assert day(clock, 74) == day(clock, 85) == 0
    reviews.approve(provider, by=moderator)

    assert day(clock, 86) == 1
    need.refresh_from_db()
    assert (need.status, FreshnessQuestion.objects.get().step) == ("published", Step.REMINDED)


def test_nobody_is_asked_about_what_ends_by_itself(clock, provider):
    a_need(organisation=provider, ends_on=(START + timedelta(days=70)).date())

    assert day(clock, 60) == 0


def test_somebody_who_has_left_is_reminded_of_nothing(clock, provider, owner):
    second = a_user("Zweite Leitung")
    membership = a_membership(provider, second, role="owner")
    a_need(organisation=provider)
    assert day(clock, 60) == 2
    membership.delete()

    assert day(clock, 74) == 1


def test_a_profile_is_asked_about_twice_a_year_and_stays_where_it_is(clock, provider, client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert [day(clock, n) for n in (179, 180, 194, 208, 359)] == [0, 1, 1, 0, 0]
    assert FreshnessQuestion.objects.get().answer == Answer.UNANSWERED
    provider.refresh_from_db()
    assert (provider.status, provider.months_unconfirmed) == ("approved", 11)
    page = client.get(provider.get_absolute_url()).content.decode()
    assert "not confirmed for 11 months" in page
    assert "not confirmed for 11 months" in client.get("/organisationen/").content.decode()

    assert day(clock, 361) == 1  # asked again
    reviews.confirm(provider, by=provider.memberships.get().user)
    provider.refresh_from_db()
    assert provider.months_unconfirmed == 0
    assert day(clock, 375) == 0


def test_what_a_paused_listing_was_asked_is_not_asked_again_until_it_is_shown(
    clock, provider, owner
):
    need = a_need(organisation=provider)
    day(clock, 60)
    publishing.pause(need, by=owner)
    assert day(clock, 75) == 0
    publishing.resume(Need.objects.get(), by=owner)
    assert day(clock, 100) == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_once(clock):
    for number in range(6):
        a_need(organisation=an_organisation(owner=a_user(f"Person {number}")))
    clock.move_to(START + timedelta(days=60), tick=False)
    start, written = threading.Barrier(2), []

    def sweep():
        start.wait()
        written.append(asking.sweep())
        connections.close_all()

    sweeps = [threading.Thread(target=sweep) for _number in range(2)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join()
    asking.sweep()  # what one left to the other because it was locked
    assert OutboxMail.objects.count() == FreshnessQuestion.objects.count() == 6
    assert sum(written) <= 6


@given(visits=st.lists(st.integers(0, 130), min_size=1, max_size=12))
@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whenever_the_sweep_runs_nothing_rests_unreminded_and_nobody_is_told_twice(clock, visits):
    clock.move_to(START, tick=False)
    with transaction.atomic():
        need = a_need(organisation=an_organisation(owner=a_user()), ends_on=date(2028, 3, 1))
        Need.objects.update(valid_until=need.ends_on)
        told = []
        for number in sorted(visits):
            told += [number] * day(clock, number)
            assert day(clock, number) == 0
        assert OutboxMail.objects.count() == len(told) <= 3
        assert all(number >= 60 for number in told)
        assert all(later - earlier >= 14 for earlier, later in pairwise(told))
        need.refresh_from_db()
        assert (need.status == "paused") == (len(told) == 3)
        transaction.set_rollback(True)
