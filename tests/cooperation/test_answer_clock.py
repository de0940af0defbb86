"""Nobody is left without an answer: reminders, the Servicestelle's queue, more time, the median."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cooperation import answer_clock, enquiries
from cooperation.models import Enquiry, EnquiryStatus
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from tests.builders import (
    a_company,
    a_moderator,
    a_need,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """(enquiry of a company about a Träger's need, the Träger's person, the company's person)."""
    seeker, helper = a_user("Sina Suchend"), a_user("Hakan Helfend")
    enquiry = an_enquiry(
        need=a_need(organisation=an_organisation(owner=seeker)),
        offer=an_offer(organisation=a_company(owner=helper)),
    )
    return enquiry, seeker, helper


def after(days: float):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def mails(kind: str) -> list[str]:
    found = OutboxMail.objects.filter(key__startswith=f"{kind}:")
    return sorted(found.values_list("recipient", flat=True))


def test_whoever_owes_the_answer_is_reminded_once_three_days_before(asked):
    _enquiry, seeker, _helper = asked
    with after(6):
        assert answer_clock.watch() == 0
    with after(7):
        assert answer_clock.watch() == 1
        assert answer_clock.watch() == 0
    with after(9):
        assert answer_clock.watch() == 0
    assert mails("enquiry_reminder") == [seeker.email]


def test_an_overdue_answer_comes_to_the_servicestelle_and_the_waiting_side_knows(asked):
    enquiry, seeker, helper = asked
    with after(10):  # the last day still counts
        answer_clock.watch()
        enquiry.refresh_from_db()
        assert enquiry.escalated_at is None
    with after(11):
        assert answer_clock.watch() == 1
        assert answer_clock.watch() == 0
    enquiry.refresh_from_db()
    assert enquiry.escalated_at is not None
    assert enquiry.is_open
    assert mails("enquiry_overdue") == [seeker.email]
    assert mails("enquiry_looked_after") == [helper.email]


def test_an_enquiry_that_nobody_answers_after_all_ends_kindly(asked):
    enquiry, seeker, helper = asked
    with after(11):
        answer_clock.watch()
    with after(24):
        assert answer_clock.watch() == 0
    with after(26):
        assert answer_clock.watch() == 1
    enquiry.refresh_from_db()
    assert enquiry.status == EnquiryStatus.LAPSED
    assert mails("enquiry_lapsed_unanswered") == sorted([seeker.email, helper.email])


def test_the_asked_side_takes_more_time_once(asked):
    enquiry, seeker, helper = asked
    day = enquiry.answer_by
    enquiry = answer_clock.extend(enquiry, by=seeker)
    assert enquiry.answer_by == day + timedelta(days=7)
    assert mails("enquiry_extended") == [helper.email]
    with pytest.raises(Refused):
        answer_clock.extend(enquiry, by=seeker)


def test_the_servicestelle_gives_more_time_as_often_as_it_helps_and_the_clock_starts_again(asked):
    enquiry, _seeker, _helper = asked
    moderator = a_moderator()
    with after(11):
        answer_clock.watch()
        enquiry = answer_clock.extend(enquiry, by=moderator)
        enquiry = answer_clock.extend(enquiry, by=moderator)
        assert enquiry.escalated_at is None
        assert not enquiry.is_overdue


def test_a_call_is_noted_for_both_sides_to_see(asked):
    enquiry, _seeker, _helper = asked
    moderator = a_moderator()
    with pytest.raises(Refused):
        answer_clock.log_call(enquiry, "  ", by=moderator)
    answer_clock.log_call(enquiry, "Urlaub bis Montag, antworten dann.", by=moderator)
    entry = history.of(enquiry).first()
    assert (entry.event, entry.comment) == ("called", "Urlaub bis Montag, antworten dann.")
    assert entry.on_behalf


def test_the_servicestelle_answers_on_behalf_only_when_the_answer_is_overdue(asked):
    enquiry, _seeker, _helper = asked
    moderator = a_moderator()
    with pytest.raises(Refused):
        enquiries.decline(enquiry, "Leider nein.", by=moderator)
    with after(11):
        enquiries.decline(enquiry, "Am Telefon: leider keine Zeit.", by=moderator)
    entry = history.of(enquiry).first()
    assert (entry.by, entry.on_behalf, entry.to_status) == (moderator, True, "declined")


def test_an_introduction_asks_the_first_side_and_only_then_the_other(asked):
    need, offer = a_need(organisation=asked[0].seeking), asked[0].offer
    _enquiry, seeker, helper = asked
    introduced = enquiries.prepare(need=need, offer=offer, sender=offer.organisation)
    introduced.message = "Sie beide könnten zusammenpassen."
    introduced = enquiries.introduce(introduced, by=a_moderator())
    assert mails("enquiry_introduced") == [helper.email]
    assert mails("enquiry_received") == []
    with pytest.raises(Refused):
        enquiries.accept(introduced, by=seeker)
    enquiries.take_up(introduced, by=helper)
    assert mails("enquiry_received") == [seeker.email]
    introduced.refresh_from_db()
    assert introduced.owes_the_answer == need.organisation


def test_whoever_declines_an_introduction_leaves_the_other_side_in_peace(asked):
    _enquiry, _seeker, helper = asked
    need, offer = a_need(), asked[0].offer
    introduced = enquiries.prepare(need=need, offer=offer, sender=offer.organisation)
    introduced.message = "Sie beide könnten zusammenpassen."
    introduced = enquiries.introduce(introduced, by=a_moderator())
    enquiries.decline(introduced, "Gerade nicht.", by=helper)
    assert not OutboxMail.objects.exclude(recipient=helper.email).exists()


def test_an_enquiry_with_a_suspended_side_ends(asked):
    enquiry, _seeker, _helper = asked
    type(enquiry.seeking).objects.filter(pk=enquiry.seeking_id).update(status="suspended")
    assert answer_clock.watch() == 1
    enquiry.refresh_from_db()
    assert enquiry.status == EnquiryStatus.LAPSED


def answered_after(organisation, hours: float, *, by):
    enquiry = an_enquiry(need=a_need(organisation=organisation), status="declined")
    now = timezone.now()
    Enquiry.objects.filter(pk=enquiry.pk).update(
        opened_at=now - timedelta(hours=hours), answered_at=now, answered_by=by
    )


def test_the_median_says_nothing_before_five_answers():
    person = a_user()
    provider = an_organisation(owner=person)
    for hours in (1, 2, 30, 40):
        answered_after(provider, hours, by=person)
    assert answer_clock.median_hours(provider) is None
    answered_after(provider, 20, by=person)
    assert answer_clock.median_hours(provider) == pytest.approx(20)
    answered_after(provider, 1000, by=a_moderator())  # on behalf: not theirs
    assert answer_clock.median_hours(provider) == pytest.approx(20)
    answered_after(provider, 10, by=person)
    assert answer_clock.median_hours(provider) == pytest.approx(15)
