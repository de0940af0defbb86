"""What a page weighs on the wire: a phone far from the city opens it quickly, and again at once."""

import pytest

from tests.builders import a_company, a_need, an_offer, an_organisation
from tests.face import production

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KILOBYTE = 1000
FIRST_VIEW, AFTERWARDS = 100 * KILOBYTE, 30 * KILOBYTE
PAGES = ["/", "/organisationen/", "/bedarfe/"]


@pytest.fixture
def address(transactional_db, tmp_path):
    for number in range(15):  # more than a page of each
        an_organisation(f"Jugendhaus am Weiher {number}")
        a_company(f"Werkstatt Lindenhof {number}")
        a_need(title=f"Wer übt mit uns Bewerbungen? Gruppe {number}")
        an_offer(title=f"Zwei Stunden Buchhaltung im Monat {number}")
    with production.served(tmp_path / "static") as address:
        yield address


def weigh(page, path: str) -> int:
    """The bytes that opening `path` transfers: heads and bodies, as packed as they come."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    session.detach()
    return int(sum(sizes))


@pytest.mark.parametrize("width", [360, 1280])
def test_home_and_directory_are_light(browser, address, width):
    for path in PAGES:
        context = browser.new_context(
            base_url=address, locale="de-DE", viewport={"width": width, "height": 800}
        )
        page = context.new_page()
        first, again = weigh(page, path), weigh(page, path)
        assert first <= FIRST_VIEW, (path, first)
        assert again <= AFTERWARDS, (path, again)
        context.close()
