"""“What fits today”: the worker's own ranking while somebody writes, without a trace."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching import due, preview, sync
from matching.models import NeedFeatures, OfferFeatures, Suggestion
from tests.builders import a_company, a_need, a_user, an_offer, an_organisation
from tests.matching.steps import create_address, step_address

pytestmark = pytest.mark.django_db

PREVIEW = reverse("matching:need-preview")
TEXT = {
    "title": "Wer bringt Ordnung in unsere Buchhaltung?",
    "description": "Drei Ordner voller Belege warten. Wer zeigt uns, wie man sie verbucht?",
}


def draft_of(organisation, **fields):
    return a_need(organisation=organisation, status="draft", **TEXT | fields)


def test_it_finds_what_the_worker_finds(provider):
    for number in range(4):
        an_offer(in_="Leipzig" if number % 2 else "Halle")
    an_offer(title="Backen mit Kindern", description="Wir backen Brot.", competencies=())
    need = a_need(organisation=provider[0], **TEXT)
    found = preview.preview_of(need, ["finance/accounting"])
    assert not Suggestion.objects.exists()

    due.mark(need)
    sync.match("need", need.pk)

    assert found.number == Suggestion.objects.filter(need=need).count() == 4
    assert len(found.examples) == 3


def test_offers_are_shown_the_needs(signed_in, company):
    a_need(**TEXT)
    answers = {"title": "Zwei Abende Buchhaltung", "description": "Wir ordnen Belege mit Ihnen."}

    page = signed_in(company[1]).post(reverse("matching:offer-preview"), answers)

    assert "1 need fits today." in page.content.decode()


def test_examples_say_what_and_roughly_where_but_not_who(signed_in, provider):
    company = a_company("Kanzlei Birkenhain", in_="Halle")
    an_offer(organisation=company, in_="Halle", title="Belege sortieren mit Birkenhain")

    page = signed_in(provider[1]).post(PREVIEW, TEXT).content.decode()

    assert "1 offer fits today." in page
    assert "Advisory hour" in page
    assert "Sachsen-Anhalt, about 32 km away" in page
    assert not any(word in page for word in ("Birkenhain", "Halle", "06108", "Belege sortieren"))


def test_nothing_that_fits_is_said_kindly(signed_in, provider):
    page = signed_in(provider[1]).post(PREVIEW, TEXT).content.decode()

    assert "Nothing fits yet." in page
    assert "We keep looking and write to you." in page


@pytest.mark.parametrize("text", [{}, {"title": "Hilfe"}, {"title": "Bitte melden"}])
def test_too_few_words_are_not_searched_for(signed_in, provider, text):
    an_offer()

    page = signed_in(provider[1]).post(PREVIEW, text).content.decode()

    assert "As soon as you have written a few words" in page


def test_what_changes_is_seen_at_once(signed_in, provider):
    client = signed_in(provider[1])
    assert "Nothing fits yet." in client.post(PREVIEW, TEXT).content.decode()

    offer = an_offer()
    assert "1 offer fits today." in client.post(PREVIEW, TEXT).content.decode()
    offer.status = "paused"
    offer.save()
    assert "Nothing fits yet." in client.post(PREVIEW, TEXT).content.decode()


def test_ones_own_are_not_counted(signed_in):
    owner = a_user()
    body = an_organisation(kind="public_body", owner=owner)
    an_offer(organisation=body)

    assert "Nothing fits yet." in signed_in(owner).post(PREVIEW, TEXT).content.decode()


def test_a_draft_is_taken_with_what_is_stored_of_it(signed_in, provider):
    an_offer(in_="Berlin", radius_km=None)
    near = draft_of(provider[0], radius_km=20)
    far = draft_of(provider[0], radius_km=None)
    client = signed_in(provider[1])

    for need, sentence in (
        (near, "Nothing fits within 20 km yet."),
        (near, "Without this limit 1 offer would fit."),
        (far, "1 offer fits today."),
    ):
        answer = client.post(f"{PREVIEW}?entwurf={need.public_id}", TEXT)
        assert sentence in answer.content.decode()


def test_the_draft_of_others_tells_nothing(signed_in, provider):
    an_offer(in_="Berlin", radius_km=None)
    foreign = a_need(status="draft", in_="Berlin")

    ours = signed_in(provider[1]).post(PREVIEW, TEXT).content
    asked = signed_in(provider[1]).post(f"{PREVIEW}?entwurf={foreign.public_id}", TEXT).content

    assert asked == ours


def test_it_writes_nothing_and_asks_little(signed_in, provider):
    for _number in range(5):
        an_offer()
    draft = draft_of(provider[0])
    client = signed_in(provider[1])

    def asked(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.post(address, TEXT | {"preview": "1"}).status_code == 200
        return [query["sql"] for query in captured]

    first, again = asked(PREVIEW), asked(PREVIEW)
    step = asked(step_address(draft, "worum-geht-es"))

    writing = ("INSERT", "UPDATE", "DELETE")
    assert not [sql for sql in [*first, *again, *step] if sql.startswith(writing)]
    assert len(again) <= 22
    for _number in range(20):
        an_offer()
    asked(PREVIEW)  # reads what is new
    assert len(asked(PREVIEW)) == len(again)
    assert not NeedFeatures.objects.exists()
    assert not OfferFeatures.objects.exists()


def test_the_button_shows_it_without_storing_what_was_typed(signed_in, provider):
    an_offer()
    draft = draft_of(provider[0], title="Alt", description="Noch nichts")
    client = signed_in(provider[1])

    page = client.post(step_address(draft, "worum-geht-es"), TEXT | {"preview": "1"})

    assert "1 offer fits today." in page.content.decode()
    assert TEXT["title"] in page.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Alt"


def test_it_counts_what_is_ticked_just_now(signed_in, provider):
    draft = draft_of(provider[0], title="Hilfe", description="", competencies=())
    address = step_address(draft, "themen")
    client = signed_in(provider[1])

    assert not client.get(address).context["preview"].says_enough
    ticked = {"competencies": ["finance/accounting"], "preview": "1"}
    assert client.post(address, ticked).context["preview"].says_enough
    assert not draft.competencies.exists()


@pytest.mark.parametrize("slug", ["themen", "wie-und-fuer-wen", "wo-und-wann", "wer-kommt"])
def test_without_javascript_it_stands_beside_every_later_step(signed_in, provider, slug):
    an_offer()
    draft = draft_of(provider[0])

    page = signed_in(provider[1]).get(step_address(draft, slug)).content.decode()

    assert "1 offer fits today." in page
    assert "posting.js" not in page


def test_a_template_that_nobody_has_touched_is_not_searched_for(signed_in, provider):
    address = reverse("matching:need-create") + "?vorlage=buchhaltung"

    page = signed_in(provider[1]).get(address, follow=True).content.decode()

    assert "As soon as you have written a few words" in page


def test_without_javascript_refreshing_ends_at_the_preview(signed_in, provider):
    draft = draft_of(provider[0])
    address = step_address(draft, "themen")

    assert (
        f'formaction="{address}#preview-title"'
        in signed_in(provider[1]).get(address).content.decode()
    )


def test_the_script_is_loaded_where_somebody_writes(signed_in, provider):
    page = signed_in(provider[1]).get(create_address("need"), follow=True).content.decode()

    assert page.count("js/posting.js") == 1
    assert f'data-preview="{PREVIEW}?' in page


def test_a_long_text_is_cut(signed_in, provider):
    answers = {"title": "a " * 10_000, "description": "Buchhaltung " * 50_000}

    assert signed_in(provider[1]).post(PREVIEW, answers).status_code == 200


def test_whoever_asks_without_end_is_told_to_wait(signed_in, provider, monkeypatch):
    monkeypatch.setattr("matching.views.posting.preview.A_MINUTE", 0)

    response = signed_in(provider[1]).post(PREVIEW, TEXT)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"


def test_it_is_for_organisations_that_may_post_this(signed_in, anyone, provider, company):
    assert anyone.post(PREVIEW, TEXT).url.startswith(reverse("account_login"))
    assert signed_in(a_user()).post(PREVIEW, TEXT).status_code == 403
    assert signed_in(company[1]).post(PREVIEW, TEXT).status_code == 403
    assert signed_in(provider[1]).get(PREVIEW).status_code == 405


def test_while_the_index_is_being_loaded_pages_do_without(signed_in, provider, monkeypatch):
    monkeypatch.setattr(preview, "PATIENCE_SECONDS", 0.01)
    draft = draft_of(provider[0])

    with preview._one_at_a_time:
        page = signed_in(provider[1]).get(step_address(draft, "themen"))

    assert "The portal is still reading what there is." in page.content.decode()
    assert page.context["preview"] is None
