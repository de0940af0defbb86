"""Pages of regions count what the search finds there, and lead to it."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.site import regions
from portal.site.gap_chart import chart_of, sentence_of
from portal.site.map_links import Narrowing, gathered
from portal.site.search.filters import SCOPES
from portal.site.search.live import process_search
from portal.site.search.results import results
from profiles.models import Site
from profiles.places.marks import Point
from profiles.places.regions import find_region
from tests.builders import a_company, a_need, a_site, an_offer, an_organisation

pytestmark = pytest.mark.django_db

SAXONY = "/regionen/sachsen/"


@pytest.fixture(autouse=True)
def _empty_index():
    """Nothing is remembered of what other tests rolled back."""
    process_search.forget()
    yield
    process_search.forget()


def hrefs(page) -> list[str]:
    found = re.findall(r'href="([^"]+)"', page.content.decode())
    return [href.replace("&amp;", "&") for href in found]


def test_a_site_knows_its_land_even_after_moving():
    site = an_organisation().sites.get()
    assert site.land == "SN"
    site.postcode = "50667"
    site.save(update_fields=["postcode"])
    assert Site.objects.get(pk=site.pk).land == "NW"


def test_a_land_counts_what_is_open_there_and_nothing_else():
    a_need(), a_need(status="draft"), a_need(in_="Köln")
    an_offer(organisation=a_company())
    a_need(organisation=an_organisation(status="suspended"))

    figures = regions.figures_by_land()

    assert figures["SN"] == regions.Figures(organisations=3, needs=1, offers=1)
    assert figures["NW"] == regions.Figures(organisations=1, needs=1, offers=0)
    assert figures["BE"] == regions.Figures()


def test_an_organisation_with_two_sites_in_a_land_counts_once():
    organisation = an_organisation()
    a_site(organisation, postcode="01067", place="Dresden", lat=51.05, lon=13.74)
    assert regions.figures_by_land()["SN"].organisations == 1
    assert regions.organisations_in(find_region("sachsen")).count() == 1
    assert regions.organisations_in(find_region("plz-01")).get() == organisation


@pytest.mark.parametrize("slug", ["sachsen", "plz-04", "berlin"])
def test_the_page_counts_as_the_search_does(client, slug):
    a_need(), a_need(in_="Halle"), an_offer(), an_offer(in_="Berlin")
    a_site(an_organisation(in_="Köln"), in_="Berlin")
    figures = client.get(f"/regionen/{slug}/").context["figures"]
    query = QueryDict(mutable=True)
    for name, values in regions.filter_of(find_region(slug)).items():
        query.setlist(name, values)
    assert figures.total == results(query, SCOPES["search"]).found.total


def test_the_overview_leads_to_every_land(client):
    found = set(hrefs(client.get("/regionen/")))
    for region in regions.land_regions():
        assert reverse("site:region", args=[region.slug]) in found


def test_a_region_leads_into_the_search(client):
    a_need(), an_offer()
    found = hrefs(client.get(SAXONY))
    assert "/bedarfe/?land=SN" in found
    assert "/angebote/?land=SN&competence=finance%2Faccounting" in found
    assert "/organisationen/?land=SN&kind=provider" in found
    assert "/suche/?land=SN&place=04109&radius=25" in found


def test_the_largest_gap_comes_first_and_is_said_in_a_sentence(client):
    for _number in range(3):
        a_need(competencies=("it/websites",))
    a_need(competencies=("finance/accounting",))
    an_offer(competencies=("finance/accounting",))

    gaps = regions.gaps(find_region("sachsen"))

    assert [(g.competence.slug, g.sought, g.offered) for g in gaps] == [
        ("it/websites", 3, 0),
        ("finance/accounting", 1, 1),
    ]
    page = client.get(SAXONY).content.decode()
    assert "Websites" in sentence_of(gaps)
    assert "3" in sentence_of(gaps)
    assert page.count('class="bar-sought"') == page.count('class="bar-offered"') == 2


def test_enough_offers_are_said_to_be_enough():
    an_offer()
    sentence = sentence_of(regions.gaps(find_region("sachsen")))
    assert sentence
    assert "Accounting" not in sentence
    assert sentence_of([]) == ""


def test_the_longest_bar_leaves_room_for_its_words():
    an_offer()
    a_need(), a_need()
    (row,) = chart_of(regions.gaps(find_region("sachsen"))).rows
    assert [bar.width for bar in row.bars] == ["68.00%", "34.00%"]


def test_an_empty_region_shows_a_way_on(client):
    page = client.get("/regionen/saarland/")
    assert page.status_code == 200
    assert reverse("matching:need-create") in hrefs(page)
    assert "/regionen/rheinland-pfalz/" in hrefs(page)


@pytest.mark.parametrize(
    "path", ["atlantis/", "plz-00/", "plz-4/", "SN/", "plz-041/", "sachsen%00/", "%F0%9F%98%80/"]
)
def test_unknown_regions_are_not_found(client, path):
    assert client.get(f"/regionen/{path}").status_code in {400, 404}
    if path[:3] != "sac":
        assert client.get(f"/regionen/{path}").status_code == 404


@pytest.mark.parametrize("address", ["/regionen/", SAXONY, "/regionen/plz-04/"])
def test_a_region_asks_the_database_as_often_for_fifty_as_for_two(client, address):
    def ask() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for _number in range(2):
        a_need(), an_offer()
    ask()
    few = ask()
    for number in range(24):
        a_need(competencies=(f"it/topic-{number}",)), an_offer()
    assert ask() == few <= 20


def test_the_search_shows_its_hits_on_a_map_and_keeps_what_was_asked(client):
    a_need(), a_need(), a_need(in_="Köln")
    page = client.get("/bedarfe/?format=advisory-hour&place=&page=1&map=1")
    circles = {mark.href: mark.count for mark in page.context["marks"]}
    assert sorted(circles.values()) == [1, 2]
    for href, count in circles.items():
        asked = parse_qs(urlsplit(href).query)
        assert asked["format"] == ["advisory-hour"]
        assert "page" not in asked
        assert client.get(href).context["results"].found.total == count


def test_without_hits_there_is_no_map(client):
    assert "map-picture" not in client.get("/suche/?map=1").content.decode()


def test_the_map_is_drawn_only_when_asked_for(client):
    a_need()
    page = client.get("/bedarfe/?format=advisory-hour").content.decode()
    assert "map-picture" not in page
    assert 'href="?format=advisory-hour&amp;map=1#map"' in page


def test_the_circle_of_a_link_holds_all_of_its_points():
    narrowing = Narrowing("/suche/", {"q": ["x"], "radius": ["5"]})
    near, href = narrowing.describe([Point(51.34, 12.37, 5), Point(51.05, 13.74)])
    assert near == "Leipzig"
    assert parse_qs(urlsplit(href).query)["radius"] == ["200"]


def test_a_circle_is_named_after_the_town_with_the_most_and_not_after_one_crowded_postcode():
    """Saxony's circle with Leipzig in it was called Grimma, which has only one postcode."""
    grimma, leipzig = Point(51.238, 12.728, 3), [Point(51.34, 12.374, 2), Point(51.32, 12.33, 2)]
    near, href = Narrowing("/suche/", {}).describe([grimma, *leipzig])
    assert near == "Leipzig"
    assert parse_qs(urlsplit(href).query)["place"][0].startswith("04")


def test_equal_points_are_gathered():
    points = np.array([(51.34, 12.37), (50.94, 6.96), (51.34, 12.37)])
    assert sorted(point.count for point in gathered(points)) == [1, 2]
    assert gathered(np.empty((0, 2))) == []


def test_the_legal_notice_names_the_source_of_the_outlines(client):
    assert "Natural Earth" in client.get(reverse("site:imprint")).content.decode()


def test_nothing_on_the_map_is_styled_inline_or_fetched_from_elsewhere(client):
    a_need()
    page = client.get(SAXONY).content.decode()
    picture = page[page.index('<figure class="map">') : page.index("</figure>")]
    assert "style=" not in picture
    assert "http" not in picture
