"""The lists of organisations, needs and offers: what they hold, their filters, chips and pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import a_company, a_need, an_offer, an_organisation

pytestmark = pytest.mark.django_db

NEEDS, OFFERS = reverse("site:needs"), reverse("site:offers")
EVERYTHING, ORGANISATIONS = reverse("site:search"), reverse("site:organisations")
FEED = reverse("site:feed", args=["needs"])


def titles(client, address: str, **query) -> list[str]:
    return [listing.title for listing in client.get(address, query).context["results"].page]


def test_only_open_needs_are_listed_the_newest_first(anyone):
    now = timezone.now()
    a_need(title="Alt", published_at=now - timedelta(days=2))
    a_need(title="Neu", published_at=now)
    for status in ("draft", "submitted", "returned", "paused", "fulfilled", "closed", "expired"):
        a_need(title=status, status=status)
    a_need(title="Abgelaufen", valid_until=timezone.localdate() - timedelta(days=1))
    a_need(title="Gesperrt", organisation=an_organisation(status="suspended"))

    assert titles(anyone, NEEDS) == ["Neu", "Alt"]


def test_words_are_found_in_title_description_and_name_best_first(anyone):
    a_need(title="b", description="Im ZIRKUSZELT steht eine Giraffe")
    a_need(title="a", description="x", organisation=an_organisation("Zirkuszelt e. V."))
    a_need(title="Ein Zirkuszelt flicken", description="x")
    a_need(title="c", description="x")

    assert titles(anyone, NEEDS, q="zirkuszelt") == ["Ein Zirkuszelt flicken", "a", "b"]
    assert titles(anyone, NEEDS, q="zirkuszelt giraffe") == ["b"]


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

    assert titles(anyone, OFFERS, place=place, radius="100") == ["Leipzig", "Halle"]
    assert titles(anyone, OFFERS, place=place, radius="100", sort="newest") == ["Halle", "Leipzig"]
    assert titles(anyone, OFFERS, place=place, radius="10") == ["Leipzig"]
    page = anyone.get(OFFERS, {"place": place, "radius": "100", "q": "Halle"})
    assert "km" in page.content.decode()


def test_one_organisation_can_be_looked_at(anyone):
    company = a_company("Kontor Nord")
    an_offer(title="Von Kontor", organisation=company)
    an_offer(title="Von anderen")

    assert titles(anyone, OFFERS, organisation=company.slug) == ["Von Kontor"]
    found = anyone.get(OFFERS, {"organisation": company.slug}).context["results"]
    assert [chip.text for chip in found.chips] == ["Kontor Nord"]


def test_each_filter_has_a_chip_that_removes_only_it(anyone):
    query = {"q": "buch", "format": ["training", "mentoring"], "place": "Leipzig", "radius": "25"}

    chips = anyone.get(NEEDS, query).context["results"].chips

    by_text = {chip.text: chip.without for chip in chips}
    assert len(by_text) == 4
    assert by_text["Training"] == "q=buch&format=mentoring&place=Leipzig&radius=25"
    place = next(without for text, without in by_text.items() if "Leipzig" in text)
    assert place == "q=buch&format=training&format=mentoring"


def test_no_result_names_the_filter_to_drop(anyone):
    an_offer(formats=["training"])
    an_offer(formats=["training"])
    an_offer(title="Zaubern", formats=["mentoring"])

    found = anyone.get(OFFERS, {"q": "zaubern", "format": "training"}).context["results"]

    assert [(chip.name, count) for chip, count in found.to_drop] == [("q", 2), ("format", 1)]
    assert found.to_drop[0][0].without == "format=training"


@pytest.mark.parametrize(
    "query",
    [
        {"place": "Nirgendwo"}, {"place": "99999"}, {"radius": "7"}, {"format": "x"},
        {"target_group": "'; DROP TABLE"}, {"competence": "x/y"}, {"sort": "x"}, {"q": "a" * 5000},
        {"organisation": "../../etc"}, {"page": "-3"}, {"page": "x"}, {"q": "%_\\"},
        {"place": "<script>"}, {"q": "a\0b"}, {"format": "a\0b"}, {"organisation": "a\0b"},
        {"place": "a\0b"}, {"radius": "99999999999"}, {"page": "9" * 400}, {"page": "١"},
        {"q": "2000 km Leipzig"}, {"q": "0 km 04109"}, {"q": "((((" * 100}, {"q": "€ 😀 שלום"},
        {"kind": ["need"] * 500}, {"plz": "x" * 10_000}, {"first_day": "2027-13-45"},
        {"first_day": "2027-05-01", "last_day": "2027-01-01"}, {"last_day": "0001-01-01"},
        {"literal": "x" * 10_000}, {"unknown": "x"}, {"land": "ZZ"}, {"flag": "room\n"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [NEEDS, EVERYTHING, FEED])
def test_values_that_make_no_sense_are_answered_with_a_page(anyone, query, address):
    a_need()

    response = anyone.get(address, query)

    has_null = any("\0" in str(value) for value in query.values())
    assert response.status_code == (400 if has_null else 200)
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_an_unknown_place_is_said_at_the_field_and_narrows_nothing(anyone):
    a_need(title="Da")

    response = anyone.get(NEEDS, {"place": "Nirgendwo"})

    assert "place" in response.context["results"].form.errors
    assert [listing.title for listing in response.context["results"].page] == ["Da"]
    assert 'value="Nirgendwo"' in response.content.decode()


def test_long_lists_have_pages_that_keep_the_filter(anyone):
    organisation = an_organisation()
    for _number in range(25):
        a_need(organisation=organisation, format="training")

    response = anyone.get(NEEDS, {"format": "training"})

    assert len(response.context["results"].page.object_list) == 24
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
    queries()  # the first one loads the index
    with_two = queries()
    for _number in range(48):
        make()

    assert queries() == with_two <= 22


def counts(client, address: str, facet: str, **query) -> dict[str, int]:
    return client.get(address, query).context["results"].found.counts[facet]


def test_a_count_says_what_the_choice_would_give(anyone):
    a_need(format="training", target_group="staff")
    a_need(format="training", target_group="families")
    a_need(format="mentoring", target_group="families")

    assert counts(anyone, NEEDS, "format") == {"training": 2, "mentoring": 1}
    assert counts(anyone, NEEDS, "format", target_group="staff") == {"training": 1}
    # A facet's own choice does not narrow its own counts: another box would add to it.
    assert counts(anyone, NEEDS, "format", format="training") == {"training": 2, "mentoring": 1}
    for value, count in counts(anyone, NEEDS, "format", target_group="families").items():
        assert len(titles(anyone, NEEDS, target_group="families", format=value)) == count


def test_fields_of_work_and_regions_of_an_organisation_count_for_its_entries(anyone):
    house = an_organisation(fields_of_work=["youth_work"], in_="Halle")
    a_need(title="Im Haus", organisation=house, in_="Halle")
    a_need(title="Anderswo")

    assert titles(anyone, NEEDS, field="youth_work") == ["Im Haus"]
    assert titles(anyone, NEEDS, land="ST") == ["Im Haus"]
    assert titles(anyone, NEEDS, plz="06") == ["Im Haus"]


def test_only_with_room_left_and_only_online(anyone):
    an_offer(title="Voll", capacity=1, capacity_taken=1)
    an_offer(title="Frei", capacity=2, capacity_taken=1)
    an_offer(title="Fern", capacity=1, capacity_taken=1, remote_ok=True)

    assert titles(anyone, OFFERS, flag="room") == ["Frei"]
    assert titles(anyone, OFFERS, flag="remote") == ["Fern"]


def test_a_period_finds_what_touches_it(anyone):
    today = timezone.localdate()
    a_need(title="Mai", starts_on=today + timedelta(days=100), ends_on=today + timedelta(days=130))
    a_need(title="Jetzt", starts_on=today, ends_on=today + timedelta(days=20))

    spring = {"first_day": today + timedelta(days=130), "last_day": today + timedelta(days=140)}
    assert titles(anyone, NEEDS, **spring) == ["Mai"]
    assert titles(anyone, NEEDS, last_day=today) == ["Jetzt"]


def test_one_box_finds_organisations_needs_and_offers(anyone):
    an_organisation("Werkhof Linde")
    a_need(title="Werkhof sucht Tischlerei", organisation=an_organisation("Anders"))
    an_offer(title="Einsatz im Werkhof")

    found = anyone.get(EVERYTHING, {"q": "werkhof"}).context["results"]

    assert found.kind_counts == {"provider": 1, "need": 1, "offer": 1}
    assert found.found.total == 3


def test_what_is_changed_or_withdrawn_is_found_as_it_is_now(anyone):
    need = a_need(title="Zaubern lernen")
    assert titles(anyone, NEEDS, q="zaubern") == ["Zaubern lernen"]

    need.title = "Jonglieren lernen"
    need.save()
    assert titles(anyone, NEEDS, q="zaubern") == []
    assert titles(anyone, NEEDS, q="jonglieren") == ["Jonglieren lernen"]

    need.status = "paused"
    need.save()
    assert titles(anyone, NEEDS, q="jonglieren") == []

    need.status = "published"
    need.save()
    need.delete()
    found = anyone.get(NEEDS, {"q": "jonglieren"}).context["results"]
    assert list(found.page) == []


def test_a_suspended_organisation_takes_its_entries_along(anyone):
    house = an_organisation()
    a_need(title="Da", organisation=house)
    assert titles(anyone, NEEDS) == ["Da"]

    house.status = "suspended"
    house.save()

    assert titles(anyone, NEEDS) == []
