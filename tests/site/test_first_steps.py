"""The way from a new account to the first published entry, as the desk shows it."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal.site.first_steps import first_steps
from tests.builders import (
    a_company,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_offer,
    an_organisation,
)

pytestmark = pytest.mark.django_db
DESK = "/schreibtisch/"
ENGLISH = {"accept-language": "en"}


def states(found) -> list[str]:
    return [step.state for step in found.steps]


def a_new(kind=an_organisation, **fields):
    return kind(**{"status": "draft"} | fields)


def test_without_an_organisation_it_comes_next():
    with translation.override("en"):
        found = first_steps(None)
    assert states(found) == ["done", "now", "ahead", "ahead"]
    assert "below" in found.steps[1].text
    assert found.done == 1


def test_whoever_is_invited_joins_instead_of_registering():
    with translation.override("en"):
        assert "above" in first_steps(None, is_invited=True).steps[1].text


def test_what_is_missing_leads_to_the_very_field():
    organisation = a_new(description="Kurz", contact_email="")
    organisation.sites.all().delete()
    found = first_steps(organisation, is_owner=True)
    assert states(found) == ["done", "now", "ahead", "ahead"]
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])
    assert [place for _sentence, place in found.steps[1].places] == [
        f"{edit}#id_description",
        reverse("profiles:site-add", args=[organisation.slug]),
        f"{edit}#id_contact_email",
    ]


def test_the_fields_that_are_linked_are_there(client):
    person = a_user()
    organisation = a_new(owner=person, description="", contact_name="", contact_email="")
    client.force_login(person)
    page = client.get(reverse("profiles:organisation-edit", args=[organisation.slug]))
    for name in ("description", "contact_name", "contact_email"):
        assert f'id="id_{name}"' in page.content.decode()


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_a_whole_profile_is_handed_in_by_an_owner(status):
    organisation = a_new(status=status)
    step = first_steps(organisation, is_owner=True).steps[2]
    assert (step.state, step.is_sent) == ("now", True)
    assert step.url == reverse("profiles:organisation-submit", args=[organisation.slug])
    asked = first_steps(organisation, is_owner=False).steps[2]
    assert (asked.state, asked.url) == ("now", "")


def test_while_the_servicestelle_reads_one_goes_on():
    found = first_steps(a_new(status="submitted"))
    assert states(found) == ["done", "done", "waiting", "now"]
    assert found.done == 3


@pytest.mark.parametrize(
    ("kind", "address"),
    [(an_organisation, "matching:need-create"), (a_company, "matching:offer-create")],
)
def test_each_side_is_led_to_what_it_posts(kind, address):
    assert first_steps(a_new(kind, status="approved")).steps[3].url == reverse(address)


def test_a_begun_entry_is_gone_on_with_and_a_submitted_one_waits():
    organisation = a_new(status="approved")
    draft = a_need(organisation=organisation, status="draft")
    found = first_steps(organisation)
    assert (found.steps[3].state, found.steps[3].url) == ("now", draft.get_absolute_url())
    draft.status = "submitted"
    draft.save()
    assert states(first_steps(organisation)) == ["done", "done", "done", "waiting"]


@pytest.mark.parametrize("status", ["published", "paused", "closed", "expired"])
def test_with_the_first_published_entry_all_is_gone(status):
    organisation = a_new(status="approved")
    a_need(organisation=organisation, status="draft")
    a_need(organisation=organisation, status=status)
    assert first_steps(organisation) is None


def test_a_public_body_may_begin_with_either():
    organisation = a_new(
        kind=lambda **f: an_organisation(kind="public_body", **f), status="approved"
    )
    an_offer(organisation=organisation)
    assert first_steps(organisation) is None


def test_the_suspended_are_led_nowhere():
    assert first_steps(a_new(status="suspended")) is None


def test_it_takes_two_queries(django_assert_num_queries):
    organisation = a_new()
    for _number in range(5):
        a_need(organisation=organisation, status="draft")
    with django_assert_num_queries(2):
        first_steps(organisation)


def test_the_desk_counts_the_steps_in_words_of_the_side(client):
    person = a_user()
    client.force_login(person)
    page = client.get(DESK, headers=ENGLISH).content.decode()
    assert "3 more steps to your first entry" in page
    company = a_new(a_company, owner=person)
    page = client.get(DESK, headers=ENGLISH).content.decode()
    assert "2 more steps to your first offer" in page
    assert reverse("profiles:organisation-submit", args=[company.slug]) in page
    company.status = "submitted"
    company.save()
    an_offer(organisation=company, status="submitted")
    assert "Everything is handed in" in client.get(DESK, headers=ENGLISH).content.decode()


def test_a_new_member_of_a_busy_team_and_the_servicestelle_see_none(client):
    member = a_user()
    organisation = an_organisation()
    a_need(organisation=organisation)
    a_membership(organisation, member)
    for person in (member, a_moderator()):
        client.force_login(person)
        assert client.get(DESK).context.get("first_steps") is None
