"""Many people accept the last places at the same moment, on a real PostgreSQL."""

import threading
from collections import Counter

import pytest
from django.db import connection

from cooperation import enquiries
from cooperation.models import Cooperation, Enquiry
from matching.models import Offer
from portal.foundation.models import OutboxMail
from tests.builders import a_company, a_membership, a_need, a_user, an_enquiry, an_offer
from tests.builders import an_organisation as a_provider

AT_ONCE, PLACES = 50, 3


def accept_all(wishes, person) -> list[BaseException]:
    """Accept every wish from a thread of its own, all at the same moment."""
    start, broken = threading.Barrier(len(wishes)), []

    def accept(enquiry):
        start.wait()
        try:
            enquiries.accept(enquiry, "Gern!", by=person)
        except Exception as error:  # noqa: BLE001 -- nothing but success is expected
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(wish,)) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


def play(rounds: int) -> None:
    helper = a_user("Hakan Helfend")
    company = a_company(owner=helper)
    seeker = a_provider(owner=a_user("Sina Suchend"))
    a_membership(seeker, a_user("Kolja Kollege"))
    needs = [a_need(organisation=seeker) for _ in range(AT_ONCE)]
    for number in range(rounds):
        offer = an_offer(organisation=company, capacity=PLACES)
        wishes = [an_enquiry(need=need, offer=offer, opened_from="need") for need in needs]
        OutboxMail.objects.all().delete()
        assert accept_all(wishes, helper) == [], number
        statuses = Counter(Enquiry.objects.filter(offer=offer).values_list("status", flat=True))
        assert statuses == {"accepted": PLACES, "waiting": AT_ONCE - PLACES}, number
        assert Offer.objects.get(pk=offer.pk).capacity_taken == PLACES
        assert Cooperation.objects.filter(enquiry__offer=offer).count() == PLACES
        # Every winner and every loser is told, both members of theirs.
        kinds = Counter(
            key.partition(":")[0] for key in OutboxMail.objects.values_list("key", flat=True)
        )
        assert kinds["enquiry_accepted"] == PLACES * 2
        assert kinds["enquiry_waiting"] == (AT_ONCE - PLACES) * 2
        places = Enquiry.objects.filter(offer=offer, status="waiting").values_list(
            "waiting_since", flat=True
        )
        assert len(set(places)) == AT_ONCE - PLACES


@pytest.mark.django_db(transaction=True)
def test_fifty_accept_three_places_at_once():
    play(rounds=2)


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_fifty_accept_three_places_at_once_a_hundred_times():
    play(rounds=100)
