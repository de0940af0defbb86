"""Capacity is real: who waits, who is offered what comes free, and who never gets it twice."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cooperation import cooperations, enquiries, waiting_list
from cooperation.models import Enquiry, EnquiryStatus
from matching import publishing
from portal.foundation.models import OutboxMail
from tests.builders import a_company, a_need, a_user, an_enquiry, an_offer, an_organisation

pytestmark = pytest.mark.django_db


def wish(offer, *, people: int = 1) -> Enquiry:
    """An open enquiry of some Träger about `offer`."""
    seeker = an_organisation(owner=a_user())
    need = a_need(organisation=seeker, people_needed=people)
    return an_enquiry(need=need, offer=offer, opened_from="need", people=people)


def helper_of(offer):
    return offer.organisation.memberships.get().user


def seeker_of(enquiry):
    return enquiry.seeking.memberships.get().user


def status(enquiry) -> str:
    return Enquiry.objects.get(pk=enquiry.pk).status


@pytest.fixture
def offer():
    return an_offer(organisation=a_company(owner=a_user("Hakan Helfend")), capacity=1)


@pytest.fixture
def taken_and_waiting(offer):
    """(accepted enquiry, first and second of the waiting list)."""
    wishes = [wish(offer) for _ in range(3)]
    return [enquiries.accept(w, "Gern!", by=helper_of(offer)) for w in wishes]


def test_a_yes_without_capacity_is_a_place_in_the_waiting_list(taken_and_waiting):
    accepted, first, second = taken_and_waiting
    assert accepted.is_accepted
    assert [first.status, second.status] == [EnquiryStatus.WAITING] * 2
    assert [waiting_list.position(first), waiting_list.position(second)] == [1, 2]
    told = OutboxMail.objects.filter(key__startswith="enquiry_waiting")
    assert {seeker_of(first).email, seeker_of(second).email} <= {m.recipient for m in told}


def test_what_comes_free_is_offered_to_whoever_waits_longest(taken_and_waiting, offer):
    accepted, first, second = taken_and_waiting
    cooperations.call_off(accepted.cooperation, "Kein Termin gefunden", by=seeker_of(accepted))
    assert status(first) == EnquiryStatus.PLACE_OFFERED
    assert status(second) == EnquiryStatus.WAITING
    offer.refresh_from_db()
    assert offer.capacity_taken == 1  # it is kept
    assert (
        OutboxMail.objects.get(key__startswith="place_offered").recipient == seeker_of(first).email
    )


def test_a_kept_place_becomes_a_cooperation(taken_and_waiting, offer):
    accepted, first, _second = taken_and_waiting
    cooperations.call_off(accepted.cooperation, "Abgesagt", by=helper_of(offer))
    taken = enquiries.take_place(first, by=seeker_of(first))
    assert taken.is_accepted
    assert taken.cooperation.status == "planning"
    offer.refresh_from_db()
    assert offer.capacity_taken == 1


@pytest.mark.parametrize("give_up", [True, False])
def test_a_place_that_is_not_taken_goes_to_the_next(taken_and_waiting, offer, give_up):
    accepted, first, second = taken_and_waiting
    cooperations.call_off(accepted.cooperation, "Abgesagt", by=helper_of(offer))
    if give_up:
        enquiries.give_up_place(first, by=seeker_of(first))
        assert status(first) == EnquiryStatus.DECLINED
    else:
        assert waiting_list.let_kept_places_pass() == 0
        with time_machine.travel(timezone.now() + waiting_list.KEPT + timedelta(minutes=1)):
            assert waiting_list.let_kept_places_pass() == 1
        assert status(first) == EnquiryStatus.LAPSED
    assert status(second) == EnquiryStatus.PLACE_OFFERED
    offer.refresh_from_db()
    assert offer.capacity_taken == 1


def test_nobody_overtakes_a_larger_wish(offer):
    type(offer).objects.filter(pk=offer.pk).update(capacity=2)
    offer.refresh_from_db()
    helper = helper_of(offer)
    one = enquiries.accept(wish(offer), by=helper)
    large = enquiries.accept(wish(offer, people=2), by=helper)
    small = enquiries.accept(wish(offer), by=helper)
    # One is left, but the larger wish has been waiting for longer than the smaller one.
    assert small.is_accepted  # it was left when it was asked for
    cooperations.call_off(small.cooperation, "Abgesagt", by=helper)
    assert status(large) == EnquiryStatus.WAITING
    cooperations.call_off(one.cooperation, "Abgesagt", by=helper)
    assert status(large) == EnquiryStatus.PLACE_OFFERED


def test_an_offer_that_has_ended_answers_everybody_who_waits(taken_and_waiting, offer):
    accepted, first, second = taken_and_waiting
    publishing.close(offer, by=helper_of(offer))
    assert status(accepted) == EnquiryStatus.ACCEPTED
    assert [status(first), status(second)] == [EnquiryStatus.LAPSED] * 2
    assert OutboxMail.objects.filter(
        key__startswith="enquiry_lapsed_ended", recipient=seeker_of(first).email
    ).exists()


def test_an_end_does_not_free_capacity_by_itself(taken_and_waiting, offer):
    accepted, first, _second = taken_and_waiting
    cooperation = accepted.cooperation
    type(cooperation).objects.filter(pk=cooperation.pk).update(status="active")
    cooperations.finish(cooperation, by=seeker_of(accepted))
    assert status(first) == EnquiryStatus.WAITING
    cooperations.free_capacity(cooperation, by=helper_of(offer))
    assert status(first) == EnquiryStatus.PLACE_OFFERED


def test_an_offer_that_was_made_larger_serves_those_who_wait(taken_and_waiting, offer):
    _accepted, first, second = taken_and_waiting
    assert waiting_list.pass_on_everywhere() == 0
    type(offer).objects.filter(pk=offer.pk).update(capacity=2)
    assert waiting_list.pass_on_everywhere() == 1
    assert status(first) == EnquiryStatus.PLACE_OFFERED
    assert status(second) == EnquiryStatus.WAITING


ACTIONS = ["ask", "accept", "decline", "withdraw", "call off", "take", "give up", "pass"]


class NoSequenceOfEvents(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5)), max_size=14))
    def test_takes_more_than_there_is_or_loses_count(self, events):
        offer = an_offer(organisation=a_company(owner=a_user()), capacity=2)
        seeker = an_organisation(owner=a_user())
        person, helper = seeker.memberships.get().user, helper_of(offer)
        for action, number in events:
            if action == "ask":
                need = a_need(organisation=seeker)
                an_enquiry(need=need, offer=offer, opened_from="need", people=1 + number % 2)
            elif action == "pass":
                Enquiry.objects.filter(status="place_offered").update(
                    place_kept_until=timezone.now() - timedelta(seconds=1)
                )
                waiting_list.let_kept_places_pass()
            else:
                self.act(action, number, person=person, helper=helper)
            offer.refresh_from_db()
            held = sum(Enquiry.objects.filter(offer=offer).values_list("holds", flat=True))
            assert offer.capacity_taken == held <= offer.capacity
            first = Enquiry.objects.waiting_list_of(offer).first()
            assert first is None or first.people > offer.capacity_left

    def act(self, action, number, *, person, helper):
        found = {
            "accept": ("open", lambda e: enquiries.accept(e, by=helper)),
            "decline": ("open", lambda e: enquiries.decline(e, "Nein", by=helper)),
            "withdraw": ("waiting", lambda e: enquiries.withdraw(e, by=person)),
            "call off": (
                "accepted",
                lambda e: (
                    e.cooperation.has_ended
                    or cooperations.call_off(e.cooperation, "Abgesagt", by=person)
                ),
            ),
            "take": ("place_offered", lambda e: enquiries.take_place(e, by=person)),
            "give up": ("place_offered", lambda e: enquiries.give_up_place(e, by=person)),
        }
        needed, verb = found[action]
        those = list(Enquiry.objects.filter(status=needed).order_by("pk"))
        if those:
            verb(those[number % len(those)])
