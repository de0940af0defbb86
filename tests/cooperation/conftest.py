"""What several tests of cooperation begin with."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.builders import (
    a_company,
    a_cooperation,
    a_membership,
    a_moderator,
    a_need,
    a_user,
    an_enquiry,
    an_offer,
    an_organisation,
)

# Midday in Berlin on a Wednesday; the clocks change on 28 March and 31 October 2027.
NOW = datetime(2027, 3, 10, 11, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sides(db):
    """(person of the Träger, person of the company, their running cooperation)."""
    sina, hakan = a_user("Sina Suchend"), a_user("Hakan Helfend")
    cooperation = a_cooperation(
        status="active",
        need=a_need(organisation=an_organisation("Jugendhaus Süd", owner=sina)),
        offer=an_offer(organisation=a_company("Kontor Nord", owner=hakan)),
    )
    return sina, hakan, cooperation


@pytest.fixture
def people():
    """Owners of the Träger and of the company, a colleague of each."""
    return {
        "Paula": a_user("Paula Träger"), "Petra": a_user("Petra Kollegin"),
        "Cem": a_user("Cem Unternehmen"), "Carla": a_user("Carla Kollegin"),
    }  # fmt: skip


@pytest.fixture
def enquiry(people):
    """Open: the company offers the Träger its help."""
    provider = an_organisation("Jugendhaus Süd", owner=people["Paula"])
    company = a_company("Kontor Nord", owner=people["Cem"])
    a_membership(provider, people["Petra"])
    a_membership(company, people["Carla"])
    return an_enquiry(need=a_need(organisation=provider), offer=an_offer(organisation=company))


@pytest.fixture
def moderator(settings):
    settings.ADMIN_REQUIRES_MFA = False
    return a_moderator()
