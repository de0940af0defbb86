"""What the journeys share: people, each with a browser of their own."""

import sys

import pytest

from tests.journeys.person import Person


@pytest.fixture
def people(browser, live_server, worker, mail_catcher, settings):
    settings.SITE_URL = live_server.url
    opened = []

    def person(kind: type[Person] = Person, **habits) -> Person:
        opened.append(kind(browser, live_server.url, mail_catcher, **habits))
        return opened[-1]

    yield person
    for one in opened:
        # Shown by pytest when the test has failed.
        sys.stdout.write(f"{one.page.url}\n{one.page.locator('body').inner_text()}\n")
        one.context.close()
