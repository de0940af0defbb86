"""A changed listing gets its suggestions, and they stay true."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from matching import dismissals, due, publishing, sync
from matching.models import ListingStatus, Need, Side, Suggestion
from profiles.models import Competence
from tests.builders import (
    a_company,
    a_competence,
    a_moderator,
    a_need,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def matched(listing) -> list[Suggestion]:
    due.mark(listing)
    sync.match(listing._meta.model_name, listing.pk)
    return list(Suggestion.objects.order_by("pk"))


def test_a_fitting_pair_is_suggested_with_reasons():
    need, offer = a_need(), an_offer()
    (suggestion,) = matched(need)
    assert (suggestion.need, suggestion.offer) == (need, offer)
    assert 0 < suggestion.score <= 1
    assert suggestion.rank_for_need == 1
    assert 2 <= len(suggestion.reasons) <= 4
    need.refresh_from_db()
    assert need.matching_due_at is None
    assert need.matched_at is not None


def test_matching_twice_changes_nothing():
    need, _offer = a_need(), an_offer()
    (first,) = matched(need)
    (second,) = matched(need)
    assert (first.pk, first.public_id, first.score) == (second.pk, second.public_id, second.score)


def test_both_sides_come_to_the_same_score():
    need, offer = a_need(), an_offer()
    (from_need,) = matched(need)
    (from_offer,) = matched(offer)
    assert from_need.score == from_offer.score
    assert (from_offer.rank_for_need, from_offer.rank_for_offer) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"status": ListingStatus.PAUSED},
        {"in_": "Berlin"},
        {"formats": ["training"]},
        {"languages": ["en"]},
        {"capacity_taken": 2},
        {"excludes": ["contact-with-minors"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_broken_constraint_is_never_suggested(change):
    an_offer(**change)
    assert matched(a_need(contact_with_minors=True)) == []


def test_one_does_not_match_oneself():
    organisation = an_organisation(kind="public_body")
    an_offer(organisation=organisation)
    assert matched(a_need(organisation=organisation)) == []


def test_a_stale_index_cannot_write_what_is_no_longer_true():
    need, offer = a_need(), an_offer()
    assert sync.process_index.refreshed()
    stale = sync.process_index
    type(offer).objects.filter(pk=offer.pk).update(status=ListingStatus.PAUSED)
    stale.refreshed = lambda index=stale._index: index
    assert matched(need) == []


def test_the_index_catches_up_with_changes():
    need, offer = a_need(), an_offer()
    assert len(matched(need)) == 1
    type(offer).objects.filter(pk=offer.pk).update(status=ListingStatus.PAUSED)
    assert matched(need) == []
    type(offer).objects.filter(pk=offer.pk).update(status=ListingStatus.PUBLISHED)
    assert len(matched(need)) == 1


@pytest.mark.django_db(transaction=True)
def test_changes_of_ones_own_transaction_are_seen_while_older_ones_run():
    """They were passed over: a snapshot's xmax lies below one's own number then, and a part of a
    full rematch, which is one transaction, could rank what it had changed itself as it was."""
    need, offer = a_need(), an_offer()
    assert len(matched(need)) == 1
    older, newer = connection.copy(), connection.copy()
    try:
        for other in (older, newer):
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
        with transaction.atomic():
            type(offer).objects.filter(pk=offer.pk).update(formats=["training"])
            assert matched(need) == []
    finally:
        for other in (older, newer):
            other.rollback()
            other.close()


def test_a_change_of_the_taxonomy_is_seen_in_a_restored_dump():
    """There, numbers of the old cluster lie above every new one."""
    _need, _other = a_need(), a_competence("finance/tax")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE profiles_competence DISABLE TRIGGER USER")
        cursor.execute("UPDATE profiles_competence SET changed_xid = 1000000000000 + id")
        cursor.execute("ALTER TABLE profiles_competence ENABLE TRIGGER USER")
    before = sync.process_index.refreshed()
    assert sync.process_index.refreshed() is before
    Competence.objects.filter(slug="finance/accounting").update(label_de="Bücher führen")
    assert sync.process_index.refreshed() is not before


def test_a_suspended_company_is_not_suggested():
    company = a_company()
    an_offer(organisation=company)
    need = a_need()
    assert len(matched(need)) == 1
    type(company).objects.filter(pk=company.pk).update(status="suspended")
    assert not Suggestion.objects.live().exists()
    assert matched(need) == []


def test_a_dismissed_pair_stays_away():
    need, offer = a_need(), an_offer()
    assert len(matched(need)) == 1
    dismissals.dismiss(need, offer, Side.NEED, by=a_user(), reason="topic")
    assert not Suggestion.objects.live().exists()
    assert matched(need) == []


def test_the_sweep_finds_what_a_lost_wake_up_left_behind():
    need, _offer = a_need(), an_offer()
    long_ago = timezone.now() - timedelta(minutes=1)
    Need.objects.filter(pk=need.pk).update(matching_due_at=long_ago)
    assert sync.sweep() == 1
    assert Suggestion.objects.count() == 1


def test_publishing_marks_due_and_closing_clears_the_list():
    owner = a_user()
    organisation = an_organisation(owner=owner)
    need = a_need(organisation=organisation, status=ListingStatus.SUBMITTED)
    an_offer()
    publishing.publish(need, by=a_moderator())
    need.refresh_from_db()
    assert need.matching_due_at is not None
    assert sync.match("need", need.pk)
    assert Suggestion.objects.live().count() == 1
    publishing.close(need, by=owner)
    assert not Suggestion.objects.live().exists()
    assert sync.match("need", need.pk)
    assert not Suggestion.objects.exists()
