"""Members confirm where they are signed in; everybody sees the age of what is getting old."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.models import FreshnessQuestion, Need
from tests.builders import (
    a_membership,
    a_moderator,
    a_need,
    an_asked_person,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def old_need(organisation, **fields) -> Need:
    long_ago = timezone.now() - timedelta(days=70)
    return a_need(organisation=organisation, confirmed_at=long_ago, ask_at=None, **fields)


@pytest.mark.parametrize("page", ["site:desk", "matching:mine"])
def test_members_are_asked_on_their_pages_and_answer_with_a_button(provider, signed_in, page):
    need, client = old_need(provider[0]), signed_in(provider[1])
    an_asked_person(need, provider[1])
    confirm = reverse("matching:need-confirm", args=[need.public_id])
    text = client.get(reverse(page)).content.decode()
    for verb in ("confirm", "pause", "fulfil"):
        assert reverse(f"matching:need-{verb}", args=[need.public_id]) in text

    answer = client.post(confirm, follow=True).content.decode()
    assert "Thank you! It is confirmed." in answer
    assert confirm not in client.get(reverse(page)).content.decode()
    assert not FreshnessQuestion.objects.open().exists()


def test_the_profile_is_confirmed_on_the_desk(provider, signed_in):
    organisation, client = provider[0], signed_in(provider[1])
    organisation.confirmed_at = timezone.now() - timedelta(days=181)
    organisation.save()
    confirm = reverse("profiles:organisation-confirm", args=[organisation.slug])
    assert confirm in client.get(reverse("site:desk")).content.decode()

    client.post(confirm)
    assert confirm not in client.get(reverse("site:desk")).content.decode()


def test_the_desk_asks_for_all_organisations_of_a_person(provider, company, signed_in):
    a_membership(company[0], provider[1])
    long_ago = timezone.now() - timedelta(days=70)
    old_need(provider[0], title="Von uns")
    an_offer(organisation=company[0], title="Von der Firma", confirmed_at=long_ago)
    old_need(an_organisation(), title="Von Fremden")
    client = signed_in(provider[1])
    page = client.get(reverse("site:desk")).content.decode()
    assert "Von uns" in page
    assert "Von der Firma" in page
    assert "Von Fremden" not in page
    assert "Von uns" not in client.get(reverse("site:desk"), {"kind": "enquiry"}).content.decode()


def test_the_age_is_shown_only_when_it_is_getting_old(provider, anyone):
    need = a_need(organisation=provider[0])
    for address in (need.get_absolute_url(), reverse("site:needs")):
        assert "last confirmed in" not in anyone.get(address).content.decode()
    Need.objects.update(confirmed_at=timezone.now() - timedelta(days=60, minutes=1))
    for address in (need.get_absolute_url(), reverse("site:needs")):
        assert "last confirmed in" in anyone.get(address).content.decode()


def test_strangers_see_no_button(provider, company, anyone, signed_in):
    need = old_need(provider[0])
    confirm = reverse("matching:need-confirm", args=[need.public_id])
    for client in (anyone, signed_in(company[1])):
        assert confirm not in client.get(need.get_absolute_url()).content.decode()
    assert confirm in signed_in(provider[1]).get(need.get_absolute_url()).content.decode()


def test_an_old_list_costs_no_more_queries_than_a_fresh_one(
    provider, anyone, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _number in range(5):
        a_need(organisation=provider[0])
    address = reverse("site:needs")
    anyone.get(address)
    with CaptureQueriesContext(connection) as fresh:
        anyone.get(address)
    Need.objects.update(confirmed_at=timezone.now() - timedelta(days=70))
    anyone.get(address)
    with CaptureQueriesContext(connection) as old:
        anyone.get(address)
    assert len(old) == len(fresh)


def test_moderators_find_the_unconfirmed_and_what_rests(provider, signed_in, settings):
    settings.ADMIN_REQUIRES_MFA = False
    old_need(provider[0], title="Lange nichts gehört")
    a_need(organisation=provider[0], title="Ganz frisch")
    rests = old_need(provider[0], title="Ruht schon", status="paused")
    an_asked_person(rests, provider[1], answer="rested")
    client = signed_in(a_moderator())
    lists = {
        value: client.get(
            reverse("admin:matching_need_changelist"), {"status": "all", "freshness": value}
        ).content.decode()
        for value in ("unconfirmed", "rests")
    }
    assert "Lange nichts gehört" in lists["unconfirmed"]
    assert "Ganz frisch" not in lists["unconfirmed"]
    assert "Ruht schon" not in lists["unconfirmed"]
    assert "Ruht schon" in lists["rests"]
    assert "Lange nichts gehört" not in lists["rests"]
    address = reverse("admin:profiles_organisation_changelist")
    provider[0].confirmed_at = timezone.now() - timedelta(days=200)
    provider[0].save()
    page = client.get(address, {"status": "all", "freshness": "unconfirmed"}).content.decode()
    assert provider[0].name in page
