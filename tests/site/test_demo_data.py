"""What the demo data look like in the portal, on whichever day they are loaded."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cooperation.models import Appointment, Cooperation, CooperationStatus
from matching.models import ListingStatus, Need, Offer
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.site.demo import DEMO_PASSWORD, DEMO_SIGN_INS, loading
from profiles.models import (
    CheckedKind,
    Level,
    Organisation,
    ReviewStatus,
    StandingCompetency,
    User,
    Verification,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
LISTINGS = [Need, Offer]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The loaded demo data, once for this module: loading takes seconds, these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_taxonomy", verbosity=0)  # tests with real commits empty the tables
        loading.load(tell=lambda progress: None)
        yield
        transaction.set_rollback(True)


def test_the_three_demo_people_can_sign_in(client):
    for _, email in DEMO_SIGN_INS:
        assert client.login(username=email, password=DEMO_PASSWORD), email
        assert EmailAddress.objects.get(email=email).verified


def test_only_the_servicestelle_moderates():
    moderators = [person.email for person in User.objects.all() if person.is_moderator]
    assert moderators == ["servicestelle@demo.example"]


@pytest.mark.parametrize("model", LISTINGS)
def test_published_listings_are_open_and_due_for_matching(model):
    published = model.objects.filter(status=ListingStatus.PUBLISHED)
    assert published.count() >= 50
    for listing in published.select_related("organisation"):
        assert listing.is_open or listing.organisation.is_suspended, listing
        assert listing.matching_due_at is not None
        assert listing.published_at < timezone.now()


@pytest.mark.parametrize("model", LISTINGS)
def test_expired_listings_are_over_and_were_public(model):
    expired = model.objects.filter(status=ListingStatus.EXPIRED)
    assert expired.exists()
    for listing in expired:
        assert listing.valid_until < timezone.localdate()
        assert listing.is_public


@pytest.mark.parametrize("model", [Organisation, *LISTINGS])
def test_the_last_history_entry_tells_the_status_of_today(model):
    for subject in model.objects.exclude(status="draft"):
        changes = history.of(subject).exclude(event__in=["mandate given", "verified"])
        assert changes[0].to_status == subject.status, subject


def test_badges_of_each_kind_are_there_and_one_of_them_ends_soon():
    in_force = Verification.objects.in_force()
    assert {badge.kind for badge in in_force} == set(CheckedKind) - {CheckedKind.VAT_ID}
    assert Verification.objects.ending_soon().exists()
    assert {badge.organisation.status for badge in in_force} == {"approved"}


def test_companies_say_how_well_and_when_they_help():
    described = StandingCompetency.objects.exclude(level="", conditions="")
    assert described.count() >= 50
    assert {row.level for row in described} == set(Level.values)
    assert len({row.conditions for row in described}) >= 25


def test_phone_numbers_are_stored_in_one_form():
    numbers = Organisation.objects.exclude(contact_phone="").values_list("contact_phone", flat=True)
    assert all(number.startswith("+49") for number in numbers)


def test_something_of_each_kind_waits_for_review():
    assert Organisation.objects.waiting_for_review().count() == 3
    for model in LISTINGS:
        waiting = model.objects.filter(status=ListingStatus.SUBMITTED)
        assert waiting.exists()
        assert all(listing.submitted_at < timezone.now() for listing in waiting)


def test_comments_stand_where_something_was_returned_or_suspended():
    kinds = {ReviewStatus.RETURNED, ReviewStatus.SUSPENDED}
    assert all(o.review_comment for o in Organisation.objects.filter(status__in=kinds))
    for model in LISTINGS:
        assert all(x.review_comment for x in model.objects.filter(status=ListingStatus.RETURNED))


def test_a_small_organisation_is_marked_as_acted_for():
    acted_for = Need.objects.exclude(posted_by_agent="")
    assert {need.organisation.name for need in acted_for} == {"Familientreff Sieben Stufen"}
    assert {need.posted_by_agent for need in acted_for} == {"Freiwilligenbörse Lindenblatt"}


def test_nobody_is_written_to():
    assert not OutboxMail.objects.exists()


def test_each_cooperation_has_an_agreement_with_nothing_missing():
    for cooperation in Cooperation.objects.all():
        version = cooperation.agreement_versions.get()
        assert all(getattr(version, name) for name in version.NEEDED_TO_PROPOSE), cooperation
        assert version.computed_sum() == version.sha256
        assert version.is_in_force == (cooperation.status != CooperationStatus.PLANNING)


def test_meetings_lie_behind_and_ahead_and_those_behind_have_their_hours():
    over = Appointment.objects.filter(ends_at__lt=timezone.now())
    assert over.exists()
    assert Appointment.objects.filter(starts_at__gt=timezone.now()).exists()
    assert all(meeting.work_logs.filter(confirmed_at__lt=timezone.now()) for meeting in over)
