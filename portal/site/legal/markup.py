"""Markdown of the Servicestelle's texts → HTML that can do no harm and keeps its headings in order.

HTML in a text stays text, and links lead to web pages, mail addresses or telephones only; what comes
out is cleaned once more by an allow-list. Two marks are our own: `[[Anschrift]]` is something that
still has to be filled in, `{email}`, `{name}` and `{site}` are what the settings say.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import nh3
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

PLACEHOLDER: Final = re.compile(r"\[\[([^\[\]\n]{1,200})\]\]")
VALUE: Final = re.compile(r"\{(email|name|site)\}")
RULES: Final = (
    "heading", "list", "backticks", "blockquote", "hr", "emphasis", "link", "autolink", "entity", "escape",
    "newline",
)  # fmt: skip
TAGS: Final = {
    "h2", "h3", "h4", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "a", "mark", "blockquote",
    "code",
}  # fmt: skip
# "*": the library would let titles and languages through everywhere.
ATTRIBUTES: Final = {"*": set(), "a": {"href"}, "h2": {"id"}, "ol": {"start"}}
SCHEMES: Final = {"http", "https", "mailto", "tel"}
LOWEST: Final = 4


class Section(NamedTuple):
    """A heading of the second level, for the list at the top of a long page."""

    anchor: str
    title: str


class Rendered(NamedTuple):
    html: SafeString
    sections: list[Section]


def placeholders(text: str) -> list[str]:
    """What still has to be filled in, in the order of the text, each once."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def as_html(text: str) -> Rendered:
    """`text` as HTML and its sections. Never raises, whatever the text holds."""
    values = (settings.SERVICEDESK_EMAIL, settings.SERVICEDESK_NAME, settings.SITE_URL)
    return _as_html(text, *values)


# Texts change rarely and are read often; what the settings say is part of the key.
@lru_cache(maxsize=64)
def _as_html(text: str, email: str, name: str, site: str) -> Rendered:
    env = {"values": {"email": email, "name": name, "site": site}}
    tokens = _markdown.parse(text, env)
    sections = _put_headings_in_order(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, env)
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None,
        generic_attribute_prefixes=set(),
    )  # fmt: skip
    return Rendered(mark_safe(clean), sections)  # noqa: S308 -- cleaned in the line above


def _put_headings_in_order(tokens: list[Token]) -> list[Section]:
    """Make every heading one of level 2 to 4 and no level skipped: the page's title is level 1."""
    sections: list[Section] = []
    level = 1
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level = min(max(int(token.tag[1]), 2), level + 1, LOWEST)
            token.tag = f"h{level}"
            if level == 2:
                title = _words_of(tokens[place + 1])
                # The number keeps two headings of the same words apart.
                anchor = f"{slugify(title)[:60]}-{len(sections) + 1}".lstrip("-")
                token.attrs = {"id": f"teil-{anchor}"}
                sections.append(Section(f"teil-{anchor}", title))
        elif token.type == "heading_close":
            token.tag = f"h{level}"
    return sections


def _words_of(token: Token) -> str:
    return "".join(child.content for child in token.children or []).strip()


def _placeholder(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- the library's signature
    return _own_mark(state, "placeholder", PLACEHOLDER, silent=silent)


def _value(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- the library's signature
    return _own_mark(state, "value", VALUE, silent=silent)


def _own_mark(state: StateInline, kind: str, pattern: re.Pattern[str], *, silent: bool) -> bool:
    found = pattern.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _render_placeholder(
    _self: RendererProtocol, tokens: list[Token], place: int, _options: OptionsDict, _env: EnvType
) -> str:
    # The brackets stay: colour alone says nothing to many.
    return f"<mark>[{escape(tokens[place].content)}]</mark>"


def _render_value(
    _self: RendererProtocol, tokens: list[Token], place: int, _options: OptionsDict, env: EnvType
) -> str:
    what = tokens[place].content
    value = escape(env["values"][what])
    return f'<a href="mailto:{value}">{value}</a>' if what == "email" else str(value)


def _reader() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False}).enable(list(RULES))
    markdown.inline.ruler.before("emphasis", "placeholder", _placeholder)
    markdown.inline.ruler.before("emphasis", "value", _value)
    markdown.add_render_rule("placeholder", _render_placeholder)
    markdown.add_render_rule("value", _render_value)
    return markdown


_markdown: Final = _reader()
