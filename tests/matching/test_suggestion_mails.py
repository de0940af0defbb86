"""New suggestions are told by mail: in the morning, with reasons, and never the same pair twice."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from matching import suggestion_mails
from matching.models import Suggestion, ToldSuggestion
from portal.foundation.models import MailState, OutboxMail, Pace
from portal.foundation.outbox import digest, preferences
from portal.foundation.outbox.paces import next_digest
from tests.builders import (
    a_company,
    a_need,
    a_suggestion,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_user()


@pytest.fixture
def provider(person):
    return an_organisation("Jugendhaus Süd", owner=person)


def before_the_digest(days: int = 0) -> datetime:
    return next_digest(Pace.DAILY, timezone.now()) + timedelta(days=days) - timedelta(minutes=40)


def mails_to(person) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(person=person, kind="suggestions").order_by("pk"))


def test_a_new_pair_is_told_with_its_reasons_and_comes_with_the_digest(person, provider):
    need = a_need(organisation=provider, title="Belege ordnen")
    offer = an_offer(title="Buchhaltung für Vereine")
    reasons = [{"code": "distance", "values": {"km": 12.0}}]
    a_suggestion(need, offer, reasons=reasons)
    now = before_the_digest()
    assert suggestion_mails.tell(now) == 1
    (mail,) = mails_to(person)
    assert mail.state == MailState.HELD
    assert "Buchhaltung für Vereine" in mail.text
    assert "Belege ordnen" in mail.text
    assert "12" in mail.text
    digest.collect(now + timedelta(hours=1))
    assert "Buchhaltung für Vereine" in OutboxMail.objects.get(kind="digest").text


def test_both_sides_are_told_each_about_its_own_listing(person, provider):
    boss = a_user()
    offer = an_offer(organisation=a_company("Kontor", owner=boss), title="Unser Angebot")
    need = a_need(organisation=provider, title="Unser Bedarf")
    a_suggestion(need, offer, rank_for_offer=1)
    assert suggestion_mails.tell(before_the_digest()) == 2
    assert "Kontor" in mails_to(person)[0].text
    assert "Jugendhaus Süd" in mails_to(boss)[0].text


def test_a_pair_in_the_other_sides_list_only_is_told_there_only(person, provider):
    boss = a_user()
    offer = an_offer(organisation=a_company(owner=boss))
    a_suggestion(a_need(organisation=provider), offer, rank_for_need=None, rank_for_offer=3)
    suggestion_mails.tell(before_the_digest())
    assert (mails_to(person), len(mails_to(boss))) == ([], 1)


def test_no_pair_is_told_twice_even_if_it_vanishes_and_comes_back(person, provider):
    need, offer = a_need(organisation=provider), an_offer()
    a_suggestion(need, offer)
    assert suggestion_mails.tell(before_the_digest()) == 1
    assert suggestion_mails.tell(before_the_digest()) == 0
    Suggestion.objects.all().delete()
    a_suggestion(need, offer, score=0.9)
    assert suggestion_mails.tell(before_the_digest(days=1)) == 0
    a_suggestion(need, an_offer(title="Etwas Neues"))
    assert suggestion_mails.tell(before_the_digest(days=2)) == 1
    assert "Etwas Neues" in mails_to(person)[1].text
    assert offer.title not in mails_to(person)[1].text


def test_the_database_keeps_a_pair_from_being_told_twice(person):
    need, offer = a_need(), an_offer()
    ToldSuggestion.objects.create(user=person, need=need, offer=offer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ToldSuggestion.objects.create(user=person, need=need, offer=offer)


def test_many_pairs_are_one_mail_with_the_best_and_the_number_of_all(person, provider):
    need = a_need(organisation=provider)
    for number in range(8):
        a_suggestion(need, an_offer(title=f"Angebot {number}"), score=number / 10)
    suggestion_mails.tell(before_the_digest())
    (mail,) = mails_to(person)
    assert "8" in mail.subject
    assert "Angebot 7" in mail.text
    assert "Angebot 2" not in mail.text
    assert ToldSuggestion.objects.count() == 8


def test_nothing_is_told_at_another_time_of_the_day(person, provider):
    a_suggestion(a_need(organisation=provider))
    assert suggestion_mails.tell(before_the_digest() - timedelta(hours=4)) == 0


def test_those_who_want_it_weekly_are_told_before_monday(person, provider):
    preferences.choose(person, {"suggestions": "weekly"})
    a_suggestion(a_need(organisation=provider))
    mornings = [before_the_digest(days) for days in range(7)]
    told = [morning for morning in mornings if suggestion_mails.tell(morning)]
    assert [timezone.localtime(morning).weekday() for morning in told] == [0]


def test_nobody_is_told_who_wants_none_or_may_get_none(person, provider):
    preferences.choose(person, {"suggestions": "off"})
    unconfirmed, former = a_user(verified=False), a_user(is_active=False)
    for user in (unconfirmed, former):
        provider.memberships.create(user=user)
    a_suggestion(a_need(organisation=provider))
    assert suggestion_mails.tell(before_the_digest()) == 0
    assert not ToldSuggestion.objects.exists()


def test_pairs_that_are_over_or_asked_about_are_no_news(person, provider):
    need = a_need(organisation=provider)
    asked, paused = an_offer(), an_offer(status="paused")
    a_suggestion(need, asked)
    a_suggestion(need, paused)
    an_enquiry(need=need, offer=asked)
    assert suggestion_mails.tell(before_the_digest()) == 0


def test_telling_takes_as_many_queries_for_many_pairs_as_for_few(
    person, provider, django_assert_max_num_queries
):
    need = a_need(organisation=provider)
    for _number in range(2):
        a_suggestion(need)
    with django_assert_max_num_queries(60) as few:
        suggestion_mails.tell(before_the_digest())
    for _number in range(12):
        a_suggestion(need)
    with django_assert_max_num_queries(len(few.captured_queries)):
        suggestion_mails.tell(before_the_digest(days=1))
