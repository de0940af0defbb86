"""Drafts keep unfinished entries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import Need, Offer
from tests.builders import a_need, an_offer

pytestmark = pytest.mark.django_db


def test_a_draft_needs_no_more_than_a_title_and_a_place(signed_in, provider):
    site = provider[0].sites.get()
    client = signed_in(provider[1])

    response = client.post(
        reverse("matching:need-create"),
        {"title": "Laptops", "site": str(site.public_id), "starts_on": "", "ends_on": "",
         "people_needed": "", "radius_km": "", "draft": "1"},
    )  # fmt: skip

    need = Need.objects.get()
    assert response.url == reverse("matching:mine")
    assert (need.title, need.description, need.format) == ("Laptops", "", "")
    assert (need.people_needed, need.languages) == (1, ["de"])
    assert need.starts_on == timezone.localdate()
    assert "Laptops" in client.get(response.url).content.decode()


def test_an_offer_can_be_a_draft_too(signed_in, company):
    site = company[0].sites.get()

    signed_in(company[1]).post(
        reverse("matching:offer-create"),
        {"title": "Rat", "site": str(site.public_id), "capacity": "", "draft": "1"},
    )

    offer = Offer.objects.get()
    assert (offer.formats, offer.capacity, offer.min_notice_days) == ([], 1, 0)


def test_a_draft_without_a_title_is_refused_and_keeps_what_was_typed(signed_in, provider):
    response = signed_in(provider[1]).post(
        reverse("matching:need-create"), {"description": "Ein langer Text", "draft": "1"}
    )

    assert set(response.context["form"].errors) == {"title", "site"}
    assert "Ein langer Text" in response.content.decode()


def test_what_is_wrong_is_refused_in_a_draft_too(signed_in, provider, need_answers):
    need_answers |= {"radius_km": "weit", "draft": "1"}

    response = signed_in(provider[1]).post(reverse("matching:need-create"), need_answers)

    assert set(response.context["form"].errors) == {"radius_km"}
    assert "weit" in response.content.decode()


def test_the_check_page_names_what_an_unfinished_draft_lacks(signed_in, provider):
    draft = a_need(
        organisation=provider[0], status="draft", description="", format="", target_group="",
        replaces_no_staff=False, competencies=(),
    )  # fmt: skip
    check = reverse("matching:need-check", args=[draft.public_id])
    client = signed_in(provider[1])

    response = client.get(check)

    assert set(response.context["form"].errors) == {
        "description", "format", "target_group", "replaces_no_staff",
    }  # fmt: skip
    assert client.post(check).status_code == 409
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_complete_stored_listing_lacks_nothing(signed_in, provider, company):
    need = a_need(organisation=provider[0], status="draft", max_group_size=5, radius_km=None)
    offer = an_offer(organisation=company[0], status="draft", excludes=["contact-with-minors"])

    for person, listing, kind in ((provider[1], need, "need"), (company[1], offer, "offer")):
        url = reverse(f"matching:{kind}-check", args=[listing.public_id])
        assert not signed_in(person).get(url).context["form"].errors


def test_a_returned_entry_may_be_kept_unfinished_and_handed_in_again(
    signed_in, provider, need_answers
):
    need = a_need(
        organisation=provider[0], status="returned", review_comment="Bitte genauer beschreiben."
    )
    client = signed_in(provider[1])
    edit = reverse("matching:need-edit", args=[need.public_id])

    assert "Bitte genauer beschreiben." in client.get(edit).content.decode()
    client.post(edit, need_answers | {"description": "", "draft": "1"})
    need.refresh_from_db()
    assert (need.status, need.description) == ("returned", "")

    client.post(client.post(edit, need_answers).url)
    need.refresh_from_db()
    assert need.status == "submitted"


def test_a_draft_whose_time_is_over_is_asked_for_a_new_one(signed_in, provider):
    over = timezone.localdate() - timedelta(days=1)
    draft = a_need(
        organisation=provider[0], status="draft", starts_on=over - timedelta(days=9), ends_on=over
    )

    url = reverse("matching:need-check", args=[draft.public_id])
    assert set(signed_in(provider[1]).get(url).context["form"].errors) == {"ends_on"}
