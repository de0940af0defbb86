"""The Servicestelle decides about needs and offers in its admin pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.foundation import history
from portal.foundation.models import OutboxMail
from tests.builders import (
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator()
    client.force_login(person)
    return person


@pytest.fixture(params=[a_need, an_offer], ids=["need", "offer"])
def listing(request):
    owner = a_user()
    submitted = request.param(status="submitted", created_by=owner)
    a_membership(submitted.organisation, owner)
    return submitted


def list_of(listing) -> str:
    return f"/verwaltung/matching/{listing._meta.model_name}/"


def page_of(listing) -> str:
    return f"{list_of(listing)}{listing.pk}/change/"


def decide(client, listing, decision: str, comment: str = ""):
    listing.refresh_from_db()
    return client.post(
        f"{list_of(listing)}{listing.pk}/decide/",
        {"decision": decision, "comment": comment, "seen": listing.changed_xid},
    )


def status_of(listing) -> str:
    listing.refresh_from_db()
    return listing.status


def test_publishing_opens_the_listing_and_has_it_matched(client, moderator, listing):
    assert decide(client, listing, "publish").status_code == 302
    assert status_of(listing) == "published"
    assert listing.valid_until == timezone.localdate() + timedelta(days=90)
    assert listing.matching_due_at is not None
    entry = history.of(listing).get()
    assert (entry.by, entry.from_status, entry.to_status) == (moderator, "submitted", "published")
    assert OutboxMail.objects.get().recipient == listing.created_by.email


def test_a_comment_reaches_the_author_word_for_word(client, moderator, listing):
    comment = "Bitte schreiben Sie dazu, wer anwesend ist."
    decide(client, listing, "return", comment)
    assert status_of(listing) == "returned"
    assert listing.review_comment == comment
    assert comment in OutboxMail.objects.get().text
    assert comment in client.get(page_of(listing)).content.decode()


def test_a_published_listing_is_taken_offline_only_with_a_comment(client, moderator, listing):
    decide(client, listing, "publish")
    assert decide(client, listing, "take_offline").status_code == 409
    assert status_of(listing) == "published"
    decide(client, listing, "take_offline", "Hier fehlt ein Ort.")
    assert status_of(listing) == "returned"


def test_deciding_twice_is_refused_with_the_present_status(client, moderator, listing):
    decide(client, listing, "publish")
    response = decide(client, listing, "publish")
    assert response.status_code == 409
    assert listing.title in str(next(iter(response.context["messages"])))


def test_nobody_decides_about_listings_of_their_own_organisation(client, moderator, listing):
    a_membership(listing.organisation, moderator)
    assert 'name="decision"' not in client.get(page_of(listing)).content.decode()
    assert decide(client, listing, "publish").status_code == 409
    assert status_of(listing) == "submitted"


def test_nothing_is_published_before_its_organisation_is_approved(client, moderator):
    newcomer = an_organisation(status="submitted", submitted_at=timezone.now())
    need = a_need(organisation=newcomer, status="submitted")
    assert tuple(is_fine for is_fine, _text in _checks(client, need))[2:3] * 2 == (False, False)
    assert decide(client, need, "publish").status_code == 409
    assert status_of(need) == "submitted"


def test_a_period_that_is_over_is_pointed_out(client, moderator):
    today = timezone.localdate()
    need = a_need(
        status="submitted",
        starts_on=today - timedelta(days=9),
        ends_on=today - timedelta(days=1),
    )
    assert not _checks(client, need)[-1][0]
    assert decide(client, need, "publish").status_code == 409


def test_contact_with_minors_is_pointed_out_to_the_moderator(client, moderator):
    quiet, careful = (
        a_need(status="submitted"),
        a_need(status="submitted", contact_with_minors=True),
    )
    assert _checks(client, quiet)[1][0]
    assert not _checks(client, careful)[1][0]


def _checks(client, need) -> list[tuple[bool, str]]:
    return client.get(page_of(need)).context["checklist"]


def test_content_cannot_be_rewritten_or_deleted(client, moderator, listing):
    assert client.post(page_of(listing), {"title": "Anders"}).status_code == 403
    assert client.post(f"{list_of(listing)}{listing.pk}/delete/").status_code == 403
    assert client.get(list_of(listing) + "add/").status_code == 403


def test_the_public_and_members_get_no_further_than_the_sign_in(client, settings, listing):
    settings.ADMIN_REQUIRES_MFA = False
    assert client.get(page_of(listing)).status_code == 302
    client.force_login(listing.created_by)
    assert client.get(page_of(listing)).status_code == 302
    assert decide(client, listing, "publish").status_code == 302
    assert status_of(listing) == "submitted"


def test_what_waits_longest_stands_on_top(client, moderator):
    day = timedelta(days=1)
    young = a_need(status="submitted", submitted_at=timezone.now() - day)
    old = a_need(status="submitted", submitted_at=timezone.now() - 9 * day)
    a_need()
    response = client.get(list_of(old))
    assert list(response.context["cl"].result_list) == [old, young]


def test_a_failed_matching_is_found_and_tried_again(client, moderator):
    failed = a_need(matching_error="DatabaseError: …", matching_attempts=5)
    a_need()
    found = client.get(list_of(failed), {"status": "all", "matching": "failed"})
    assert list(found.context["cl"].result_list) == [failed]
    client.post(
        list_of(failed) + "?status=all&matching=failed",
        {"action": "match_again", "_selected_action": [failed.pk]},
    )
    failed.refresh_from_db()
    assert failed.matching_due_at is not None
    assert (failed.matching_attempts, failed.matching_error) == (0, "")
