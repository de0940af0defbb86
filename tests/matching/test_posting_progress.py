"""A draft remembers how far its author has come; going back loses nothing."""

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from matching.forms import NeedForm, OfferForm
from matching.models import Need, Offer
from tests.builders import a_need, an_offer
from tests.matching.steps import step_address

pytestmark = pytest.mark.django_db

FROM_TEMPLATE = reverse("matching:need-create") + "?vorlage=bewerbungstraining"
TEXT = {"title": "Wer übt das Bewerben?", "description": "Zwölf Jugendliche suchen Ausbildung."}


@pytest.fixture
def begun(signed_in, provider):
    """A client, and the draft that was made from a template by its first step."""
    client = signed_in(provider[1])
    client.post(FROM_TEMPLATE, TEXT)
    return client, Need.objects.get()


def test_back_stores_what_was_typed_and_leads_to_the_step_before(begun):
    client, need = begun

    response = client.post(
        step_address(need, "wo-und-wann"),
        {"site": need.site.public_id, "radius_km": "35", "back": "1"},
    )

    assert response.url == step_address(need, "wie-und-fuer-wen")
    need.refresh_from_db()
    assert need.radius_km == 35


def test_back_with_a_wrong_value_shows_it_again(begun):
    client, need = begun

    response = client.post(
        step_address(need, "wo-und-wann"),
        {"site": need.site.public_id, "ends_on": "1900-01-01", "radius_km": "35", "back": "1"},
    )

    assert set(response.context["form"].errors) == {"ends_on"}
    assert 'value="35"' in response.content.decode()


def test_back_is_a_button_where_something_is_stored_and_a_link_to_the_templates_before(
    begun, signed_in, provider
):
    client, need = begun

    new = client.get(FROM_TEMPLATE, follow=True).content.decode()
    second = client.get(step_address(need, "themen")).content.decode()

    assert f'href="{reverse("matching:need-create")}"' in new
    assert 'name="back"' not in new
    assert 'name="back"' in second


def test_a_draft_of_a_template_is_taken_up_where_its_author_stopped(begun):
    client, need = begun
    edit = reverse("matching:need-edit", args=[need.public_id])

    assert client.get(edit).url == step_address(need, "themen")
    client.post(step_address(need, "themen"), {})
    assert client.get(edit).url == step_address(need, "wie-und-fuer-wen")


def test_only_steps_that_were_gone_through_are_ticked_and_links(begun):
    client, need = begun

    steps = client.get(step_address(need, "wo-und-wann")).context["steps"]

    assert [step["done"] for step in steps] == [True, False, False, False, False, False]
    assert [bool(step["href"]) for step in steps] == [True, True, False, False, False, False]


def test_the_check_page_says_what_nobody_has_looked_at(begun):
    client, need = begun
    address = reverse("matching:need-check", args=[need.public_id])

    def proposed() -> list[str]:
        sections = client.get(address).context["sections"]
        return [s.questions.slug for s in sections if any(row["note"] for row in s.rows)]

    assert proposed() == ["themen", "wie-und-fuer-wen", "wo-und-wann", "wer-kommt"]
    answers = {"format": "training", "target_group": "adolescents", "draft": "1"}
    client.post(step_address(need, "wie-und-fuer-wen"), answers)
    assert proposed() == ["themen", "wo-und-wann", "wer-kommt"]


def test_two_windows_both_count_as_seen(begun):
    from matching import publishing

    client, need = begun
    read_earlier = Need.objects.get(pk=need.pk)
    client.post(step_address(need, "themen"), {})

    publishing.save_step(read_earlier, ["format"], None, step="wie-und-fuer-wen")

    need.refresh_from_db()
    assert need.steps_seen == ["worum-geht-es", "themen", "wie-und-fuer-wen"]


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"description": ""}, 0),
        ({"format": ""}, 2),
        ({"target_group": ""}, 2),
        ({"starts_on": "2024-01-01", "ends_on": "2024-02-01"}, 3),
        ({"replaces_no_staff": False}, 4),
        ({}, 5),
    ],
)
def test_drafts_that_were_there_before_count_as_seen_up_to_what_they_lack(fields, seen):
    need = a_need(status="draft", steps_seen=[], **fields)

    _migrate()

    need.refresh_from_db()
    assert need.steps_seen == [questions.slug for questions in NeedForm.GROUPS][:seen]


@pytest.mark.parametrize(("fields", "seen"), [({"formats": []}, 2), ({}, 5)])
def test_drafts_of_offers_too_and_nothing_that_was_handed_in_is_touched(fields, seen):
    offer = an_offer(status="draft", steps_seen=[], **fields)
    public = an_offer(steps_seen=[])

    _migrate()

    for row in (offer, public):
        row.refresh_from_db()
    assert offer.steps_seen == [questions.slug for questions in OfferForm.GROUPS][:seen]
    assert public.steps_seen == []
    assert Offer.objects.count() == 2


def _migrate() -> None:
    migration = import_module("matching.migrations.0015_steps_seen_of_existing").Migration
    with connection.cursor() as cursor:
        for operation in migration.operations:
            cursor.execute(operation.sql)
