"""What people write into legal texts becomes harmless HTML with its headings in order."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.site.legal.markup import ATTRIBUTES, LOWEST, TAGS, as_html, placeholders
from portal.site.models.legal_text import TEXT_MAX


class Reader(HTMLParser):
    """Collects elements, attributes and levels of headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Reader(html).elements:
        assert tag in TAGS, tag
        assert set(attributes) <= ATTRIBUTES.get(tag, set()), (tag, attributes)
        address = attributes.get("href") or ""
        assert not re.match(r"\s*(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", address, re.I), (
            address
        )


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![Bild](javascript:alert(1))",
    "[hier](javascript:alert(1))",
    "[hier](JaVaScRiPt:alert(1))",
    "[hier](java&#115;cript:alert(1))",
    "[hier](data:text/html;base64,PHNjcmlwdD4=)",
    "[hier](vbscript:msgbox)",
    "<javascript:alert(1)>",
    '[hier](https://x.example "onclick=alert(1)")',
    '[hier](https://x.example" onclick="alert(1))',
    '<a href="#" onclick="alert(1)">hier</a>',
    "<p style='position:fixed'>",
    "[[<script>alert(1)</script>]]",
    '[["><img src=x onerror=alert(1)>]]',
    "## <svg/onload=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    "<!-- -->", "<![CDATA[x]]>", "</div></main><h1>",
])  # fmt: skip
def test_what_could_do_harm_stays_text(text):
    html = as_html(text).html
    assert_harmless(html)
    assert "<script" not in html
    assert "onclick=" not in re.sub(r">[^<]*<", "><", html)


@pytest.mark.parametrize("text", [
    "", "\n", "#", "[[", "]]", "[[]]", "[[\n]]", "[](", "[x](", "**", "- - - -", "> > > >",
    "1. 1. 1.", "{email", "{}", "\\", "&#0;", "&#x110000;", "\ufeff\u202e", "😀" * 1000,
])  # fmt: skip
def test_broken_markup_is_shown_as_it_can_be(text):
    assert_harmless(as_html(text).html)


@pytest.mark.parametrize("piece", [
    "*", "[", "[[", "> ", "- ", "#", "(", "<", "`", "**a ", "[a](", "{email}", "[[x]]", "&", "\\",
    "1. ", "_a*", "](", "  - a\n", "## a\n",
])  # fmt: skip
def test_the_longest_text_is_read_in_a_moment(piece):
    text = (piece * TEXT_MAX)[:TEXT_MAX]
    begin = time.perf_counter()
    html = as_html(text).html
    assert time.perf_counter() - begin < 5
    assert_harmless(html)


@given(st.text(alphabet=st.sampled_from("#*[](){}<>`-_\\!:/ \n\"'&ascriptjv1."), max_size=200))
def test_whatever_is_typed_comes_out_harmless_and_in_order(text):
    html = as_html(text).html
    assert_harmless(html)
    level = 1
    for tag, _attributes in Reader(html).elements:
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            assert 2 <= int(tag[1]) <= min(level + 1, LOWEST)
            level = int(tag[1])


def test_headings_begin_below_the_title_and_skip_nothing():
    html = as_html("# Eins\n\n#### Zwei\n\n##### Drei\n\n###### Vier\n\n## Fünf").html
    levels = [tag for tag, _ in Reader(html).elements if tag.startswith("h")]
    assert levels == ["h2", "h3", "h4", "h4", "h2"]


def test_sections_can_be_jumped_to_even_if_two_have_the_same_name():
    rendered = as_html("## Löschen\n\n## Löschen\n\n## 🙂")
    anchors = [section.anchor for section in rendered.sections]
    assert len(set(anchors)) == 3
    for anchor in anchors:
        assert f'<h2 id="{anchor}">' in rendered.html


def test_what_is_missing_is_marked_and_counted():
    text = "[[Anschrift]] und [[Anschrift]] und [[Telefon]]"
    assert placeholders(text) == ["Anschrift", "Telefon"]
    assert as_html(text).html.count("<mark>[Anschrift]</mark>") == 2


def test_values_come_from_the_settings_and_are_escaped(settings):
    settings.SERVICEDESK_EMAIL = "hilfe@servicestelle.example"
    settings.SERVICEDESK_NAME = "A & <B>"
    html = as_html("{email} {name} {site} {anderes}").html
    assert '<a href="mailto:hilfe@servicestelle.example">hilfe@servicestelle.example</a>' in html
    assert "A &amp; &lt;B&gt;" in html
    assert settings.SITE_URL in html
    assert "{anderes}" in html


def test_a_link_of_the_portal_and_one_to_elsewhere_work():
    html = as_html("[hier](/barriere-melden/) und <https://amt.example/>, <tel:+4930123456>").html
    assert '<a href="/barriere-melden/">hier</a>' in html
    assert '<a href="https://amt.example/">' in html
    assert '<a href="tel:+4930123456">' in html
