"""What an organisation can help with at any time, how well, and under which conditions."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.foundation import history
from portal.foundation.refusals import Refused
from profiles import standing
from profiles.models import Organisation
from tests.builders import a_company, a_competence, a_user
from tests.evil import EVIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    found = a_company("Kontor Nord", owner=a_user("Cem Firma"))
    found.standing.create(competence=a_competence("finance/tax"), level="solid")
    return found


@pytest.fixture
def send(client, company):
    client.force_login(company.memberships.get().user)
    address = reverse("profiles:standing-competencies", args=[company.slug])
    return lambda **answers: client.post(address, answers)


def said(company) -> dict:
    rows = company.standing.select_related("competence")
    return {row.competence.slug: (row.level, row.conditions) for row in rows}


def named(company, field: str) -> str:
    return f"{field}-{company.standing.get().competence_id}"


def test_level_and_conditions_are_kept_and_the_history_says_so(send, company):
    conditions = "nur im Umkreis von 20 km, dienstags"
    response = send(
        **{named(company, "level"): "professional", named(company, "conditions"): conditions}
    )
    assert response.url == company.get_absolute_url()
    assert said(company) == {"finance/tax": ("professional", conditions)}
    assert history.of(company)[0].event == "changed"


def test_saving_without_a_change_writes_no_history(send, company):
    send(**{named(company, "level"): "solid"})
    assert not history.of(company).exists()


def test_one_can_be_taken_out_and_others_added_whose_details_are_asked_next(send, company):
    a_competence("it/support")
    response = send(**{named(company, "remove"): "on", "more": ["it/support"]})
    assert response.url == reverse("profiles:standing-competencies", args=[company.slug])
    assert said(company) == {"it/support": ("", "")}


@pytest.mark.parametrize("field", ["level", "conditions", "more"])
def test_no_evil_value_breaks_the_page_or_is_stored_cut_off(send, company, field):
    name = "more" if field == "more" else named(company, field)
    before = said(company)
    for value in EVIL:
        response = send(**{named(company, "level"): "solid"} | {name: value})
        assert response.status_code < 500
        if response.status_code == 200:
            assert said(company) == before
        company.standing.update(level="solid", conditions="")


def test_conditions_that_are_too_long_stay_in_the_field(send, company):
    page = send(**{named(company, "conditions"): "dienstags " * 40}).content.decode()
    assert "dienstags dienstags" in page
    assert said(company) == {"finance/tax": ("solid", "")}


def test_a_suspended_organisation_changes_nothing(company):
    Organisation.objects.update(status="suspended")
    with pytest.raises(Refused):
        standing.keep(company, [], by=company.memberships.get().user)
    assert company.standing.exists()


def test_the_database_knows_the_levels_and_each_competency_once(company):
    with pytest.raises(IntegrityError), transaction.atomic():
        company.standing.update(level="expert")
    with pytest.raises(IntegrityError), transaction.atomic():
        company.standing.create(competence=a_competence("finance/tax"))


def test_the_page_asks_as_often_for_many_rows(client, company, django_assert_max_num_queries):
    client.force_login(company.memberships.get().user)
    for number in range(30):
        company.standing.create(competence=a_competence(f"it/thing-{number}"))
    with django_assert_max_num_queries(14):
        client.get(reverse("profiles:standing-competencies", args=[company.slug]))
