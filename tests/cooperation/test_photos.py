"""The photo of an example: with the text it is released, changed, published and taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from cooperation import examples
from cooperation.models import CooperationSide, Example
from cooperation.tasks import sweep_photos
from portal.foundation import history
from portal.foundation.models import OutboxMail
from tests.builders import (
    a_company,
    a_cooperation,
    a_moderator,
    a_need,
    a_user,
    an_example,
    an_offer,
    an_organisation,
    give_photo,
)
from tests.profiles.test_organisations import a_picture

pytestmark = pytest.mark.django_db
TEXT = {"title": "Das Tor", "summary": "Neu gestrichen.", "story": "Rot, nach langem Streit."}
WORDS = {"photo_alt": "Ein rotes Tor", "photo_by": "Kim Bild", "photo_agreed": "on"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.ADMIN_REQUIRES_MFA = False
    return tmp_path


@pytest.fixture
def people():
    return {
        CooperationSide.SEEKING: a_user("Sina Suchend"),
        CooperationSide.OFFERING: a_user("Hakan Helfend"),
    }


@pytest.fixture
def closed(people):
    return a_cooperation(
        need=a_need(organisation=an_organisation(owner=people[CooperationSide.SEEKING])),
        offer=an_offer(organisation=a_company(owner=people[CooperationSide.OFFERING])),
        status="closed",
    )


@pytest.fixture
def save(client, closed, people, django_capture_on_commit_callbacks):
    client.force_login(people[CooperationSide.SEEKING])

    def post(**changed):
        address = reverse("cooperation:example-draft", args=[closed.public_id])
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, TEXT | changed)

    return post


@pytest.fixture
def published(save, people):
    save(photo=a_photo(), **WORDS)
    example = Example.objects.get()
    for side, person in people.items():
        example = examples.release(example, side, example.version, by=person)
    return examples.publish(example, by=a_moderator())


def a_photo():
    return a_picture("JPEG", size=(1200, 800))


def files(media) -> int:
    return len(list(media.glob("photos/examples/*")))


def test_a_photo_needs_words_and_the_tick_and_nothing_typed_is_lost(save, media):
    page = save(photo=a_photo(), photo_by="Kim Bild")
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"photo_alt", "photo_agreed"}
    shown = page.content.decode()
    assert all(words in shown for words in (*TEXT.values(), "Kim Bild"))
    assert not Example.objects.exists()
    assert files(media) == 0
    assert save(photo=a_photo(), **WORDS).status_code == 302
    example = Example.objects.get()
    assert (example.photo.pixels, example.photo_by) == ((1200, 800), "Kim Bild")
    assert history.of(example).filter(event="photo added", comment="Ein rotes Tor").exists()


def test_an_example_needs_no_photo(save):
    assert save(photo_alt="Worte ohne Bild").status_code == 302
    assert Example.objects.get().photo_alt == ""


def test_before_it_is_published_only_both_sides_and_then_the_servicestelle_see_it(
    client, save, people
):
    save(photo=a_photo(), **WORDS)
    example = Example.objects.get()
    moderator, stranger = a_moderator(), a_user("Fremd")

    def sees(person) -> bool:
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(example.photo_url)
        assert answer.status_code == 404 or answer["Cache-Control"].startswith("private")
        return answer.status_code == 200

    assert [sees(person) for person in (*people.values(), moderator, stranger, None)] == [
        True, True, False, False, False,
    ]  # fmt: skip
    for side, person in people.items():
        example = examples.release(example, side, example.version, by=person)
    assert [sees(person) for person in (moderator, stranger, None)] == [True, False, False]


def test_the_page_shows_it_with_its_caption_and_the_list_shows_it_small(client, published):
    client.logout()
    page = client.get(published.get_absolute_url()).content.decode()
    assert "<figcaption" in page
    assert "Kim Bild" in page
    assert 'width="736" height="491" alt="Ein rotes Tor"' in page
    assert f"{published.photo_url}&amp;w=480 480w" in page
    card = client.get(reverse("cooperation:examples")).content.decode()
    assert 'class="card-photo"' in card
    assert 'loading="lazy"' in card
    assert client.get(published.photo_url)["Cache-Control"] == "public, max-age=604800"


@pytest.mark.parametrize(
    "change",
    [
        {"photo_alt": "Ein rotes Tor, ganz nah", "photo_by": "Kim Bild"},
        {"remove_photo": "on", "photo_alt": "Ein rotes Tor"},
    ],
    ids=["other words", "removed"],
)
def test_a_changed_photo_has_to_be_released_anew(client, save, published, change):
    version = published.version
    assert save(**change).status_code == 302
    example = Example.objects.get()
    assert (example.status, example.version) == ("draft", version + 1)
    assert not any(example.is_released_by(side) for side in CooperationSide)
    client.logout()
    assert client.get(published.photo_url).status_code == 404


def test_another_photo_is_released_anew_and_the_old_files_go(client, save, published, media):
    save(photo=a_photo(), **WORDS)
    example = Example.objects.get()
    assert example.status == "draft"
    assert example.photo.name != published.photo.name
    assert files(media) == 3
    save(remove_photo="on")
    assert files(media) == 0
    assert history.of(example).filter(event="photo removed").exists()


def test_a_saved_text_keeps_the_photo(save, published, media):
    save(photo_alt="Ein rotes Tor", photo_by="Kim Bild", title="Ein anderer Titel")
    assert Example.objects.get().photo.name == published.photo.name
    assert files(media) == 3


def test_whoever_takes_the_release_back_takes_the_photo_down(client, published, people):
    side = CooperationSide.OFFERING
    examples.take_back(published, side, by=people[side])
    client.logout()
    assert client.get(published.photo_url).status_code == 404


def test_the_photo_of_a_suspended_organisation_is_not_shown(client, published):
    seeking = published.cooperation.seeking
    type(seeking).objects.filter(pk=seeking.pk).update(status="suspended")
    client.logout()
    assert client.get(published.photo_url).status_code == 404


def test_the_side_that_releases_sees_what_it_releases(client, save, people, closed):
    save(photo=a_photo(), **WORDS)
    client.force_login(people[CooperationSide.OFFERING])
    page = client.get(reverse("cooperation:closing", args=[closed.public_id])).content.decode()
    assert Example.objects.get().photo_url in page


def test_the_servicestelle_sees_the_photo_before_publishing_and_mends_its_words(
    client, save, people
):
    save(photo=a_photo(), **WORDS)
    example = Example.objects.get()
    for side, person in people.items():
        example = examples.release(example, side, example.version, by=person)
    client.force_login(a_moderator())
    address = reverse("admin:cooperation_example_edit", args=[example.pk])
    assert example.photo_url in client.get(address).content.decode()
    change = reverse("admin:cooperation_example_change", args=[example.pk])
    assert example.photo_url in client.get(change).content.decode()
    assert client.post(address, TEXT | {"photo_alt": ""}).status_code == 400
    client.post(address, TEXT | {"photo_alt": "Ein Tor, rot gestrichen", "publish": "1"})
    example.refresh_from_db()
    assert (example.status, example.photo_alt) == ("published", "Ein Tor, rot gestrichen")
    assert example.photo


def test_the_servicestelle_takes_a_photo_away_that_must_not_be_shown(
    client, published, media, django_capture_on_commit_callbacks
):
    client.force_login(a_moderator())
    address = reverse("admin:cooperation_example_edit", args=[published.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, TEXT | {"photo_alt": "Ein rotes Tor", "remove_photo": "on"})
    published.refresh_from_db()
    assert (published.photo, published.photo_alt, published.photo_by) == ("", "", "")
    assert published.status == "published"
    assert files(media) == 0
    told = OutboxMail.objects.filter(key__startswith="example_mended")
    assert all("auch das Foto entfernt" in mail.text for mail in told)
    assert len(told) == 2


def test_photos_cost_the_list_no_query_more(client, django_assert_max_num_queries):
    for _number in range(12):
        give_photo(an_example())
    client.get(reverse("cooperation:examples"))
    with django_assert_max_num_queries(6):
        page = client.get(reverse("cooperation:examples"))
    assert page.content.decode().count("card-photo") == 12


def test_files_that_no_example_names_are_swept_up(published, media):
    published.photo.storage.save("photos/examples/weg.webp", ContentFile(b"x"))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        sweep_photos()
    assert files(media) == 3
