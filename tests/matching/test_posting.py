"""Posting a need or an offer: write, check, hand in."""

import pytest
from django.urls import reverse

from matching.models import Need, Offer
from profiles.models import Mandate
from tests.builders import a_need, a_user, an_organisation
from tests.matching.steps import step_address, write

pytestmark = pytest.mark.django_db

CREATE_NEED = reverse("matching:need-create")
CREATE_OFFER = reverse("matching:offer-create")


def test_a_need_is_written_checked_and_handed_in(signed_in, provider, need_answers):
    client = signed_in(provider[1])

    response = write(client, "need", need_answers)

    need = Need.objects.get()
    check = reverse("matching:need-check", args=[need.public_id])
    assert response.url == check
    assert need.status == "draft"
    assert need.organisation == provider[0]
    assert [c.slug for c in need.competencies.all()] == ["finance/accounting"]
    assert need.languages == ["de", "en"]

    page = client.get(check).content.decode()
    assert "Drei Ordner voller Belege warten." in page
    assert step_address(need, "worum-geht-es") + "?dann=pruefen" in page

    response = client.post(check)
    assert response.url == reverse("matching:need-submitted", args=[need.public_id])
    assert b"What happens next" in client.get(response.url).content
    need.refresh_from_db()
    assert need.status == "submitted"
    assert need.submitted_at is not None


def test_an_offer_is_written_checked_and_handed_in(signed_in, company, offer_answers):
    client = signed_in(company[1])

    write(client, "offer", offer_answers)

    offer = Offer.objects.get()
    client.post(reverse("matching:offer-check", args=[offer.public_id]))
    offer.refresh_from_db()
    assert (offer.status, offer.capacity, offer.min_notice_days) == ("submitted", 2, 7)


def test_the_wish_is_not_repeated_among_what_is_also_possible(signed_in, provider, need_answers):
    need_answers["alternative_formats"] = ["advisory-hour", "training"]

    write(signed_in(provider[1]), "need", need_answers)

    assert Need.objects.get().alternative_formats == ["training"]


@pytest.mark.parametrize(
    "left_out",
    ["title", "description", "format", "target_group", "site", "starts_on", "ends_on",
     "people_needed", "languages", "replaces_no_staff"],
)  # fmt: skip
def test_whatever_is_missing_is_said_at_its_field_and_the_rest_stays(
    signed_in, provider, need_answers, left_out
):
    del need_answers[left_out]

    response = write(signed_in(provider[1]), "need", need_answers)

    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [left_out]
    assert "Everything you typed is still here." in response.content.decode()
    answered = form.fields.keys() & need_answers.keys() - {"replaces_no_staff"}
    assert all(form[name].value() == need_answers[name] for name in answered)


def test_companies_are_told_that_they_post_offers(signed_in, company):
    client = signed_in(company[1])

    assert client.get(CREATE_NEED).status_code == 403
    assert client.post(CREATE_NEED, {"title": "Hallo"}).status_code == 403
    assert client.get(CREATE_OFFER).status_code == 200
    assert not Need.objects.exists()


def test_providers_are_told_that_they_post_needs(signed_in, provider):
    assert signed_in(provider[1]).get(CREATE_OFFER).status_code == 403


def test_public_bodies_post_both(signed_in):
    owner = a_user()
    an_organisation(kind="public_body", owner=owner)

    assert signed_in(owner).get(CREATE_NEED).status_code == 200
    assert signed_in(owner).get(CREATE_OFFER).status_code == 200


def test_somebody_without_an_organisation_is_shown_the_way_to_one(signed_in):
    response = signed_in(a_user()).get(CREATE_NEED)

    assert response.status_code == 403
    assert reverse("profiles:organisation-create") in response.content.decode()


def test_an_organisation_without_a_site_is_asked_for_one_first(signed_in, provider):
    organisation, owner = provider
    organisation.sites.all().delete()

    response = signed_in(owner).get(CREATE_NEED)

    assert response.status_code == 403
    assert reverse("profiles:site-add", args=[organisation.slug]) in response.content.decode()


def test_a_suspended_organisation_posts_nothing(signed_in, provider, need_answers):
    organisation, owner = provider
    organisation.status = "suspended"
    organisation.save()

    assert signed_in(owner).post(CREATE_NEED, need_answers).status_code == 403
    assert not Need.objects.exists()


def test_before_approval_drafts_are_kept_but_not_handed_in(signed_in, provider, need_answers):
    organisation, owner = provider
    organisation.status = "draft"
    organisation.save()
    client = signed_in(owner)

    response = write(client, "need", need_answers)
    page = client.get(response.url)
    refused = client.post(response.url)

    assert "Your organisation has not been handed in yet" in page.content.decode()
    assert refused.status_code == 409
    assert Need.objects.get().status == "draft"


def test_an_organisation_under_review_hands_in_needs_already(signed_in, provider, need_answers):
    organisation, owner = provider
    organisation.status = "submitted"
    organisation.save()
    client = signed_in(owner)

    client.post(write(client, "need", need_answers).url)

    assert Need.objects.get().status == "submitted"


def test_what_an_agent_posts_is_marked_as_on_behalf(signed_in, anyone, provider, need_answers):
    agent = an_organisation("Freiwilligenagentur", is_intermediary=True)
    helper = a_user("Ida Mittlerin")
    agent.memberships.create(user=helper)
    Mandate.objects.create(principal=provider[0], agent=agent)
    client = signed_in(helper)
    client.post(reverse("profiles:switch"), {"organisation": provider[0].slug})

    client.post(CREATE_NEED, need_answers)

    need = Need.objects.get()
    assert need.organisation == provider[0]
    assert need.posted_by_agent == "Freiwilligenagentur"
    assert "Freiwilligenagentur" in client.get(need.get_absolute_url()).content.decode()


def test_signed_out_people_are_asked_to_sign_in(anyone, provider, need_answers):
    response = anyone.post(CREATE_NEED, need_answers)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("page", ["edit", "check", "submitted"])
def test_strangers_do_not_find_the_pages_of_others_drafts(signed_in, provider, company, page):
    draft = a_need(organisation=provider[0], status="draft")

    response = signed_in(company[1]).get(reverse(f"matching:need-{page}", args=[draft.public_id]))

    assert response.status_code == 404


def test_what_was_handed_in_cannot_be_handed_in_twice(signed_in, provider):
    need = a_need(organisation=provider[0], status="submitted")

    response = signed_in(provider[1]).post(reverse("matching:need-check", args=[need.public_id]))

    assert response.url == need.get_absolute_url()
