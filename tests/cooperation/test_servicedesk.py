"""What the Servicestelle sees of enquiries in its admin, and what it can do: visibly, on behalf."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cooperation.models import Enquiry
from portal.foundation import history
from profiles.identifiers import shown_phone
from tests.builders import a_membership, a_moderator, a_need, a_user, an_enquiry, an_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    moderator = a_moderator()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def overdue():
    return an_enquiry(answer_by=timezone.localdate() - timedelta(days=1), message="Vertraulich")


def act(client, enquiry, deed: str, words: str = ""):
    address = reverse("admin:cooperation_enquiry_act", args=[enquiry.pk])
    return client.post(address, {"deed": deed, "words": words})


def test_an_overdue_answer_shows_whom_to_call_but_not_what_was_written(client, moderator, overdue):
    page = client.get(reverse("admin:cooperation_enquiry_change", args=[overdue.pk]))
    assert shown_phone(overdue.seeking.contact_phone) in page.content.decode()
    assert "Vertraulich" not in page.content.decode()
    names = {deed.name for deed in page.context["deeds"]}
    assert names == {"call", "extend", "accept", "decline", "lapse"}


def test_a_call_is_noted_and_the_answer_given_on_behalf(client, moderator, overdue):
    assert act(client, overdue, "call", "Frau Berg meldet sich.").status_code == 302
    assert act(client, overdue, "decline", "Telefonisch: leider keine Zeit.").status_code == 302
    overdue.refresh_from_db()
    assert overdue.status == "declined"
    events = [(e.event, e.by, e.on_behalf) for e in history.of(overdue)]
    assert events == [("declined", moderator, True), ("called", moderator, True)]


def test_words_that_are_missing_are_asked_for_and_what_was_typed_stays(client, moderator, overdue):
    page = act(client, overdue, "decline", "   ")
    assert page.status_code == 409
    Enquiry.objects.filter(pk=overdue.pk).update(answer_by=timezone.localdate())
    again = act(client, overdue, "decline", "Mein langer Text")
    assert again.status_code in {404, 409}
    overdue.refresh_from_db()
    assert overdue.is_open


def test_a_moderator_who_belongs_to_a_side_does_nothing_here(client, moderator, overdue):
    a_membership(overdue.seeking, moderator)
    assert act(client, overdue, "lapse").status_code == 403
    overdue.refresh_from_db()
    assert overdue.is_open


def test_nobody_else_acts(client, overdue):
    client.force_login(a_user())
    assert act(client, overdue, "lapse").status_code in {302, 403}
    overdue.refresh_from_db()
    assert overdue.is_open


def test_two_are_introduced_from_the_comparison(client, moderator):
    need, offer = a_need(), an_offer()
    address = reverse("admin:cooperation_introduce", args=[need.pk, offer.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"first": "offer", "message": ""}).status_code == 400
    client.post(address, {"first": "need", "message": "Sie suchen, was die anderen bieten."})
    enquiry = Enquiry.objects.get()
    assert (enquiry.status, enquiry.introduced_by) == ("introduced", moderator)
    assert enquiry.owes_the_answer == need.organisation
    # The same pair is not asked twice.
    again = client.post(address, {"first": "offer", "message": "Noch einmal"})
    assert again.status_code == 400
    assert Enquiry.objects.count() == 1
