"""What the demo data look like in the portal, on whichever day they are loaded."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from matching.models import ListingStatus, Need, Offer
from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.site.demo import DEMO_PASSWORD, DEMO_SIGN_INS, loading
from profiles.models import Organisation, ReviewStatus, User

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
        last = history.of(subject)[0]
        mandate = last.event == "mandate given"
        assert mandate or last.to_status == subject.status, subject


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
