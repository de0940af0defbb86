"""The inbox of suggestions: what each side sees, and what it may do there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.models import Dismissal, Suggestion
from tests.builders import (
    a_company,
    a_competence,
    a_need,
    a_suggestion,
    a_user,
    an_offer,
)

pytestmark = pytest.mark.django_db

INBOX = reverse("matching:suggestions")


@pytest.fixture
def pair(provider, company):
    """A suggested pair of `provider` and `company`."""
    a_competence("finance/accounting")
    return a_suggestion(
        a_need(organisation=provider[0], title="Belege sortieren"),
        an_offer(organisation=company[0], title="Beratung am Freitag"),
        reasons=[
            {
                "code": "competence-shared",
                "values": {"slugs": ["finance/accounting"], "found_in_text": []},
            },
            {"code": "distance", "values": {"km": 12.4}},
        ],
        open_points=[{"code": "capacity-short", "values": {"needed": 3, "capacity": 2}}],
    )


def text(client, **query) -> str:
    return client.get(INBOX, query).content.decode()


def test_both_sides_see_the_pair_with_reasons_in_their_words(signed_in, provider, company, pair):
    for_provider, for_company = text(signed_in(provider[1])), text(signed_in(company[1]))

    assert "Beratung am Freitag" in for_provider
    assert "brings: Accounting" in for_provider
    assert "Belege sortieren" in for_company
    assert "looks for: Accounting" in for_company
    for page in (for_provider, for_company):
        assert "12 km away" in page
        assert "3 needed, only 2 possible" in page
        assert "%" not in page.split("<main")[1].split("</main>")[0]
        assert reverse("cooperation:enquire-pair", args=[pair.public_id]) in page


def test_nobody_else_sees_it(signed_in, anyone, pair):
    stranger = a_user()
    a_company("Fremde Firma", owner=stranger)

    assert "Belege sortieren" not in text(signed_in(stranger))
    assert anyone.get(INBOX).status_code == 302


@pytest.mark.parametrize("change", ["need paused", "offer used up", "need expired", "suspended"])
def test_pairs_that_can_no_longer_be_used_are_gone_at_once(signed_in, company, pair, change):
    if change == "need paused":
        type(pair.need).objects.update(status="paused")
    elif change == "need expired":
        type(pair.need).objects.update(valid_until="2020-01-01")
    elif change == "offer used up":
        type(pair.offer).objects.update(capacity_taken=2)
    else:
        type(pair.need.organisation).objects.filter(pk=pair.need.organisation_id).update(
            status="suspended"
        )

    assert "Belege sortieren" not in text(signed_in(company[1]))


def test_the_best_come_first_and_the_rest_one_click_away(signed_in, company):
    offer = an_offer(organisation=company[0])
    for number in range(7):
        a_suggestion(a_need(title=f"Bedarf {number}"), offer, score=0.3 + number / 10)
    client = signed_in(company[1])

    group = client.get(INBOX).context["groups"][0]
    alone = client.get(INBOX, {"for": str(offer.public_id)}).context["groups"][0]

    assert [card.other.title for card in group.cards] == [f"Bedarf {n}" for n in (6, 5, 4, 3, 2)]
    assert group.total == 7
    assert len(alone.cards) == 7


def test_while_the_worker_is_looking_the_page_says_so(signed_in, company):
    an_offer(organisation=company[0], matching_due_at=timezone.now())

    assert "We are looking right now" in text(signed_in(company[1]))


def test_no_suggestion_is_said_honestly(signed_in, company):
    an_offer(organisation=company[0])

    page = text(signed_in(company[1]))

    assert "no need fits well enough" in page
    assert "We are looking right now" not in page


def test_without_open_entries_the_page_says_when_suggestions_come(signed_in, company):
    assert "No open entries yet" in text(signed_in(company[1]))


def test_without_an_organisation_the_page_leads_to_one(signed_in):
    assert reverse("profiles:organisation-create") in text(signed_in(a_user()))


def test_does_not_fit_takes_the_pair_from_both_sides_and_keeps_the_reason(
    signed_in, provider, company, pair
):
    client = signed_in(company[1])

    response = client.post(
        reverse("matching:suggestion-dismiss", args=[pair.public_id]),
        {"reason": "distance", "comment": "Ohne Auto zu weit"},
    )

    assert response.url == INBOX
    dismissal = Dismissal.objects.get()
    assert (dismissal.side, dismissal.reason, dismissal.by) == ("offer", "distance", company[1])
    assert not client.get(INBOX).context["groups"][0].cards
    assert "Beratung am Freitag" not in text(signed_in(provider[1]))
    assert "Ohne Auto zu weit" in text(client)


def test_only_the_side_that_set_a_pair_aside_sees_its_reason(signed_in, provider, company, pair):
    signed_in(company[1]).post(
        reverse("matching:suggestion-dismiss", args=[pair.public_id]),
        {"reason": "other", "comment": "unter uns"},
    )

    assert "unter uns" not in text(signed_in(provider[1]))


def test_a_pair_set_aside_can_be_taken_back(signed_in, provider, pair):
    client = signed_in(provider[1])
    client.post(reverse("matching:suggestion-dismiss", args=[pair.public_id]), {"reason": "topic"})

    response = client.post(
        reverse("matching:suggestion-take-back", args=[pair.need.public_id, pair.offer.public_id])
    )

    assert response.url == INBOX
    assert not Dismissal.objects.exists()
    assert "Beratung am Freitag" in text(client)
    pair.need.refresh_from_db()
    assert pair.need.matching_due_at is not None


def test_a_side_cannot_take_back_what_the_other_set_aside(signed_in, provider, company, pair):
    signed_in(company[1]).post(
        reverse("matching:suggestion-dismiss", args=[pair.public_id]), {"reason": "topic"}
    )
    address = reverse(
        "matching:suggestion-take-back", args=[pair.need.public_id, pair.offer.public_id]
    )

    assert signed_in(provider[1]).post(address).status_code == 404
    assert Dismissal.objects.exists()


@pytest.mark.parametrize(
    "answers", [{}, {"reason": "x"}, {"reason": "topic", "comment": "a" * 301},
                {"reason": "topic", "comment": "a\x00b"}],
)  # fmt: skip
def test_a_dismissal_that_is_wrong_is_explained_in_place(signed_in, company, pair, answers):
    response = signed_in(company[1]).post(
        reverse("matching:suggestion-dismiss", args=[pair.public_id]), answers
    )

    assert response.status_code == 422
    assert response.context["groups"][0].cards[0].form.errors
    assert not Dismissal.objects.exists()


def test_strangers_cannot_dismiss(signed_in, pair):
    stranger = a_user()
    a_company(owner=stranger)

    response = signed_in(stranger).post(
        reverse("matching:suggestion-dismiss", args=[pair.public_id]), {"reason": "topic"}
    )

    assert response.status_code == 404


def test_asking_for_an_entry_that_is_not_mine_shows_nothing_of_it(signed_in, company):
    other = a_suggestion()

    page = text(signed_in(company[1]), **{"for": str(other.need.public_id)})

    assert other.need.title not in page
    assert signed_in(company[1]).get(INBOX, {"for": "x"}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_suggestions(signed_in, company):
    client = signed_in(company[1])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(INBOX)
        return len(captured)

    offers = [an_offer(organisation=company[0]) for _number in range(2)]
    for offer in offers:
        a_suggestion(a_need(), offer)
    with_two = queries()
    for offer in [*offers, *(an_offer(organisation=company[0]) for _number in range(8))]:
        for _number in range(5):
            a_suggestion(a_need(), offer)
    assert Suggestion.objects.count() == 52

    assert queries() == with_two
