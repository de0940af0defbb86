"""Importing needs and offers: of approved organisations, matched afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from matching.models import Need, Offer
from portal.foundation import history
from portal.site.importing import runs
from portal.site.models import Verdict
from tests.builders import (
    a_company,
    a_competence,
    a_membership,
    a_moderator,
    a_need,
    an_offer,
    an_organisation,
)
from tests.imports import a_csv, an_import, faults, only_line, stored

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEED = {
    "organisation": "Jugendhaus Süd", "title": "Zaun streichen", "description": "Der Zaun ist grau.",
    "kinds of help": "Action day, Advisory hour", "for whom": "Staff",
    "from": f"{TODAY:%d.%m.%Y}", "until": f"{TODAY + timedelta(days=30):%d.%m.%Y}",
    "how many": "8", "contact with minors": "ja", "Kennung": "A-1",
}  # fmt: skip
OFFER = NEED | {"organisation": "Kontor Nord", "title": "Ein Tag mit Pinseln", "Umkreis": "50 km"}


@pytest.fixture(autouse=True)
def organisations():
    return an_organisation("Jugendhaus Süd"), a_company("Kontor Nord", in_="Halle")


def need_import(*lines: dict, **options):
    return an_import(a_csv(*lines), kind="needs", **options)


def offer_import(*lines: dict):
    return an_import(a_csv(*lines), kind="offers")


def test_a_new_need_is_published_and_due_for_matching(organisations):
    a_competence()
    run = stored(need_import(NEED | {"Kompetenzen": "accounting", "what we give back": "Kuchen"}))
    need = Need.objects.get()
    assert (need.organisation, need.site.place) == (organisations[0], "Leipzig")
    assert (need.format, need.alternative_formats) == ("action-day", ["advisory-hour"])
    assert (need.people_needed, need.contact_with_minors, need.gives_back) == (8, True, "Kuchen")
    assert (need.status, need.import_key, need.replaces_no_staff) == ("published", "A-1", True)
    assert need.valid_until == need.ends_on
    assert need.matching_due_at
    assert [c.slug for c in need.competencies.all()] == ["finance/accounting"]
    assert history.of(need).get().by == run.confirmed_by


def test_a_new_need_can_wait_for_its_review():
    stored(need_import(NEED), status="submitted")
    need = Need.objects.get()
    assert need.status == "submitted"
    assert need.submitted_at
    assert need.matching_due_at is None
    assert need.published_at is None


def test_a_need_is_stored_only_with_the_word_that_it_replaces_nobody():
    run = need_import(NEED)
    with pytest.raises(runs.Refused, match="no paid professional"):
        stored(run, replaces_no_staff=False)


def test_a_new_offer_is_stored_with_what_it_excludes():
    stored(offer_import(OFFER | {"contact with minors": "nein"}))
    offer = Offer.objects.get()
    assert (offer.formats, offer.target_groups) == (["action-day", "advisory-hour"], ["staff"])
    assert (offer.capacity, offer.excludes, offer.radius_km) == (8, ["contact-with-minors"], 50)


def test_a_postcode_where_the_organisation_has_no_site_gives_it_one(organisations):
    stored(
        need_import(NEED | {"PLZ": "50667"}, NEED | {"PLZ": "50667", "title": "B", "Kennung": "2"})
    )
    assert {need.site.place for need in Need.objects.all()} == {"Köln"}
    assert organisations[0].sites.count() == 2
    assert organisations[0].sites.get(is_main=True).place == "Leipzig"


def test_its_identifier_makes_an_import_repeatable():
    stored(need_import(NEED))
    assert only_line(need_import(NEED)).verdict == Verdict.UNCHANGED
    run = need_import(NEED | {"title": "Zaun lackieren", "how many": "9"})
    line = only_line(run)
    assert [change["name"] for change in line.changes] == ["title", "people_needed"]
    long_ago = timezone.now() - timedelta(days=100)
    Need.objects.update(confirmed_at=long_ago, ask_at=None)
    stored(run)
    need = Need.objects.get()
    assert (need.title, need.people_needed, need.status) == ("Zaun lackieren", 9, "published")
    assert need.confirmed_at > long_ago
    assert need.ask_at
    assert need.matching_generation == 2


def test_without_identifier_title_and_first_day_tell_that_it_is_the_same():
    plain = {name: value for name, value in NEED.items() if name != "Kennung"}
    stored(need_import(plain))
    assert only_line(need_import(plain)).verdict == Verdict.UNCHANGED
    later = plain | {"from": f"{TODAY + timedelta(days=3):%d.%m.%Y}"}
    line = only_line(need_import(later))
    assert (line.verdict, line.choice) == (Verdict.DUPLICATE, "skip")
    assert line.candidates[0]["changes"][0]["name"] == "starts_on"


def test_the_wish_among_several_kinds_of_help_is_the_first():
    stored(need_import(NEED))
    line = only_line(need_import(NEED | {"kinds of help": "Advisory hour, Action day"}))
    assert line.changes[0]["old"] == "Action day, Advisory hour"


@pytest.mark.parametrize("status", ["paused", "draft", "returned"])
def test_what_is_paused_or_unpublished_stays_so(organisations, status):
    need = a_need(organisation=organisations[0], status=status, import_key="A-1")
    stored(need_import(NEED))
    need.refresh_from_db()
    assert (need.status, need.title) == (status, "Zaun streichen")


def test_what_has_ended_is_not_changed(organisations):
    a_need(organisation=organisations[0], status="closed", import_key="A-1")
    assert "has ended" in faults(need_import(NEED))[0]


def test_an_offer_never_falls_below_what_has_been_promised(organisations):
    an_offer(organisation=organisations[1], capacity=5, capacity_taken=3, import_key="A-1")
    assert "already been promised" in faults(offer_import(OFFER | {"how many": "2"}))[0]
    free = {name: value for name, value in OFFER.items() if name != "how many"} | {"noch frei": "4"}
    stored(offer_import(free))
    offer = Offer.objects.get()
    assert (offer.capacity, offer.capacity_left) == (7, 4)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"organisation": "Gibt es nicht"}, "no organisation “Gibt es nicht” here"),
        ({"organisation": "Jugendhaus Süt"}, "Did you mean “Jugendhaus Süd”?"),
        ({"organisation": "Wartend"}, "not approved"),
        ({"organisation": "Kontor Nord"}, "does not post this"),
        ({"from": "31.02.2027"}, "no date"),
        ({"from": "1.3.27"}, "no date"),
        ({"until": "01.01.2020"}, "before the beginning"),
        ({"from": "01.01.2020", "until": "01.02.2020"}, "period is over"),
        ({"how many": "0"}, "no whole number from 1 to 999"),
        ({"how many": "viele"}, "no whole number"),
        ({"for whom": "Staff, Families"}, "not known here"),
        ({"contact with minors": "vielleicht"}, "neither yes nor no"),
        ({"title": ""}, "This cell is empty"),
        ({"title": "x" * 121}, "120 are possible"),
    ],
)
def test_a_line_that_cannot_be_posted_says_why(cells, sentence):
    an_organisation("Wartend", status="submitted")
    assert sentence in faults(need_import(NEED | cells))[0]


def test_among_namesakes_the_postcode_tells_who_is_meant(organisations):
    other = an_organisation("Jugendhaus Süd", in_="Köln")
    assert "several organisations" in faults(need_import(NEED))[0]
    stored(need_import(NEED | {"PLZ": "50667"}))
    assert Need.objects.get().organisation == other


def test_an_entry_of_somebody_else_is_not_taken_away(settings):
    need = a_need(organisation=an_organisation("Fremd"), import_key="A-1")
    assert "belongs to “Fremd”" in faults(need_import(NEED))[0]
    address = settings.SITE_URL + need.get_absolute_url()
    assert (
        "belongs to “Fremd”" in faults(need_import(NEED | {"address": address, "Kennung": ""}))[0]
    )
    offer = settings.SITE_URL + an_offer().get_absolute_url()
    assert "leads to nothing" in faults(need_import(NEED | {"address": offer, "Kennung": ""}))[0]


def test_nobody_posts_for_their_own_organisation_by_an_import(organisations):
    moderator = a_moderator(language="en")
    a_membership(organisations[0], moderator)
    run = need_import(NEED, by=moderator)
    with pytest.raises(runs.Refused, match="You are a member of “Jugendhaus Süd”"):
        stored(run)


def test_many_lines_take_no_more_queries_than_few(django_assert_max_num_queries):
    def lines(start: int, count: int) -> list[dict]:
        return [NEED | {"title": f"{n} {n * 7919} {n}", "Kennung": f"K{n}"}
                for n in range(start, start + count)]  # fmt: skip

    with django_assert_max_num_queries(190) as few:
        stored(need_import(*lines(0, 2)))
        stored(need_import(*(line | {"how many": "3"} for line in lines(0, 2))))
        at_two = len(few)
    with django_assert_max_num_queries(at_two + 12):
        stored(need_import(*lines(1000, 150)))
        stored(need_import(*(line | {"how many": "3"} for line in lines(1000, 150))))
    assert Need.objects.filter(people_needed=3).count() == 152
