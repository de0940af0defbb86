"""The page on which two organisations become one."""

import pytest
from django.urls import reverse

from profiles.models import (
    Organisation,
)
from tests.builders import (
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return a_moderator()


@pytest.fixture
def kept():
    return an_organisation("Jugendhaus Süd", owner=a_user("Olga Leitung"))


@pytest.fixture
def gone():
    return an_organisation("Jugendhaus Süd e. V.", owner=a_user("Otto Leitung"), in_="Halle")


@pytest.fixture
def page(client, settings, moderator, kept, gone):
    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(moderator)
    return reverse("admin:organisation-merge", args=[kept.pk]) + f"?with={gone.pk}"


def filled(response, **changed) -> dict:
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields} | changed


def test_the_page_shows_both_and_counts_what_passes_over(client, page, gone):
    a_need(organisation=gone, title="Hilfe")
    response = client.get(page)
    assert response.status_code == 200
    counts = {kind.label: kind.count for kind in response.context["moving"]}
    assert 1 in counts.values()
    for private in (gone.contact_email, gone.contact_phone, gone.contact_name):
        assert private not in response.content.decode()


def test_the_button_merges_and_the_choice_counts(client, page, kept, gone):
    client.post(page, filled(client.get(page), name="gone"))
    kept.refresh_from_db()
    assert kept.name == gone.name
    assert not Organisation.objects.filter(pk=gone.pk).exists()


def test_opening_the_page_changes_nothing_and_odd_answers_are_said_at_their_field(
    client, page, kept, gone
):
    response = client.get(page)
    odd = client.post(page, filled(response, name="both"))
    assert (odd.status_code, list(odd.context["form"].errors)) == (400, ["name"])
    assert client.post(page, {}).status_code == 400
    assert Organisation.objects.filter(pk=gone.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_what_changed_meanwhile_is_looked_at_again(client, page, gone):
    values = filled(client.get(page))
    Organisation.objects.filter(pk=gone.pk).update(name="Ganz anders")
    assert client.post(page, values).status_code == 409
    assert Organisation.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("query", ["", "?with=x", "?with=" + "9" * 500, "?q=Süd", "?with=²"])
def test_the_other_one_is_looked_for_first(client, page, query):
    response = client.get(page.partition("?")[0] + query)
    assert response.status_code == 200
    assert "form" not in response.context


def test_the_page_is_for_moderators_only(client, page, kept):
    client.force_login(kept.memberships.get().user)
    assert client.get(page).status_code in {302, 403}
    client.logout()
    assert client.post(page).status_code == 302


def test_the_page_asks_as_often_for_many_rows(
    client, page, kept, gone, django_assert_max_num_queries
):
    for _row in range(30):
        a_membership(gone, a_user())
        a_need(organisation=gone)
    with django_assert_max_num_queries(45):
        client.get(page)


def test_likely_duplicates_lead_from_the_organisations_page_to_the_merge(client, page, kept, gone):
    Organisation.objects.filter(pk=gone.pk).update(vat_key="DE1")
    Organisation.objects.filter(pk=kept.pk).update(vat_key="DE1", vat_id="DE1")
    text = client.get(
        reverse("admin:profiles_organisation_change", args=[kept.pk])
    ).content.decode()
    assert page in text
