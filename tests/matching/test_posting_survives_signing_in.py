"""What somebody typed is still there when they had to sign in again."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from matching.models import Need
from portal.foundation import kept_answers
from tests.builders import PASSWORD, a_membership, a_need, a_user, an_organisation
from tests.matching.steps import create_address, step_address

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Drei Ordner voller Belege",
    "description": "Viel getippt, noch nichts gesichert.",
}
BACK = "What you typed is still here"


@pytest.fixture
def draft(provider):
    return a_need(organisation=provider[0], status="draft")


def opened(client, address: str) -> dict:
    """What the opened form sends by itself."""
    return {"written-by": client.get(address).context["writer"]}


def new_form(client) -> str:
    """The address of a form for a new need."""
    return client.get(create_address("need")).url


def session_ends() -> None:
    Session.objects.all().delete()


def sign_in(client, person, to: str):
    """Through the page of the sign-in, as the portal led there."""
    return client.post(to, {"login": person.email, "password": PASSWORD})


@pytest.mark.parametrize("is_new", [True, False])
def test_typed_answers_are_there_again_after_signing_in(signed_in, provider, draft, is_new):
    client = signed_in(provider[1])
    address = new_form(client) if is_new else step_address(draft, "worum-geht-es")
    sent = opened(client, address) | TYPED
    session_ends()

    led = client.post(address, sent)
    assert led.url.startswith(reverse("account_login"))
    back = sign_in(client, provider[1], led.url)
    page = client.get(back.url)

    assert back.url == address
    text = page.content.decode()
    assert BACK in text
    assert TYPED["title"] in text
    assert TYPED["description"] in text
    assert not page.context["form"].is_bound
    assert Need.objects.get().title == draft.title
    assert BACK not in client.get(address).content.decode()


def test_what_is_stored_already_is_not_made_a_second_time(signed_in, provider):
    client = signed_in(provider[1])
    address = new_form(client)
    sent = opened(client, address) | TYPED
    client.post(address, sent)
    session_ends()
    typed = sent | {"title": "Inzwischen vier Ordner"}
    back = sign_in(client, provider[1], client.post(address, typed).url)

    assert "Inzwischen vier Ordner" in client.get(back.url).content.decode()
    client.post(back.url, typed)
    assert Need.objects.get().title == "Inzwischen vier Ordner"


def test_ticks_and_choices_come_back_too(signed_in, provider, draft):
    client = signed_in(provider[1])
    for slug, answers in {
        "wie-und-fuer-wen": {"format": "mentoring", "alternative_formats": ["training", "space"]},
        "themen": {"competencies": ["youth/mentoring"]},
        "wo-und-wann": {"starts_on": "2031-02-03", "radius_km": "weit", "remote_ok": "on"},
    }.items():
        address = step_address(draft, slug)
        sent = opened(client, address) | answers
        session_ends()
        back = sign_in(client, provider[1], client.post(address, sent).url)

        form = client.get(back.url).context["form"]

        for name, value in answers.items():
            assert form[name].value() == (True if value == "on" else value)


def test_nobody_else_at_the_same_computer_reads_it(signed_in, provider):
    other = a_user()
    a_membership(provider[0], other)
    client = signed_in(provider[1])
    address = new_form(client)
    sent = opened(client, address) | TYPED
    session_ends()

    back = sign_in(client, other, client.post(address, sent).url)
    page = client.get(back.url).content.decode()

    assert TYPED["title"] not in page
    assert "kept_answers" not in client.session


def test_a_stranger_is_not_shown_the_listing_of_others(signed_in, provider, draft):
    stranger = a_user()
    an_organisation(owner=stranger)
    client = signed_in(provider[1])
    address = step_address(draft, "worum-geht-es")
    sent = opened(client, address) | TYPED
    session_ends()

    back = sign_in(client, stranger, client.post(address, sent).url)

    assert client.get(back.url).status_code == 404


@pytest.mark.parametrize("mark", ["", "x", "x:y", "a" * 32])
def test_without_the_mark_of_a_person_nothing_is_kept(anyone, draft, mark):
    anyone.post(step_address(draft, "worum-geht-es"), TYPED | {"written-by": mark})

    assert not Session.objects.exists()


def test_what_is_too_much_is_not_kept(signed_in, provider, draft):
    client = signed_in(provider[1])
    address = step_address(draft, "worum-geht-es")
    sent = opened(client, address) | {"title": "x", "description": "x" * 50_000}
    session_ends()

    client.post(address, sent)

    assert not Session.objects.exists()


def test_it_is_kept_for_an_hour_at_most(signed_in, provider, draft, monkeypatch):
    client = signed_in(provider[1])
    address = step_address(draft, "worum-geht-es")
    sent = opened(client, address) | TYPED
    session_ends()
    back = sign_in(client, provider[1], client.post(address, sent).url)
    monkeypatch.setattr(kept_answers, "KEEP_SECONDS", -1)

    assert TYPED["title"] not in client.get(back.url).content.decode()


def test_the_page_for_published_entries_keeps_them_as_well(signed_in, provider, need_answers):
    need = a_need(organisation=provider[0])
    client = signed_in(provider[1])
    address = reverse("matching:need-edit", args=[need.public_id])
    sent = need_answers | {"written-by": client.get(address).context["writer"]}
    session_ends()

    back = sign_in(client, provider[1], client.post(address, sent).url)

    page = client.get(back.url).content.decode()
    assert BACK in page
    assert need_answers["title"] in page
