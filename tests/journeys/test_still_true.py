"""A company is asked by mail whether its offer is still true, and pauses it without signing in."""

import re
import sys
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from matching import tasks
from matching.models import Offer
from portal.foundation import history, outbox
from tests.builders import a_company, a_user, an_offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Ein Abend Buchhaltung für Vereine"


@pytest.fixture
def page(browser, live_server, settings):
    settings.SITE_URL = live_server.url
    context = browser.new_context(
        base_url=live_server.url, locale="de-DE", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    sys.stdout.write(f"{page.url}\n{page.locator('body').inner_text()}\n")
    context.close()


def links_in_the_mail(mails, to: str) -> list[str]:
    (path,) = mails.glob("*.eml")
    mail = path.read_text(errors="replace").replace("=\n", "").replace("=3D", "=")
    assert to in mail
    return list(dict.fromkeys(re.findall(r"/noch-aktuell/[\w:-]+/", mail)))


def test_pausing_by_the_link_of_a_mail_takes_an_offer_out_of_the_search(page, mail_catcher):
    tom = a_user("Tom Birkenhain")
    long_ago = timezone.now() - timedelta(days=61)
    offer = an_offer(
        organisation=a_company("Kanzlei Birkenhain", owner=tom),
        title=TITLE,
        created_by=tom,
        confirmed_at=long_ago,
        ask_at=long_ago + timedelta(days=60),
    )
    with translation.override("de"):
        page.goto("/angebote/")
        assert TITLE in page.locator("main").inner_text()
        tasks.ask_whether_still_true()
        outbox.sweep()
        of_one, _of_all = links_in_the_mail(mail_catcher, tom.email)

        response = page.goto(of_one)
        assert response.headers["referrer-policy"] == "same-origin"
        assert TITLE in page.locator("main").inner_text()
        assert Offer.objects.get().status == "published"
        with page.expect_navigation():
            page.get_by_role("button", name=_("Pause")).click()
        assert TITLE in page.locator("main").inner_text()
        assert page.get_by_role("button", name=_("Pause")).count() == 0

        page.goto("/angebote/")
        assert TITLE not in page.locator("main").inner_text()
    event = history.of(offer).first()
    assert (event.event, event.by) == ("paused by mail", tom)
