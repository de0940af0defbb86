"""Registering an organisation and keeping its profile, sites and logo."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from profiles.logos import LOGO
from profiles.models import Membership, Organisation
from tests.builders import a_competence, a_need, a_site, a_user, an_organisation

pytestmark = pytest.mark.django_db
CREATE = "profiles:organisation-create"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def jana():
    return a_user("Jana Feldweg")


@pytest.fixture
def signed_in(client, jana):
    client.force_login(jana)
    return client


def answers(**changed) -> dict:
    return {
        "name": "Jugendhaus Feldweg",
        "kind": "provider",
        "legal_form": "e. V.",
        "description": "Wir sind ein offenes Haus für Jugendliche im Leipziger Osten.",
        "site-postcode": "04315",
        "contact_name": "Jana Feldweg",
        "contact_email": "jana@feldweg.example",
    } | changed


def a_picture(kind: str = "PNG", *, size: tuple[int, int] = (900, 300)) -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, comment=b"secret")
    return SimpleUploadedFile(f"logo.{kind.lower()}", written.getvalue())


def test_registering_makes_a_draft_with_its_site_and_owner(signed_in, jana):
    response = signed_in.post(reverse(CREATE), answers())

    organisation = Organisation.objects.get()
    assert response.url == reverse("site:desk")
    assert (organisation.status, organisation.slug) == ("draft", "jugendhaus-feldweg")
    assert (organisation.sites.get().place, organisation.sites.get().is_main) == ("Leipzig", True)
    assert Membership.objects.get(user=jana).is_owner


def test_an_unknown_postcode_is_said_at_its_field_and_nothing_is_lost(signed_in):
    response = signed_in.post(reverse(CREATE), answers(**{"site-postcode": "00000"}))

    page = response.content.decode()
    assert "00000" in page
    assert "Jugendhaus Feldweg" in page
    assert "postcode" in response.context["site_form"].errors
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "name", ["Jugendhaus Feldweg gGmbH", "jugendhaus feldweg", "Jugendhaus Feldwegs e.V."]
)
def test_who_is_already_here_is_shown_before_a_second_one_is_made(signed_in, name):
    an_organisation("Jugendhaus Feldweg e. V.")

    response = signed_in.post(reverse(CREATE), answers(name=name))

    assert [d.organisation.name for d in response.context["asked"].shown] == [
        "Jugendhaus Feldweg e. V."
    ]
    assert reverse("profiles:join", args=["jugendhaus-feldweg-e-v"]) in response.content.decode()
    assert Organisation.objects.count() == 1
    signed_in.post(reverse(CREATE), answers(name=name, is_new="1"))
    assert Organisation.objects.count() == 2


def test_the_same_website_is_a_hint_too(signed_in):
    an_organisation("Offene Tür", website="https://www.feldweg.example/start")

    response = signed_in.post(reverse(CREATE), answers(website="feldweg.example"))

    assert [d.organisation.name for d in response.context["asked"].shown] == ["Offene Tür"]


def test_the_hint_names_no_organisation_that_is_not_public(signed_in):
    an_organisation("Jugendhaus Feldweg", status="submitted")

    signed_in.post(reverse(CREATE), answers())

    assert Organisation.objects.count() == 2


def test_another_name_is_no_obstacle(signed_in):
    an_organisation("Jugendhaus Feldstraße")
    an_organisation("Kita Feldweg")

    signed_in.post(reverse(CREATE), answers())

    assert Organisation.objects.count() == 3


def test_competencies_can_be_ticked_when_registering(signed_in):
    tax = a_competence("finance/tax")

    signed_in.post(reverse(CREATE), answers(kind="company", standing_competencies=["finance/tax"]))

    company = Organisation.objects.get()
    assert list(company.standing_competencies.all()) == [tax]
    edit = reverse("profiles:organisation-edit", args=[company.slug])
    page = signed_in.get(edit).content.decode()
    assert reverse("profiles:standing-competencies", args=[company.slug]) in page
    signed_in.post(edit, answers(kind="company"))
    assert list(company.standing_competencies.all()) == [tax]


def test_a_suspension_meanwhile_keeps_what_was_typed(signed_in, jana, monkeypatch):
    organisation = an_organisation(owner=jana)
    from profiles import reviews
    from profiles.views import organisations

    def too_late(changed, *, by):
        Organisation.objects.filter(pk=changed.pk).update(status="suspended")
        return reviews_change(changed, by=by)

    reviews_change = reviews.change
    monkeypatch.setattr(organisations.reviews, "change", too_late)
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])
    response = signed_in.post(edit, answers(name="Neuer Name"))

    assert response.status_code == 200
    assert "Neuer Name" in response.content.decode()
    assert response.context["form"].non_field_errors()


def test_a_logo_that_was_dropped_for_its_size_is_not_passed_over_in_silence(signed_in, jana):
    """The bound for all uploads (10 MB) drops it before the form sees it."""
    organisation = an_organisation(owner=jana)
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])
    huge = SimpleUploadedFile("logo.png", b"x" * 10_000_001)
    response = signed_in.post(edit, answers(name=organisation.name, logo=huge))
    assert response.status_code == 400 or "logo" in response.context["form"].errors
    assert "logo" in response.context["form"].errors


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_made_small_and_loses_what_it_carried(signed_in, jana, kind):
    organisation = an_organisation(owner=jana)
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])

    signed_in.post(edit, answers(name=organisation.name, logo=a_picture(kind), logo_alt="Ein Haus"))

    organisation.refresh_from_db()
    response = signed_in.get(organisation.logo_url)
    stored = response.content
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"secret" not in stored
    assert max(Image.open(BytesIO(stored)).size) == LOGO.edge
    assert organisation.logo_url in signed_in.get(organisation.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"nonsense" * 20),
        SimpleUploadedFile("logo.png", b"GIF89a" + bytes(50)),
        SimpleUploadedFile("logo.png", bytes(LOGO.max_bytes + 1)),
        SimpleUploadedFile("empty.png", b""),
        a_picture(size=(9000, 9000)),
    ],
    ids=["svg", "broken", "gif", "large", "empty", "too many pixels"],
)
def test_what_is_no_logo_is_refused_at_its_field(signed_in, jana, upload):
    organisation = an_organisation(owner=jana)
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])

    upload.seek(0)
    response = signed_in.post(edit, answers(name="Neuer Name", logo=upload))

    assert set(response.context["form"].errors) == {"logo"}
    assert "Neuer Name" in response.content.decode()
    assert not Organisation.objects.get().logo


def test_a_new_logo_replaces_the_old_file(
    signed_in, jana, tmp_path, django_capture_on_commit_callbacks
):
    organisation = an_organisation(owner=jana)
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])

    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            signed_in.post(edit, answers(logo=a_picture(), logo_alt="Ein Haus"))
    assert len(list(tmp_path.glob("logos/*"))) == 4  # the three smaller widths beside it
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(edit, answers(logo_alt="Ein Haus am Feld"))
    assert len(list(tmp_path.glob("logos/*"))) == 4
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(edit, answers(remove_logo="on"))
    assert not list(tmp_path.glob("logos/*"))
    organisation.refresh_from_db()
    assert organisation.logo_url == ""


def test_the_logo_of_a_draft_is_for_its_members(client, signed_in, jana):
    organisation = an_organisation(owner=jana)
    edit = reverse("profiles:organisation-edit", args=[organisation.slug])
    signed_in.post(edit, answers(name=organisation.name, logo=a_picture(), logo_alt="Ein Haus"))
    Organisation.objects.update(status="draft")
    address = reverse("profiles:logo", args=[organisation.slug])

    assert "private" in signed_in.get(address)["Cache-Control"]
    client.logout()
    assert client.get(address).status_code == 404


def test_a_site_moves_with_its_postcode(signed_in, jana):
    site = an_organisation(owner=jana).sites.get()

    signed_in.post(reverse("profiles:site-edit", args=[site.public_id]), {"postcode": "50667"})

    site.refresh_from_db()
    assert (site.place, round(site.lat)) == ("Köln", 51)
    assert site.is_main  # there is no other one


def test_a_site_can_be_removed_and_another_becomes_the_main_one(signed_in, jana):
    organisation = an_organisation(owner=jana)
    first, second = organisation.sites.get(), a_site(organisation, in_="Köln")

    signed_in.post(reverse("profiles:site-remove", args=[first.public_id]))

    assert list(organisation.sites.all()) == [second]
    assert organisation.sites.get().is_main


def test_the_last_site_stays(signed_in, jana):
    site = an_organisation(owner=jana).sites.get()

    signed_in.post(reverse("profiles:site-remove", args=[site.public_id]))

    site.refresh_from_db()


def test_a_site_that_an_entry_names_stays_and_the_entry_is_named(signed_in, jana):
    organisation = an_organisation(owner=jana)
    need = a_need(organisation=organisation)
    a_site(organisation, in_="Köln")

    response = signed_in.post(
        reverse("profiles:site-remove", args=[need.site.public_id]), follow=True
    )

    assert need.title in response.content.decode()
    assert organisation.sites.count() == 2


@pytest.mark.parametrize("name", ["profiles:site-edit", "profiles:site-remove"])
def test_sites_of_others_do_not_exist(signed_in, name):
    site = an_organisation(owner=a_user()).sites.get()

    assert signed_in.post(reverse(name, args=[site.public_id])).status_code == 404
