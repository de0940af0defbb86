"""What the tests of pages share: people on both sides, and a complete form."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import a_company, a_competence, a_user, an_organisation


@pytest.fixture
def signed_in():
    """Gives a client that is signed in as `user` and reads English."""

    def client_of(user) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return client_of


@pytest.fixture
def anyone():
    """Somebody who is not signed in and reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def provider(db):
    """An approved Träger in Leipzig and its owner, as (organisation, person)."""
    owner = a_user("Paula Träger")
    return an_organisation("Jugendhaus Süd", owner=owner), owner


@pytest.fixture
def company(db):
    """An approved company in Leipzig and its owner, as (organisation, person)."""
    owner = a_user("Cem Kontor")
    return a_company("Kontor Nord", owner=owner), owner


@pytest.fixture
def need_answers(provider):
    """Everything that the form of a need asks for."""
    today = timezone.localdate()
    a_competence("finance/accounting")
    return {
        "title": "Wer bringt Ordnung in unsere Buchhaltung?",
        "description": "Drei Ordner voller Belege warten.",
        "competencies": ["finance/accounting"],
        "format": "advisory-hour",
        "alternative_formats": ["training"],
        "target_group": "staff",
        "site": str(provider[0].sites.get().public_id),
        "radius_km": "40",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
        "people_needed": "2",
        "languages": ["de", "en"],
        "gives_back": "Eine Führung durchs Haus.",
        "replaces_no_staff": "on",
    }


@pytest.fixture
def offer_answers(company):
    """Everything that the form of an offer asks for."""
    today = timezone.localdate()
    return {
        "title": "Zwei Stunden Steuerberatung",
        "description": "Unsere Kanzlei berät Vereine.",
        "formats": ["advisory-hour"],
        "site": str(company[0].sites.get().public_id),
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
        "capacity": "2",
        "languages": ["de"],
        "min_notice_days": "7",
    }
