"""From the mail's link to written-down hours: on a phone, without JavaScript, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cooperation import answer_links
from cooperation.models import CooperationSide, WorkLog
from tests.builders import PASSWORD, a_company, a_cooperation, a_user, an_appointment, an_offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(browser, live_server, settings):
    settings.SITE_URL = live_server.url
    context = browser.new_context(
        base_url=live_server.url,
        locale="de-DE",
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def is_wider_than_the_screen(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") > 360


def test_an_appointment_is_answered_noted_and_followed_by_the_next(phone):
    hakan = a_user("Hakan Helfend")
    cooperation = a_cooperation(
        status="active", offer=an_offer(organisation=a_company(owner=hakan))
    )
    past = an_appointment(cooperation, in_days=-1, place="https://video.example/" + "raum" * 30)

    phone.goto(answer_links.url_of(past, hakan, CooperationSide.OFFERING))
    phone.locator('button[value="took_place"]').click()
    past.refresh_from_db()
    assert past.offering_says == "took_place"

    # The way on leads over signing in.
    phone.locator("main a.button").click()
    phone.locator('[name="login"]').fill(hakan.email)
    phone.locator('[name="password"]').fill(PASSWORD)
    phone.locator('main form button[type="submit"]').first.click()
    assert phone.locator('[name="hours"]').input_value() == "1.5"
    phone.locator("main form .actions button").click()
    assert WorkLog.objects.get().appointment == past

    phone.goto(reverse("cooperation:appointment-propose", args=[cooperation.public_id]))
    day = timezone.localdate() + timedelta(days=9)
    for name, value in {"title": "Weiter", "day": day.isoformat(), "starts": "09:00",
                        "ends": "11:00"}.items():  # fmt: skip
        phone.locator(f'main [name="{name}"]').fill(value)
    phone.locator("main form .actions button").click()
    assert cooperation.appointments.ahead().get().title == "Weiter"
    for address in (
        reverse("cooperation:appointments", args=[cooperation.public_id]) + "?past=1",
        past.get_absolute_url(),
        reverse("cooperation:hours", args=[cooperation.public_id]),
    ):
        phone.goto(address)
        assert not is_wider_than_the_screen(phone), address
