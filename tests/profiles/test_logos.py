"""Logos: words that go with them, and the widths in which they are stored."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.urls import reverse
from PIL import Image

from profiles.logo_renewal import renew_old_logos
from profiles.models import Organisation
from tests.builders import a_user, an_organisation
from tests.hostile_files import picture
from tests.profiles.test_organisations import a_picture, answers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def own(client):
    organisation = an_organisation("Haus Süd", owner=a_user("Olga Leitung"))
    client.force_login(organisation.memberships.get().user)
    return organisation


@pytest.fixture
def save(client, own):
    def post(**changed):
        address = reverse("profiles:organisation-edit", args=[own.slug])
        response = client.post(address, answers(name=own.name, **changed))
        own.refresh_from_db()
        return response.context["form"].errors if response.context else {}

    return post


def shown(organisation: Organisation) -> str:
    source = "{% load profile_parts %}{% organisation_logo organisation %}"
    return Template(source).render(Context({"organisation": organisation}))


def test_a_picture_needs_words(save, own):
    assert set(save(logo=a_picture())) == {"logo_alt"}
    assert not own.logo
    assert not save(logo=a_picture(), logo_alt="Logo von Haus Süd")
    assert 'alt="Logo von Haus Süd"' in shown(own)


def test_words_go_with_the_picture(save, own):
    save(logo=a_picture(), logo_alt="Logo von Haus Süd")
    assert set(save(logo_alt="")) == {"logo_alt"}
    save(remove_logo="on", logo_alt="Logo von Haus Süd")
    assert (own.logo, own.logo_alt) == ("", "")


def test_whoever_uploaded_before_words_were_asked_for_is_offered_some(client, own):
    own.logo.save("alt.webp", ContentFile(picture("WEBP")))
    page = client.get(reverse("profiles:organisation-edit", args=[own.slug]))
    assert own.name in page.context["form"]["logo_alt"].value()
    assert f'alt="{own.logo_words}"' in shown(own)


def test_a_page_offers_each_width_and_says_the_size_before_the_picture_comes(client, save, own):
    save(logo=a_picture(size=(900, 300)), logo_alt="Ein Haus")
    image = shown(own)
    assert 'width="480" height="160"' in image
    assert image.count("w=") == 3
    for width in (96, 192, 384):
        assert f"&amp;w={width} {width}w" in image
        answer = client.get(f"{own.logo_url}&w={width}")
        assert Image.open(BytesIO(answer.content)).size == (width, width // 3)
    whole = client.get(f"{own.logo_url}&w=97")  # no such width
    assert Image.open(BytesIO(whole.content)).size == (480, 160)


def test_a_small_logo_is_not_blown_up(save, own, media):
    save(logo=a_picture(size=(120, 60)), logo_alt="Ein Haus")
    assert len(list(media.glob("logos/*"))) == 2
    assert shown(own).count("w=") == 1


def test_old_logos_get_their_widths_once(own, media, django_capture_on_commit_callbacks):
    own.logo.save("alt.webp", ContentFile(picture("WEBP", (300, 100))))
    lost = an_organisation("Weg")
    Organisation.objects.filter(pk=lost.pk).update(logo="logos/weg.webp")

    with django_capture_on_commit_callbacks(execute=True):
        assert renew_old_logos() == 1

    own.refresh_from_db()
    assert own.logo.pixels == (300, 100)
    assert len(list(media.glob("logos/*"))) == 3
    assert renew_old_logos() == 0
