"""Changing what was posted, and the verbs of its organisation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Need
from portal.foundation import history
from tests.builders import a_membership, a_need, a_user, an_offer

pytestmark = pytest.mark.django_db

VERBS = ["pause", "resume", "fulfil", "close", "delete"]


def address(page: str, listing) -> str:
    kind = "need" if isinstance(listing, Need) else "offer"
    return reverse(f"matching:{kind}-{page}", args=[listing.public_id])


def test_a_changed_radius_stays_published_and_is_matched_anew(signed_in, provider, need_answers):
    need = a_need(organisation=provider[0])
    same = {
        "title": need.title, "description": need.description, "format": need.format,
        "alternative_formats": [], "target_group": need.target_group, "gives_back": "",
    }  # fmt: skip

    signed_in(provider[1]).post(address("edit", need), need_answers | same | {"radius_km": "77"})

    need.refresh_from_db()
    assert (need.status, need.radius_km) == ("published", 77)
    assert need.matching_due_at is not None


def test_a_changed_text_of_a_public_entry_goes_back_to_the_servicestelle(
    signed_in, provider, need_answers
):
    need = a_need(organisation=provider[0])

    response = signed_in(provider[1]).post(address("edit", need), need_answers)

    assert response.url == address("submitted", need)
    need.refresh_from_db()
    assert need.status == "submitted"


def test_a_public_entry_cannot_become_an_unfinished_one(signed_in, provider, need_answers):
    need = a_need(organisation=provider[0])

    response = signed_in(provider[1]).post(
        address("edit", need), need_answers | {"description": "", "draft": "1"}
    )

    assert set(response.context["form"].errors) == {"description"}


def test_an_ended_entry_is_not_changed_any_more(signed_in, provider, need_answers):
    need = a_need(organisation=provider[0], status="closed")

    response = signed_in(provider[1]).post(address("edit", need), need_answers)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    need.refresh_from_db()
    assert need.title != need_answers["title"]


def test_capacity_never_falls_below_what_was_promised(signed_in, company, offer_answers):
    offer = an_offer(organisation=company[0], capacity=5, capacity_taken=3)

    response = signed_in(company[1]).post(address("edit", offer), offer_answers | {"capacity": "2"})

    assert set(response.context["form"].errors) == {"capacity"}


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("pause", "published", "paused"),
        ("resume", "paused", "published"),
        ("resume", "expired", "published"),
        ("fulfil", "published", "fulfilled"),
        ("close", "published", "closed"),
    ],
)
def test_members_change_the_state_of_their_listing(signed_in, provider, verb, before, after):
    need = a_need(organisation=provider[0], status=before)
    member = a_user()
    a_membership(provider[0], member)

    response = signed_in(member).post(address(verb, need))

    assert response.url == need.get_absolute_url()
    need.refresh_from_db()
    assert need.status == after
    assert history.of(need).first().by == member


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_are_for_members_by_post_only(signed_in, anyone, provider, company, verb):
    need = a_need(organisation=provider[0])

    assert signed_in(provider[1]).get(address(verb, need)).status_code == 405
    assert signed_in(company[1]).post(address(verb, need)).status_code == 404
    assert anyone.post(address(verb, need)).url.startswith(reverse("account_login"))
    need.refresh_from_db()
    assert need.status == "published"


@pytest.mark.parametrize("verb", ["pause", "fulfil", "close"])
def test_a_verb_that_is_no_longer_possible_is_explained(signed_in, provider, verb):
    need = a_need(organisation=provider[0], status="closed")

    response = signed_in(provider[1]).post(address(verb, need), follow=True)

    assert "“closed”" in response.content.decode().lower()


def test_a_draft_is_deleted_for_good(signed_in, provider):
    draft = a_need(organisation=provider[0], status="draft")

    response = signed_in(provider[1]).post(address("delete", draft))

    assert response.url == reverse("matching:mine")
    assert not Need.objects.exists()


def test_what_was_public_once_is_not_deleted(signed_in, provider):
    need = a_need(organisation=provider[0], status="returned", published_at=timezone.now())

    page = signed_in(provider[1]).get(need.get_absolute_url())
    signed_in(provider[1]).post(address("delete", need))

    assert address("delete", need) not in page.content.decode()
    assert Need.objects.exists()


def test_resuming_what_is_over_says_so(signed_in, provider):
    over = timezone.localdate() - timedelta(days=3)
    need = a_need(
        organisation=provider[0], status="expired", starts_on=over, ends_on=over, valid_until=over
    )

    signed_in(provider[1]).post(address("resume", need))

    need.refresh_from_db()
    assert need.status == "expired"
