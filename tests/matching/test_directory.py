"""The directories of needs and offers, and their filters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_company, a_need, an_offer, an_organisation

pytestmark = pytest.mark.django_db

NEEDS, OFFERS = reverse("site:needs"), reverse("site:offers")


def titles(client, address: str, **query) -> list[str]:
    return [listing.title for listing in client.get(address, query).context["page"]]


def test_only_open_needs_are_listed_the_newest_first(anyone):
    now = timezone.now()
    a_need(title="Alt", published_at=now - timedelta(days=2))
    a_need(title="Neu", published_at=now)
    for status in ("draft", "submitted", "returned", "paused", "fulfilled", "closed", "expired"):
        a_need(title=status, status=status)
    a_need(title="Abgelaufen", valid_until=timezone.localdate() - timedelta(days=1))
    a_need(title="Gesperrt", organisation=an_organisation(status="suspended"))

    assert titles(anyone, NEEDS) == ["Neu", "Alt"]


def test_words_are_found_in_title_description_and_name(anyone):
    a_need(title="Belege sortieren", description="x")
    a_need(title="a", description="Alle BELEGE liegen herum")
    a_need(title="b", description="x", organisation=an_organisation("Belege e. V."))
    a_need(title="c", description="x")

    assert sorted(titles(anyone, NEEDS, q="belege")) == ["Belege sortieren", "a", "b"]
    assert titles(anyone, NEEDS, q="belege alle") == ["a"]


def test_a_group_of_topics_finds_everything_within_it(anyone):
    a_need(title="Buch", competencies=("finance/accounting",))
    a_need(title="Steuer", competencies=("finance/tax", "finance/accounting"))
    a_need(title="Recht", competencies=("legal/advice",))

    assert sorted(titles(anyone, NEEDS, competence="finance")) == ["Buch", "Steuer"]
    assert titles(anyone, NEEDS, competence="finance/tax") == ["Steuer"]


def test_a_kind_of_help_is_found_as_wish_and_as_alternative(anyone):
    a_need(title="Wunsch", format="training")
    a_need(title="Auch", format="mentoring", alternative_formats=["training"])
    a_need(title="Nein", format="mentoring")

    assert sorted(titles(anyone, NEEDS, format="training")) == ["Auch", "Wunsch"]
    assert len(titles(anyone, NEEDS, format=["training", "mentoring"])) == 3


def test_an_offer_for_everybody_is_found_for_each_group(anyone):
    an_offer(title="Alle", target_groups=[])
    an_offer(title="Kinder", target_groups=["children"])
    an_offer(title="Personal", target_groups=["staff"])

    assert sorted(titles(anyone, OFFERS, target_group="children")) == ["Alle", "Kinder"]


@pytest.mark.parametrize("place", ["Leipzig", "04109", "04109 Leipzig", "leipzig"])
def test_a_place_and_a_radius_bring_the_nearest_first_with_its_distance(anyone, place):
    now = timezone.now()
    an_offer(title="Halle", in_="Halle", published_at=now)
    an_offer(title="Leipzig", in_="Leipzig", published_at=now - timedelta(days=1))
    an_offer(title="Köln", in_="Köln")

    assert titles(anyone, OFFERS, place=place, radius="100", sort="nearest") == ["Leipzig", "Halle"]
    assert titles(anyone, OFFERS, place=place, radius="100") == ["Halle", "Leipzig"]
    assert titles(anyone, OFFERS, place=place, radius="10") == ["Leipzig"]
    page = anyone.get(OFFERS, {"place": place, "radius": "100", "q": "Halle"})
    assert "km" in page.content.decode()


def test_one_organisation_can_be_looked_at(anyone):
    company = a_company("Kontor Nord")
    an_offer(title="Von Kontor", organisation=company)
    an_offer(title="Von anderen")

    assert titles(anyone, OFFERS, organisation=company.slug) == ["Von Kontor"]
    assert "Kontor Nord" in [
        chip["text"] for chip in anyone.get(OFFERS, {"organisation": company.slug}).context["chips"]
    ]


def test_each_filter_has_a_chip_that_removes_only_it(anyone):
    query = {"q": "buch", "format": ["training", "mentoring"], "place": "Leipzig", "radius": "25"}

    chips = anyone.get(NEEDS, query).context["chips"]

    by_text = {chip["text"]: chip["href"] for chip in chips}
    assert len(by_text) == 4
    assert by_text["Training"] == "?q=buch&format=mentoring&place=Leipzig&radius=25"
    place = next(href for text, href in by_text.items() if "Leipzig" in text)
    assert place == "?q=buch&format=training&format=mentoring"


def test_no_result_names_the_filter_to_drop(anyone):
    an_offer(formats=["training"])
    an_offer(formats=["training"])
    an_offer(title="Zaubern", formats=["mentoring"])

    response = anyone.get(OFFERS, {"q": "zaubern", "format": "training"})

    assert [(drop["name"], drop["count"]) for drop in response.context["to_drop"]] == [
        ("q", 2), ("format", 1),
    ]  # fmt: skip
    assert response.context["to_drop"][0]["href"] == "?format=training"


@pytest.mark.parametrize(
    "query",
    [
        {"place": "Nirgendwo"}, {"place": "99999"}, {"radius": "7"}, {"format": "x"},
        {"target_group": "'; DROP TABLE"}, {"competence": "x/y"}, {"sort": "x"}, {"q": "a" * 5000},
        {"organisation": "../../etc"}, {"page": "-3"}, {"page": "x"}, {"q": "%_\\"},
        {"place": "<script>"},
    ],
)  # fmt: skip
def test_values_that_make_no_sense_are_answered_with_a_page(anyone, query):
    a_need()

    response = anyone.get(NEEDS, query)

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_an_unknown_place_is_said_at_the_field_and_narrows_nothing(anyone):
    a_need(title="Da")

    response = anyone.get(NEEDS, {"place": "Nirgendwo"})

    assert "place" in response.context["filter"].form.errors
    assert [listing.title for listing in response.context["page"]] == ["Da"]
    assert 'value="Nirgendwo"' in response.content.decode()


def test_long_lists_have_pages_that_keep_the_filter(anyone):
    organisation = an_organisation()
    for _number in range(25):
        a_need(organisation=organisation, format="training")

    response = anyone.get(NEEDS, {"format": "training"})

    assert len(response.context["page"]) == 24
    assert "format=training&amp;page=2" in response.content.decode()


def test_filtered_lists_are_not_for_search_engines(anyone):
    assert "noindex" not in anyone.get(NEEDS).content.decode()
    assert "noindex" in anyone.get(NEEDS, {"q": "x"}).content.decode()


@pytest.mark.parametrize(("address", "make"), [(NEEDS, a_need), (OFFERS, an_offer)])
def test_the_number_of_queries_does_not_grow_with_the_list(anyone, address, make):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            anyone.get(address, {"place": "Leipzig", "competence": "finance"})
        return len(captured)

    for _number in range(2):
        make()
    with_two = queries()
    for _number in range(48):
        make()

    assert queries() == with_two
