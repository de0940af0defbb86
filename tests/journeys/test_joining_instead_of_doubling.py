"""A colleague registers the same organisation again, and is led to its team instead."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from profiles.models import JoinRequest, Membership, Organisation, Role
from tests.builders import a_user, an_organisation
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

MESSAGE = "Ich leite seit August die Werkstatt."


@pytest.fixture
def owner():
    return a_user("Olga Leitung")


@pytest.fixture
def house(owner):
    return an_organisation("Jugendhaus Feldweg e. V.", owner=owner)


def register(person: Person, name: str) -> None:
    person.open("/organisation/neu/")
    person.fill(
        name=name,
        description="Wir sind ein offenes Haus für Jugendliche im Leipziger Osten.",
        **{"site-postcode": "04109"},
        contact_name="Kai Kollege",
        contact_email="kai@feldweg.example",
    )
    person.tick("kind", "provider")


def is_led_to_the_team(kai: Person, house: Organisation) -> None:
    kai.press(_("Save profile"))
    assert kai.reads(_("Is it one of these?"), house.name)
    assert kai.fits_the_screen()
    assert not Organisation.objects.exclude(pk=house.pk).exists()
    kai.follow(house.name)
    kai.fill(message=MESSAGE)
    kai.press(_("Send the request"))
    assert kai.reads(_("Your request is on its way to the owners."))
    assert kai.reads(house.name)


def decide(olga: Person, owner, answer: str) -> None:
    link = olga.link_in_mail(owner.email, r"/organisation/[\w-]+/team/")
    olga.sign_in(owner.email)
    assert olga.reads("Kai Kollege")
    olga.open(link)
    assert olga.reads(MESSAGE)
    olga.press(answer, about="Kai Kollege")


def test_the_same_name_nearby_leads_to_the_team_that_lets_the_person_in(people, owner, house):
    asking = a_user("Kai Kollege")
    kai, olga = people(), people()
    with translation.override("de"):
        kai.sign_in(asking.email)
        register(kai, "Jugendhaus Feldweg")
        is_led_to_the_team(kai, house)
        decide(olga, owner, _("Let in"))
        kai.open(kai.link_in_mail(asking.email, r"/schreibtisch/"))
        assert kai.reads(_("My desk"), house.name)
    assert Membership.objects.get(user=asking).role == Role.MEMBER
    assert not JoinRequest.objects.exists()


def test_the_same_website_leads_there_too_and_a_refusal_is_told(people, owner, house):
    house.website = "https://feldweg.example/"
    house.save()
    asking = a_user("Kai Kollege")
    kai, olga = people(java_script_enabled=False), people()
    with translation.override("de"):
        kai.sign_in(asking.email)
        register(kai, "Werkstatt im Feldweg")
        kai.page.get_by_text(_("Tell more (you can also do this later)")).click()
        kai.fill(website="www.feldweg.example/werkstatt")
        is_led_to_the_team(kai, house)
        decide(olga, owner, _("Decline"))
        assert kai.mail(asking.email, house.name)
    assert not Membership.objects.filter(user=asking).exists()
