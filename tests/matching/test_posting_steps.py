"""The steps of posting: each stores its own answers and leaves the others alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.forms import NeedForm
from matching.models import Need
from tests.builders import a_need
from tests.matching.steps import create_address, step_address, write

pytestmark = pytest.mark.django_db


def fields_of(need: Need) -> dict:
    """What somebody answered, by the form's names."""
    need = Need.objects.get(pk=need.pk)
    form = NeedForm(instance=need, organisation=need.organisation)
    return {field.name: str(field.initial) for field in form}


def test_the_first_step_makes_the_draft_and_the_next_one_is_shown(signed_in, provider):
    client = signed_in(provider[1])

    response = client.post(create_address("need"), {"title": "Laptops", "description": "Zehn."})

    need = Need.objects.get()
    assert (need.status, need.title) == ("draft", "Laptops")
    assert response.url == step_address(need, "themen")
    page = client.get(response.url).content.decode()
    assert "Step 2 of 6" in page
    assert step_address(need, "worum-geht-es") in page


def test_a_form_that_is_sent_twice_makes_one_draft(signed_in, provider):
    client = signed_in(provider[1])
    address = client.get(create_address("need")).url
    answers = {"title": "Laptops", "description": "Zehn."}

    client.post(address, answers)
    again = client.post(address, answers | {"title": "Zehn Laptops"})

    need = Need.objects.get()
    assert need.title == "Zehn Laptops"
    assert again.url == step_address(need, "themen")
    assert client.get(address).url == step_address(need, "worum-geht-es")


def test_nobody_writes_into_the_draft_of_others_by_its_identifier(signed_in, provider):
    foreign = a_need(status="draft", title="Fremd")
    published = a_need(organisation=provider[0], title="Schon öffentlich")
    client = signed_in(provider[1])

    for taken in (foreign, published):
        answers = {"title": "Meins", "description": "Zehn."}
        client.post(f"{create_address('need')}&entwurf={taken.public_id}", answers)

    assert sorted(Need.objects.values_list("title", flat=True)) == [
        "Fremd", "Meins", "Meins", "Schon öffentlich",
    ]  # fmt: skip


def test_two_windows_do_not_undo_each_other(signed_in, provider):
    """Each step writes its own columns: the one that was read earlier takes nothing back."""
    from matching import publishing

    need = a_need(organisation=provider[0], status="draft")
    read_earlier = Need.objects.get(pk=need.pk)
    client = signed_in(provider[1])
    client.post(step_address(need, "worum-geht-es"), {"title": "Neu", "description": "Anders."})

    read_earlier.format = "training"
    publishing.save_step(read_earlier, ["format"], None)

    need.refresh_from_db()
    assert (need.title, need.format) == ("Neu", "training")
    assert need.competencies.count() == 1


def test_what_is_no_draft_any_more_is_not_changed_by_a_step(signed_in, provider):
    need = a_need(organisation=provider[0])
    client = signed_in(provider[1])

    response = client.post(step_address(need, "worum-geht-es"), {"title": "Heimlich"})

    assert response.url == reverse("matching:need-edit", args=[need.public_id])
    need.refresh_from_db()
    assert need.title != "Heimlich"


def test_a_step_that_was_opened_from_the_check_page_leads_back_to_it(
    signed_in, provider, need_answers
):
    client = signed_in(provider[1])
    check = write(client, "need", need_answers).url
    address = step_address(Need.objects.get(), "wie-und-fuer-wen") + "?dann=pruefen"

    assert "Save and back to the check" in client.get(address).content.decode()
    there = client.post(address, need_answers | {"format": "mentoring"}).url
    assert there == f"{check}?gespeichert=wie-und-fuer-wen#wie-und-fuer-wen"
    assert client.get(there).content.decode().count("Saved.") == 1
    assert Need.objects.get().format == "mentoring"


def test_going_on_asks_for_the_answers_of_this_step_alone(signed_in, provider):
    draft = a_need(organisation=provider[0], status="draft", description="", format="")
    client = signed_in(provider[1])

    refused = client.post(step_address(draft, "wie-und-fuer-wen"), {})
    kept = client.post(step_address(draft, "wie-und-fuer-wen"), {"draft": "1"})

    assert set(refused.context["form"].errors) == {"format", "target_group"}
    assert kept.url == reverse("matching:mine")


@pytest.mark.parametrize("questions", NeedForm.GROUPS, ids=lambda questions: questions.slug)
def test_every_step_opens_without_writing(
    signed_in, provider, questions, django_assert_max_num_queries
):
    need = a_need(organisation=provider[0], status="draft")
    client = signed_in(provider[1])
    address = step_address(need, questions.slug)
    client.get(address)
    before = fields_of(need)

    with django_assert_max_num_queries(27):
        page = client.get(address).content.decode()

    assert page.count("<h1>") == 1
    assert fields_of(need) == before


def test_the_check_page_asks_the_database_little(
    signed_in, provider, django_assert_max_num_queries
):
    need = a_need(organisation=provider[0], status="draft")
    client = signed_in(provider[1])
    address = reverse("matching:need-check", args=[need.public_id])
    client.get(address)

    with django_assert_max_num_queries(21):
        client.get(address)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    visits=st.lists(
        st.tuples(st.sampled_from(NeedForm.GROUPS), st.booleans(), st.booleans()), max_size=8
    )
)
def test_any_sequence_of_steps_keeps_every_earlier_answer(
    signed_in, provider, need_answers, visits
):
    """Whatever the order, and whether a step is finished, kept or refused: no other one changes."""
    need = a_need(organisation=provider[0], status="draft", title=f"Bedarf {uuid4()}")
    client = signed_in(provider[1])

    for questions, is_kept, is_wrong in visits:
        before = fields_of(need)
        answers = need_answers | ({"draft": "1"} if is_kept else {})
        if is_wrong:
            answers |= {"title": "", "radius_km": "weit", "people_needed": "-3", "format": "x"}
        client.post(step_address(need, questions.slug), answers)
        changed = {name for name, value in fields_of(need).items() if value != before[name]}
        assert changed <= set(questions.fields)


@pytest.mark.django_db(transaction=True)
def test_many_taps_at_once_make_one_draft(signed_in, provider):
    address = signed_in(provider[1]).get(create_address("need")).url
    clients = [signed_in(provider[1]) for _tap in range(6)]
    together = Barrier(len(clients))

    def tap(client) -> str:
        try:
            together.wait()
            answer = client.post(address, {"title": "Laptops", "description": "Zehn Stück."})
        finally:
            connection.close()
        return answer.url

    with ThreadPoolExecutor(len(clients)) as pool:
        led_to = set(pool.map(tap, clients))

    assert led_to == {step_address(Need.objects.get(), "themen")}
