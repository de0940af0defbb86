"""How the portal looks where somebody passes a link on, or puts it on a home screen."""

import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from portal.foundation.templatetags.components import DRAWINGS
from portal.site.styleguide.samples import STATIC
from portal.site.templatetags.public_pages import CARD_SIZE
from tests.builders import a_need, a_user

SITE = "http://localhost:8000"


def told(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', page))


@pytest.mark.django_db
def test_a_link_becomes_a_card_with_title_words_and_picture(client):
    need = a_need(title='Wer rechnet "mit" <uns> & wann?')
    page = client.get(need.get_absolute_url()).content.decode()
    card = told(page)
    assert card["title"] == "Wer rechnet &quot;mit&quot; &lt;uns&gt; &amp; wann?"
    assert card["description"]
    assert card["url"] == f"{SITE}{need.get_absolute_url()}"
    assert card["image"].startswith(f"{SITE}/static/img/social-card")
    assert card["locale"] == "de_DE"
    assert page.count("<title>") == 1


@pytest.mark.django_db
def test_a_page_for_one_person_names_no_address(client):
    client.force_login(a_user())
    assert "url" not in told(client.get("/schreibtisch/").content.decode())


def test_the_manifest_names_icons_that_there_are(client):
    answer = client.get("/site.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    for icon in answer.json()["icons"]:
        width = int(icon["sizes"].partition("x")[0])
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert picture.size == (width, width)


@pytest.mark.parametrize(
    ("name", "size"),
    [("social-card", CARD_SIZE), ("apple-touch-icon", (180, 180)), ("favicon-32", (32, 32))],
)
def test_pictures_for_others_have_the_size_that_they_ask_for(name, size):
    path = STATIC / "img" / f"{name}.png"
    with Image.open(path) as picture:
        assert picture.size == size
    assert path.stat().st_size <= 80_000


@pytest.mark.parametrize("path", sorted((STATIC / "img").glob("*.svg")), ids=lambda path: path.stem)
def test_drawings_are_small_and_fetch_nothing(path):
    source = path.read_text()
    assert len(source.encode()) < 3072
    assert "href" not in source
    assert "<script" not in source


@pytest.mark.parametrize(("name", "size"), DRAWINGS.items())
def test_drawings_are_shown_in_their_own_size(name, size):
    source = (STATIC / "img" / f"{name}.svg").read_text()
    assert 'width="{}" height="{}"'.format(*size) in source
