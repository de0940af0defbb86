"""The style sheets stay small, and nothing is carried that nobody uses."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from portal.site.styleguide.samples import STATIC, icons

ROOT = STATIC.parent
STYLES = sorted((STATIC / "css").glob("*.css"))
PLACES = ("templates", "portal", "profiles", "matching", "cooperation", "static/js")
# Written by Django, allauth or the form templates, or put together from a code.
PUT_TOGETHER = re.compile(
    r"(button|card|chip|status|panel|notice|notice-line|timeline|field|letter-of|guide|bar|map)-"
)


@cache
def sources(*suffixes: str) -> str:
    """Everything that may name a class or an icon, without the tests."""
    wanted = [
        path
        for place in PLACES
        for path in (ROOT / place).rglob("*")
        if path.suffix in suffixes and "migrations" not in path.parts
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in wanted)


@cache
def used_classes() -> set[str]:
    """Words in class attributes, whatever condition they stand behind, and all strings of scripts."""
    marked = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", sources(".html", ".py"))
    named = re.findall(r"""class=\\?"([^"]*)"|"class": f?"([^"]*)\"""", marked)
    named += re.findall(r"""["'`]([\w\s.:>,-]*)["'`]()""", sources(".js"))
    return set(re.findall(r"[\w-]+", " ".join(" ".join(pair) for pair in named)))


def classes(path: Path) -> set[str]:
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)|\{[^{}]*\}", " ", path.read_text(), flags=re.DOTALL)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", rules))


@pytest.mark.parametrize("path", [s for s in STYLES if s.stem != "admin"], ids=lambda s: s.stem)
def test_every_class_is_used(path):
    unused = {name for name in classes(path) - used_classes() if not PUT_TOGETHER.match(name)}
    assert unused == set()


@pytest.mark.parametrize("name", icons())
def test_every_icon_is_used(name):
    assert re.search(rf"""["']{name}["']""", sources(".html", ".py"))


def test_every_icon_that_a_template_names_is_there():
    named = re.findall(
        r"""(?:\bicon|icon_after|kicker_icon)[ =]"([\w-]+)["]""", sources(".html", ".py")
    )
    assert set(named) - set(icons()) == set()


def test_all_styles_together_are_small():
    whole = b"".join(path.read_bytes() for path in STYLES)
    assert len(gzip.compress(whole, 9)) <= 20 * 1024


def test_all_fonts_together_are_small():
    assert sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")) <= 120 * 1024


def test_what_only_the_administration_needs_is_not_loaded_by_everybody():
    frame = (ROOT / "templates" / "base.html").read_text()
    loaded = set(re.findall(r"css/(\w+)\.css", frame))
    assert loaded == {path.stem for path in STYLES} - {"admin", "conversation", "styleguide"}


def test_colours_are_named_once():
    """Dark mode, print and forced colours rely on it."""
    for path in STYLES:
        if path.stem in {"tokens", "admin"}:
            continue
        colours = re.findall(r"#[0-9a-f]{3,8}\b", path.read_text())
        assert set(colours) <= {"#fff", "#ffd977"}, path.name
