"""The styleguide shows what there is, and its colours can be read."""

import pytest

from portal.foundation.templatetags.components import (
    BLOCK_COMPONENTS,
    SIMPLE_COMPONENTS,
    STATUS_LOOKS,
)
from portal.site.styleguide import colours
from portal.site.styleguide.samples import PARTS_DIR, icons
from tests.builders import a_moderator, a_user


@pytest.mark.parametrize("pair", [*colours.contrasts("light"), *colours.contrasts("dark")], ids=str)
def test_every_pair_of_colours_can_be_told_apart(pair):
    assert pair.is_enough


def test_contrast_is_measured_as_wcag_does():
    assert colours.ratio("#fff", "#000000") == 21
    assert colours.ratio("#0B5563".lower(), "#fbf8f3") == 7.95


@pytest.mark.parametrize("name", [*SIMPLE_COMPONENTS, *BLOCK_COMPONENTS])
def test_no_component_is_missing(name):
    source = "".join(path.read_text() for path in PARTS_DIR.glob("*.html"))
    assert f"{{% {name} " in source


@pytest.mark.django_db
def test_every_status_and_every_icon_is_shown(client):
    client.force_login(a_moderator())
    page = client.get("/styleguide/").content.decode()
    assert page.count('class="status ') == len(STATUS_LOOKS)
    assert all(f"#{name}" in page for name in icons())
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_only_makers_learn_that_it_is_there(client, settings):
    assert client.get("/styleguide/").status_code == 404
    client.force_login(a_user())
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200
