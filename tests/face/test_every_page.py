"""Every page of the portal, as each role: without barriers, valid, quiet, and from one origin."""

from urllib.parse import urlsplit

import pytest

from tests.face import addresses, opinions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# All rules in both widths; of the scheme depend the contrasts only, which are read in all four.
LOOKS = [("light", 1280, True), ("dark", 1280, False), ("dark", 320, True), ("light", 320, False)]


def test_every_address_has_a_page_that_is_looked_at():
    assert addresses.without_a_page() == set()


class Watch:
    """What a browser page complains about, and what it asks of other origins."""

    def __init__(self, page, origin: str) -> None:
        self.complaints: list[str] = []
        self.page, self.origin = page, origin
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message) -> None:
        # Pages that refuse or miss something are pages too: their own status is no complaint.
        is_own_status = message.location["url"] == self.page.url and "status of 4" in message.text
        if message.type in {"error", "warning"} and not is_own_status:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if (
            parts.scheme not in {"data", "blob"}
            and f"{parts.scheme}://{parts.netloc}" != self.origin
        ):
            self.complaints.append(f"another origin: {request.url}")


def look_at(page) -> list[str]:
    """What axe finds in both schemes, narrow and wide, and whether something sticks out."""
    found = []
    # A mail in the gallery is a letter, not a page with landmarks and a heading of its own.
    is_mail = "/mails/" in page.url and page.url.endswith("/html/")
    rules = opinions.WCAG if is_mail else opinions.RULES
    for scheme, width, is_whole in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        found += [
            f"{scheme} {width}: {one}"
            for one in opinions.of_axe(page, rules if is_whole else opinions.CONTRASTS)
        ]
        sticks_out = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sticks_out > 0:
            found.append(f"{scheme} {width}: {sticks_out} px stick out sideways")
    return found


@pytest.mark.usefixtures("second_opinions")
@pytest.mark.parametrize("role", addresses.ROLES)
def test_every_page_of_a_role(role, browser_of, live_server, people, things, tmp_path):
    context = browser_of(role)
    page = context.new_page()
    watch = Watch(page, live_server.url)
    wrong, sources = [], {}
    for path in addresses.of_role(role, people, things):
        answer = context.request.get(path)
        if answer.status == 405 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        where = urlsplit(answer.url).path
        if where in sources:
            continue
        sources[where] = answer.text()
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        found = look_at(page) + watch.complaints
        watch.complaints.clear()
        wrong += [f"{path} {one}" for one in found]
    wrong += opinions.of_nu(sources, tmp_path / "pages")
    assert not wrong, "\n".join(wrong)
    assert len(sources) > 10
