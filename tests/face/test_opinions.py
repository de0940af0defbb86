"""The second opinions do find what is wrong: a check that cannot fail would be none."""

import pytest

from tests.face import opinions

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("second_opinions")]

GOOD = (
    '<!doctype html><html lang="de"><head><title>Gut</title></head>'
    "<body><main><h1>Guten Tag</h1></main></body></html>"
)
FAULTS = {
    "color-contrast": '<p style="color:#bbb;background:#fff">Kaum zu lesen</p>',
    "image-alt": '<img src="data:,">',
    "label": "<input>",
    "heading-order": "<h4>Zu tief</h4>",
    "target-size": '<style>a{font-size:8px}</style><a href="/1">1</a><a href="/2">2</a>',
}


def with_body(extra: str) -> str:
    return GOOD.replace("</main>", f"{extra}</main>")


@pytest.mark.parametrize("rule", FAULTS)
def test_axe_finds_a_planted_fault(browser, rule):
    page = browser.new_page()
    page.set_content(with_body(FAULTS[rule]))
    assert any(found.startswith(rule) for found in opinions.of_axe(page))
    page.close()


def test_the_contrasts_can_be_read_alone(browser):
    page = browser.new_page()
    page.set_content(with_body(FAULTS["color-contrast"] + FAULTS["label"]))
    found = opinions.of_axe(page, opinions.CONTRASTS)
    assert {one.split(":")[0] for one in found} == {"color-contrast"}
    page.close()


def test_a_good_page_has_no_faults(browser, tmp_path):
    page = browser.new_page()
    page.set_content(GOOD)
    assert opinions.of_axe(page) == []
    assert opinions.of_nu({"/gut/": GOOD}, tmp_path) == []
    page.close()


def test_the_nu_checker_finds_a_planted_fault(tmp_path):
    broken = with_body("<p><div>Absatz im Absatz</div></p>")
    found = opinions.of_nu({"/gut/": GOOD, "/schlecht/": broken}, tmp_path)
    assert found
    assert all(one.startswith("/schlecht/") for one in found)
