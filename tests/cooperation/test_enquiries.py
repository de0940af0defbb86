"""Asking, accepting, declining, withdrawing: who may, and what it leaves behind."""

import threading

import pytest
from django.db import connection

from cooperation import enquiries
from cooperation.models import Enquiry, EnquiryStatus
from matching.models import Suggestion
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
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
def sides():
    """(seeking owner, offering owner, need, offer)."""
    seeker, helper = a_user("Sina Suchend"), a_user("Hakan Helfend")
    need = a_need(organisation=an_organisation(owner=seeker))
    offer = an_offer(organisation=a_company(owner=helper))
    return seeker, helper, need, offer


def ask(need, offer, *, by) -> Enquiry:
    prepared = enquiries.prepare(need=need, offer=offer, sender=offer.organisation)
    prepared.message = "Wir helfen gern."
    return enquiries.open_enquiry(prepared, by=by)


def test_an_enquiry_reaches_every_member_of_the_other_side(sides):
    seeker, helper, need, offer = sides
    enquiry = ask(need, offer, by=helper)
    assert enquiry.receiver == need.organisation
    mail = OutboxMail.objects.get()
    assert mail.recipient == seeker.email
    assert "Wir helfen gern." not in mail.text


def test_the_same_pair_is_not_asked_twice(sides):
    _seeker, helper, need, offer = sides
    ask(need, offer, by=helper)
    with pytest.raises(Refused):
        ask(need, offer, by=helper)
    assert Enquiry.objects.count() == 1


def test_accepting_takes_capacity_and_opens_contacts(sides):
    seeker, helper, need, offer = sides
    enquiry = ask(need, offer, by=helper)
    assert enquiries.read_contact(enquiry, offer.organisation, by=helper) is None
    enquiry = enquiries.accept(enquiry, "Sehr gern!", by=seeker)
    offer.refresh_from_db()
    assert offer.capacity_taken == 1
    contact = enquiries.read_contact(enquiry, offer.organisation, by=helper)
    assert contact["name"] == need.organisation.contact_name
    assert history.of(need.organisation).filter(event="contact read", by=helper).exists()
    assert history.of(enquiry).first().to_status == EnquiryStatus.ACCEPTED
    assert OutboxMail.objects.filter(recipient=helper.email).exists()


def test_only_the_receiving_side_answers(sides):
    _seeker, helper, need, offer = sides
    enquiry = ask(need, offer, by=helper)
    for person in (helper, a_user()):
        with pytest.raises(Refused):
            enquiries.accept(enquiry, by=person)


def test_an_enquiry_is_answered_once(sides):
    seeker, helper, need, offer = sides
    enquiry = ask(need, offer, by=helper)
    enquiries.accept(enquiry, by=seeker)
    with pytest.raises(Refused):
        enquiries.decline(enquiry, "Doch nicht", by=seeker)


def test_declining_needs_words_and_takes_the_pair_off_the_suggestions(sides):
    seeker, helper, need, offer = sides
    a_suggestion(need, offer)
    enquiry = ask(need, offer, by=helper)
    with pytest.raises(Refused):
        enquiries.decline(enquiry, "  ", by=seeker)
    enquiries.decline(enquiry, "Leider passt es gerade nicht.", by=seeker)
    assert not Suggestion.objects.live().exists()


def test_the_sender_withdraws_and_may_ask_again(sides):
    seeker, helper, need, offer = sides
    enquiry = ask(need, offer, by=helper)
    with pytest.raises(Refused):
        enquiries.withdraw(enquiry, by=seeker)
    enquiries.withdraw(enquiry, by=helper)
    assert ask(need, offer, by=helper).is_open


def test_a_suspended_organisation_cannot_ask(sides):
    _seeker, helper, need, offer = sides
    type(offer.organisation).objects.filter(pk=offer.organisation_id).update(status="suspended")
    offer.organisation.refresh_from_db()
    with pytest.raises(Refused):
        ask(need, offer, by=helper)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_exactly_one_of_two():
    owner = a_user()
    offer = an_offer(capacity=1, organisation=a_company(owner=owner))
    asked = [an_enquiry(need=a_need(), offer=offer, opened_from="need") for _ in range(2)]
    start = threading.Barrier(2)

    def accept(enquiry):
        start.wait()
        try:
            enquiries.accept(enquiry, by=owner)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(enquiry,)) for enquiry in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    offer.refresh_from_db()
    assert offer.capacity_taken == 1
    statuses = sorted(Enquiry.objects.values_list("status", flat=True))
    assert statuses == [EnquiryStatus.ACCEPTED, EnquiryStatus.WAITING]
