"""Drafts keep unfinished entries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.forms import NeedForm
from matching.models import Need, Offer
from tests.builders import a_need, an_offer
from tests.matching.steps import create_address, step_address

pytestmark = pytest.mark.django_db


def test_a_draft_needs_no_more_than_a_title(signed_in, provider):
    client = signed_in(provider[1])

    response = client.post(create_address("need"), {"title": "Laptops", "draft": "1"})

    need = Need.objects.get()
    assert response.url == reverse("matching:mine")
    assert (need.title, need.description, need.format) == ("Laptops", "", "")
    assert (need.people_needed, need.languages) == (1, ["de"])
    assert (need.site, need.starts_on) == (provider[0].sites.get(), timezone.localdate())
    assert "Laptops" in client.get(response.url).content.decode()


def test_an_offer_can_be_a_draft_too(signed_in, company):
    client = signed_in(company[1])

    client.post(create_address("offer"), {"title": "Rat", "draft": "1"})

    offer = Offer.objects.get()
    client.post(step_address(offer, "wie-viel"), {"capacity": "", "draft": "1"})
    offer.refresh_from_db()
    assert (offer.formats, offer.capacity, offer.min_notice_days) == ([], 1, 0)


def test_a_draft_without_a_title_is_refused_and_keeps_what_was_typed(signed_in, provider):
    response = signed_in(provider[1]).post(
        create_address("need"), {"description": "Ein langer Text", "draft": "1"}
    )

    assert set(response.context["form"].errors) == {"title"}
    assert not Need.objects.exists()
    assert "Ein langer Text" in response.content.decode()


def test_what_is_wrong_is_refused_in_a_draft_too(signed_in, provider, need_answers):
    draft = a_need(organisation=provider[0], status="draft")
    need_answers |= {"radius_km": "weit", "draft": "1"}

    response = signed_in(provider[1]).post(step_address(draft, "wo-und-wann"), need_answers)

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
    page = response.content.decode()
    assert page.count("Still missing") == 6  # three answers: on top and at the answer
    assert page.count("(something is missing)") == 3
    assert step_address(draft, "wer-kommt") + "?dann=pruefen#id_replaces_no_staff" in page
    assert client.post(check).status_code == 409
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_complete_stored_listing_lacks_nothing(signed_in, provider, company):
    need = a_need(organisation=provider[0], status="draft", max_group_size=5, radius_km=None)
    offer = an_offer(organisation=company[0], status="draft", excludes=["contact-with-minors"])

    for person, listing, kind in ((provider[1], need, "need"), (company[1], offer, "offer")):
        url = reverse(f"matching:{kind}-check", args=[listing.public_id])
        assert not signed_in(person).get(url).context["form"].errors


def test_a_returned_entry_may_be_kept_unfinished_and_handed_in_again(signed_in, provider):
    need = a_need(
        organisation=provider[0], status="returned", review_comment="Bitte genauer beschreiben."
    )
    client = signed_in(provider[1])
    first = step_address(need, "worum-geht-es")

    client.post(first, {"title": need.title, "description": "", "draft": "1"})
    need.refresh_from_db()
    assert (need.status, need.description) == ("returned", "")

    back_at_check = f"{first}?dann=pruefen"
    client.post(back_at_check, {"title": need.title, "description": "Drei Ordner."})
    client.post(reverse("matching:need-check", args=[need.public_id]))
    need.refresh_from_db()
    assert need.status == "submitted"


@pytest.mark.parametrize("questions", NeedForm.GROUPS, ids=lambda questions: questions.slug)
def test_what_the_servicestelle_said_stands_on_every_step(signed_in, provider, questions):
    need = a_need(
        organisation=provider[0], status="returned", review_comment="Bitte genauer beschreiben."
    )

    page = signed_in(provider[1]).get(step_address(need, questions.slug)).content.decode()

    assert "Bitte genauer beschreiben." in page


def test_a_draft_is_taken_up_at_the_first_step_that_lacks_something(signed_in, provider):
    draft = a_need(organisation=provider[0], status="draft", format="", replaces_no_staff=False)
    edit = reverse("matching:need-edit", args=[draft.public_id])
    client = signed_in(provider[1])

    assert client.get(edit).url == step_address(draft, "wie-und-fuer-wen")
    Need.objects.update(format="training", replaces_no_staff=True)
    assert client.get(edit).url == reverse("matching:need-check", args=[draft.public_id])


def test_what_was_sent_from_a_page_opened_before_the_return_is_stored(
    signed_in, provider, need_answers
):
    need = a_need(organisation=provider[0], status="returned", review_comment="Bitte genauer.")
    edit = reverse("matching:need-edit", args=[need.public_id])

    response = signed_in(provider[1]).post(edit, need_answers)

    need.refresh_from_db()
    assert need.title == need_answers["title"]
    assert response.url == reverse("matching:need-check", args=[need.public_id])


def test_a_draft_whose_time_is_over_is_asked_for_a_new_one(signed_in, provider):
    over = timezone.localdate() - timedelta(days=1)
    draft = a_need(
        organisation=provider[0], status="draft", starts_on=over - timedelta(days=9), ends_on=over
    )

    url = reverse("matching:need-check", args=[draft.public_id])
    assert set(signed_in(provider[1]).get(url).context["form"].errors) == {"ends_on"}
