"""A full rematch: the same lists as listing by listing, whatever happens on the way."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from matching import dismissals, due, rematch, sync
from matching.models import (
    MatchingPart,
    MatchingRun,
    Need,
    NeedFeatures,
    Offer,
    RunState,
    Suggestion,
)
from profiles.models import Competence
from tests.builders import a_moderator, a_need, a_user, an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(rematch, "PART", 2)


@pytest.fixture
def market():
    needs = [a_need(title=f"Buchhaltung {n}") for n in range(3)]
    offers = [an_offer(title=f"Hilfe bei der Buchhaltung {n}") for n in range(3)]
    return needs, offers


def lists():
    return list(
        Suggestion.objects.order_by("need", "offer").values(
            "need", "offer", "score", "rank_for_need", "rank_for_offer", "reasons", "open_points"
        )
    )


def versions():
    """Which transaction wrote each row: a row that was written again has another number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text, ctid::text FROM matching_suggestion ORDER BY id")
        return cursor.fetchall()


def work_through(run):
    while rematch.work(run.pk):
        pass
    run.refresh_from_db()
    return run


def match_singly():
    for kind, side in sync.SIDES.items():
        for listing in side.model.objects.order_by("pk"):
            due.mark(listing)
            sync.match(kind, listing.pk)


@pytest.mark.usefixtures("small_parts")
def test_a_run_comes_to_the_same_lists_as_listing_by_listing(market):
    match_singly()
    singly = lists()
    Suggestion.objects.all().delete()
    run = work_through(rematch.start(by=a_user()))
    assert run.state == RunState.FINISHED
    assert lists() == singly != []
    assert run.progress() == {"all": 6, "done": 6, "rows_changed": 18, "failed": 0}


@pytest.mark.usefixtures("market")
def test_only_rows_that_differ_are_written():
    work_through(rematch.start())
    before = versions()
    assert work_through(rematch.start()).progress()["rows_changed"] == 0
    assert versions() == before


def test_what_is_no_longer_true_goes(market):
    work_through(rematch.start())
    (need, *_), (offer, *_) = market
    dismissals.dismiss(need, offer, "need", by=a_user(), reason="topic")
    Offer.objects.filter(pk=market[1][1].pk).update(status="paused")
    work_through(rematch.start())
    pairs = set(Suggestion.objects.values_list("need", "offer"))
    assert (need.pk, offer.pk) not in pairs
    assert market[1][1].pk not in {offer for _, offer in pairs}
    assert len(pairs) == 5


@pytest.mark.usefixtures("market", "small_parts")
def test_a_run_can_be_stopped_and_resumed():
    run = rematch.start()
    assert rematch.work(run.pk)
    assert rematch.stop(run)
    assert not rematch.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.progress()["done"]) == (RunState.STOPPED, 2)
    assert rematch.resume(run)
    assert work_through(run).progress()["done"] == 6
    assert not rematch.resume(run)


@pytest.mark.usefixtures("market")
def test_only_one_run_at_a_time():
    run = rematch.start()
    assert rematch.start() == run
    rematch.stop(run)
    other = rematch.start()
    assert other != run
    assert not rematch.resume(run)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("market", "small_parts")
def test_a_part_that_another_worker_holds_is_left_to_it_and_free_again_when_that_one_dies():
    run = rematch.start()
    held, may_die = threading.Event(), threading.Event()

    def another_worker():
        try:
            with transaction.atomic():
                MatchingPart.objects.select_for_update().filter(run=run).order_by("pk").first()
                held.set()
                may_die.wait(20)
                raise KeyboardInterrupt  # its connection is gone: nothing is committed
        except KeyboardInterrupt:
            connection.close()

    thread = threading.Thread(target=another_worker)
    thread.start()
    assert held.wait(20)
    while rematch.work(run.pk):
        pass
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    assert run.parts.filter(done_at=None).count() == 1
    may_die.set()
    thread.join(20)
    assert work_through(run).state == RunState.FINISHED


def test_a_stalled_run_calls_its_workers_again(market, django_capture_on_commit_callbacks):
    run = rematch.start()
    with django_capture_on_commit_callbacks() as calls:
        rematch.nudge()
    assert calls == []
    long_ago = timezone.now() - timedelta(minutes=5)
    MatchingRun.objects.filter(pk=run.pk).update(started_at=long_ago)
    with django_capture_on_commit_callbacks() as calls:
        rematch.nudge()
    assert len(calls) == rematch.CHAINS


def test_texts_are_read_once_and_again_when_they_change():
    need, _offer = a_need(title="Buchhaltung"), an_offer()
    due.mark(need)
    sync.match("need", need.pk)
    first = bytes(NeedFeatures.objects.get(listing=need).stored)
    Need.objects.filter(pk=need.pk).update(people_needed=2)
    sync.process_index.refreshed()
    assert bytes(NeedFeatures.objects.get(listing=need).stored) == first
    Need.objects.filter(pk=need.pk).update(description="Jetzt geht es um das Dach.")
    sync.process_index.refreshed()
    second = bytes(NeedFeatures.objects.get(listing=need).stored)
    assert second != first
    Competence.objects.filter(slug="finance/accounting").update(label_de="Bücher führen")
    sync.process_index.refreshed()
    assert bytes(NeedFeatures.objects.get(listing=need).stored) != second


def test_moderators_start_stop_and_resume_a_run_and_see_how_far_it_is(client, market):
    client.force_login(a_moderator())
    page = client.post(reverse("admin:rematch"), follow=True)
    run = MatchingRun.objects.get()
    assert page.redirect_chain[-1][0] == reverse("admin:matching_matchingrun_change", args=[run.pk])
    rematch.work(run.pk)
    page = client.get(reverse("admin:matching_matchingrun_change", args=[run.pk]))
    assert "3" in page.content.decode()
    for what, state in (("stop", RunState.STOPPED), ("resume", RunState.RUNNING)):
        client.post(reverse("admin:matching_matchingrun_switch", args=[run.pk, what]))
        run.refresh_from_db()
        assert run.state == state
    assert (
        client.get(reverse("admin:matching_matchingrun_switch", args=[run.pk, "stop"])).status_code
        == 405
    )
