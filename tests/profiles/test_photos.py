"""The photo of an organisation: words, a tick, sizes, who sees it, and what is left of an old one."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.foundation import history
from portal.foundation.models import OutboxMail
from portal.foundation.refusals import Refused
from portal.site import merging
from portal.site.merging.fields import GONE
from profiles import reviews
from profiles.models import Organisation
from profiles.tasks import sweep_pictures
from tests.builders import a_moderator, a_user, an_organisation, give_photo
from tests.profiles.test_organisations import a_picture, answers

pytestmark = pytest.mark.django_db
WORDS = {"photo_alt": "Ein Haus mit rotem Tor", "photo_agreed": "on"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def own(client):
    organisation = an_organisation("Haus Süd", legal_form="e. V.", owner=a_user("Olga Leitung"))
    client.force_login(organisation.memberships.get().user)
    return organisation


@pytest.fixture
def save(client, own, django_capture_on_commit_callbacks):
    def post(**changed):
        address = reverse("profiles:organisation-edit", args=[own.slug])
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, answers(name=own.name, **changed))
        own.refresh_from_db()
        return response.context["form"] if response.context else None

    return post


def a_photo(size=(2000, 1000)):
    return a_picture("JPEG", size=size)


def files(media) -> int:
    return len(list(media.glob("photos/organisations/*")))


def test_a_photo_needs_words_and_the_word_that_nobody_is_shown_against_their_will(save, own, media):
    form = save(photo=a_photo(), region="Südvorstadt")
    assert set(form.errors) == {"photo_alt", "photo_agreed"}
    assert form["region"].value() == "Südvorstadt"
    form = save(photo=a_photo(), photo_alt="Ein Haus")
    assert set(form.errors) == {"photo_agreed"}
    assert form["photo_alt"].value() == "Ein Haus"
    assert not own.photo
    assert files(media) == 0
    assert save(photo=a_photo(), **WORDS) is None
    assert own.photo.pixels == (1440, 720)
    (event,) = [entry for entry in history.of(own) if entry.event == "photo added"]
    assert event.comment == WORDS["photo_alt"]


def test_its_page_shows_it_in_the_width_that_is_needed_with_its_words(client, save, own):
    save(photo=a_photo(), photo_by="Kim Bild", **WORDS)
    page = client.get(own.get_absolute_url()).content.decode()
    assert 'width="736" height="368" alt="Ein Haus mit rotem Tor"' in page
    assert "Kim Bild" in page
    for width in (480, 960):
        assert f"&amp;w={width} {width}w" in page
        answer = client.get(f"{own.photo_url}&w={width}")
        assert Image.open(BytesIO(answer.content)).size == (width, width // 2)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer["Cache-Control"] == "public, max-age=604800"
    assert client.get(own.photo_url, {"w": "481"}).status_code == 200
    client.logout()
    assert client.get(own.photo_url).status_code == 200


def test_words_change_without_another_upload_and_go_with_the_photo(save, own, media):
    save(photo=a_photo(), photo_by="Kim Bild", **WORDS)
    before = own.photo.name
    assert save(photo_alt="Das Tor, neu gestrichen") is None
    assert (own.photo.name, own.photo_alt) == (before, "Das Tor, neu gestrichen")
    assert set(save(photo_alt="").errors) == {"photo_alt"}
    assert save(remove_photo="on", photo_alt="Das Tor", photo_by="Kim Bild") is None
    assert (own.photo, own.photo_alt, own.photo_by) == ("", "", "")
    assert files(media) == 0
    assert [entry.event for entry in history.of(own)][:2] == ["photo removed", "changed"]


def test_another_photo_takes_the_old_files_with_it(save, own, media):
    for _time in range(2):
        save(photo=a_photo(), **WORDS)
    assert files(media) == 3  # with the two smaller widths


def test_a_refused_photo_keeps_what_was_typed_and_what_was_there(client, save, own, media):
    save(photo=a_photo(), **WORDS)
    broken = ContentFile(b"\x89PNG\r\n\x1a\n" + b"nonsense" * 20, name="x.png")
    form = save(photo=broken, photo_alt="Etwas Neues", photo_agreed="on", region="Süd")
    assert set(form.errors) == {"photo"}
    assert (form["photo_alt"].value(), form["region"].value()) == ("Etwas Neues", "Süd")
    assert form.before.photo_url == own.photo_url
    assert files(media) == 3


def test_which_of_two_files_was_too_large_is_said_at_its_field(save):
    huge = ContentFile(b"x" * 10_000_001, name="huge.jpg")
    assert set(save(photo=huge, logo=a_picture(), logo_alt="Logo").errors) == {"photo"}
    huge.seek(0)
    assert set(save(logo=huge, photo=a_photo(), **WORDS).errors) == {"logo"}


def test_a_failed_form_shows_no_picture_that_is_not_stored(client, own):
    address = reverse("profiles:organisation-edit", args=[own.slug])
    page = client.post(address, answers(name="", photo=a_photo(), logo=a_picture(), **WORDS))
    assert page.context["form"].errors
    assert "/foto/" not in page.content.decode()
    assert "/logo/" not in page.content.decode()


def test_a_photo_can_come_with_the_registration(client, media):
    client.force_login(a_user())
    made = answers(photo=a_photo(), **WORDS)
    client.post(reverse("profiles:organisation-create"), made)
    registered = Organisation.objects.get()
    assert registered.photo
    assert history.of(registered).filter(event="photo added").exists()


def test_a_new_photo_of_an_approved_organisation_shows_at_once_as_a_logo_does(save, own):
    save(photo=a_photo(), **WORDS)
    assert own.status == "approved"


def test_the_servicestelle_sees_it_before_it_approves(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    waiting = give_photo(an_organisation("Haus Nord", status="submitted"))
    client.force_login(a_moderator())
    page = client.get(reverse("admin:profiles_organisation_change", args=[waiting.pk]))
    assert waiting.photo_url in page.content.decode()
    answer = client.get(waiting.photo_url)
    assert answer["Cache-Control"].startswith("private")
    client.logout()
    assert client.get(waiting.photo_url).status_code == 404


def test_the_database_takes_no_photo_without_words():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=an_organisation().pk).update(photo="photos/x.webp")


def test_a_form_that_was_opened_before_another_photo_came_does_not_bring_the_old_one_back(
    own, media, django_capture_on_commit_callbacks
):
    """Its file is gone by then: the page would show nothing."""
    give_photo(own)
    opened = Organisation.objects.get(pk=own.pk)
    with django_capture_on_commit_callbacks(execute=True):
        newer = give_photo(Organisation.objects.get(pk=own.pk), "Das neue Tor").photo.name
    opened.region = "Süd"
    with django_capture_on_commit_callbacks(execute=True):
        reviews.change(opened, by=own.memberships.get().user)
    own.refresh_from_db()
    assert (own.photo.name, own.region) == (newer, "Süd")
    assert own.photo.storage.exists(newer)


def test_two_that_become_one_keep_one_photo(media, django_capture_on_commit_callbacks):
    kept, gone = (give_photo(an_organisation(f"Haus {number}"), f"Tor {number}") for number in "12")
    with django_capture_on_commit_callbacks(execute=True):
        merging.merge(kept, gone, {"photo": GONE}, by=a_moderator())
    kept.refresh_from_db()
    assert kept.photo_alt == "Tor 2"
    assert files(media) == 2
    assert kept.photo.storage.exists(kept.photo.name)


def test_files_that_nobody_names_are_swept_up(own, media):
    give_photo(own)
    storage = own.photo.storage
    storage.save("photos/organisations/weg.webp", ContentFile(b"x"))
    sweep_pictures()
    assert files(media) == 3  # perhaps it is just being stored
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        sweep_pictures()
    assert files(media) == 2
    assert not storage.exists("photos/organisations/weg.webp")


def test_the_servicestelle_takes_pictures_away_with_a_reason_and_the_owners_read_it(
    own, media, django_capture_on_commit_callbacks
):
    give_photo(own)
    assert files(media)
    with django_capture_on_commit_callbacks(execute=True):
        reviews.take_pictures_away(own, "Auf dem Foto ist ein Kind zu erkennen.", by=a_moderator())
    own.refresh_from_db()
    assert (own.photo, own.photo_alt, own.photo_by, own.status) == ("", "", "", "approved")
    assert not files(media)
    assert history.of(own).first().comment == "Auf dem Foto ist ein Kind zu erkennen."
    mail = OutboxMail.objects.get()
    assert mail.recipient == own.memberships.get().user.email
    assert "Auf dem Foto ist ein Kind zu erkennen." in mail.text


def test_pictures_are_not_taken_away_without_a_reason_or_where_there_are_none(own):
    with pytest.raises(Refused):
        reviews.take_pictures_away(own, "Warum auch immer.", by=a_moderator())
    give_photo(own)
    with pytest.raises(Refused):
        reviews.take_pictures_away(own, " ", by=a_moderator())
    own.refresh_from_db()
    assert own.photo
