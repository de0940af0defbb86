"""A list asks the database as often for fifty rows as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperation.models import Message, Report
from profiles.models import Organisation
from tests.builders import (
    a_company,
    a_membership,
    a_moderator,
    a_need,
    a_suggestion,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return an_organisation("Jugendhaus Süd", owner=a_user("Paula Träger"))


def add_to_everything(own: Organisation, number: int) -> None:
    """As many more rows of each kind, all of them to be seen by the owner of `own`."""
    need = a_need(organisation=own)
    for _row in range(number):
        company = a_company()
        offer = an_offer(organisation=company)
        a_suggestion(need, offer)
        enquiry = an_enquiry(need=a_need(organisation=own), offer=offer)
        Message.objects.create(enquiry=enquiry, side="offering", text="Guten Tag")
        Report.objects.create(enquiry=enquiry, kind="reported", side="offering", text="Hm")
        an_enquiry(need=a_need(organisation=own), offer=offer, opened_from="need")
        a_need(organisation=own, status="submitted")
        an_organisation(status="submitted")
        an_offer(organisation=company, status="submitted")
        a_membership(own, a_user())


def queries(client, address: str) -> int:
    client.get(address)  # whatever is remembered by the process is remembered now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("name", "at_most"),
    [
        ("site:home", 16),
        ("site:organisations", 32),
        ("site:needs", 32),
        ("site:offers", 32),
        ("matching:mine", 16),
        ("matching:suggestions", 24),
        ("cooperation:enquiries", 14),
        ("cooperation:conversations", 14),
        ("site:desk", 36),
    ],
)
def test_pages_for_members(client, own, name, at_most):
    client.force_login(own.memberships.get().user)
    add_to_everything(own, 2)
    few = queries(client, reverse(name))
    add_to_everything(own, 48)

    assert queries(client, reverse(name)) == few <= at_most


def test_the_team(client, own):
    client.force_login(own.memberships.get().user)
    address = reverse("profiles:team", args=[own.slug])
    add_to_everything(own, 2)
    few = queries(client, address)
    add_to_everything(own, 48)

    assert queries(client, address) == few <= 16


@pytest.mark.parametrize(
    "model", ["matching_need", "matching_offer", "profiles_organisation", "cooperation_report"]
)
def test_what_waits_for_moderation(client, own, model, settings):
    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(a_moderator())
    address = reverse(f"admin:{model}_changelist")
    add_to_everything(own, 2)
    few = queries(client, address)
    add_to_everything(own, 46)

    assert queries(client, address) == few <= 16
