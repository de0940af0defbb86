"""Whether an organisation is recognised when somebody registers it a second time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.foundation import history
from profiles import identity
from profiles.duplicates import FEW, Likeness, likely_duplicates, likely_duplicates_of
from profiles.models import Organisation
from tests.builders import a_moderator, a_user, an_organisation

CREATE = "profiles:organisation-create"
LEIPZIG, KOELN = (51.340, 12.374), (50.938, 6.957)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Amtsgericht Leipzig", "VR 1234"), ("leipzig", "vr1234")),
        (("AG  Leipzig", "VR 01234"), ("Leipzig", "VR-1234")),
        (("Berlin (Charlottenburg)", "HRB 5678 B"), ("Charlottenburg", "hrb5678b")),
        (("Frankfurt a. M.", "HRB 1"), ("Frankfurt am Main", "HRB1")),
        (("Köln", "HRB 12"), ("Ko\u0308ln", "HRB 12")),
    ],
)
def test_one_entry_in_a_register_is_written_in_many_ways(one, other):
    assert identity.register_key(*one) == identity.register_key(*other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Leipzig", "VR 1234"), ("Dresden", "VR 1234")),
        (("Leipzig", "VR 1234"), ("Leipzig", "HRB 1234")),
        (("Frankfurt am Main", "VR 1"), ("Frankfurt (Oder)", "VR 1")),
        (("Leipzig", "VR 100"), ("Leipzig", "VR 1")),
    ],
)
def test_different_entries_stay_different(one, other):
    assert identity.register_key(*one) != identity.register_key(*other)


@pytest.mark.parametrize(("court", "number"), [("", "VR 1"), ("Leipzig", ""), ("Leipzig", "VR")])
def test_half_an_entry_recognises_nobody(court, number):
    assert identity.register_key(court, number) == ""


def test_vat_numbers_are_compared_without_spaces_and_case():
    assert identity.vat_key("de 123 456 788") == identity.vat_key("123456788") == "DE123456788"


@pytest.mark.parametrize(
    ("website", "email", "found"),
    [
        ("https://www.Feldweg.example/start", "info@feldweg.example", ["feldweg.example"]),
        ("https://de-de.facebook.com/feldweg", "feldweg@gmx.de", []),
        ("https://jimdo.com/feldweg", "feldweg@googlemail.com", []),
        ("https://feldweg.jimdofree.com/", "feldweg@T-Online.de", ["feldweg.jimdofree.com"]),
        ("https://[::1", "ohne-at", []),
        ("feldweg.example:8080/x", "", ["feldweg.example"]),
    ],
)
def test_only_a_domain_of_ones_own_recognises_somebody(website, email, found):
    assert identity.domains(website=website, email=email) == found


def test_keys_fit_their_columns_whatever_is_typed(db):
    organisation = an_organisation("ﷺ" * 150, register_court="ß" * 80, register_number="9" * 30)
    organisation.refresh_from_db()
    assert organisation.name_key


@pytest.mark.django_db
class TestLikeness:
    def of(self, other, **fields):
        asked = Organisation(kind="provider", **{"name": "Ganz anderes Haus"} | fields)
        found = likely_duplicates(asked, near=LEIPZIG)
        return next((d.likeness for d in found if d.organisation == other), None)

    def test_the_same_register_entry(self):
        other = an_organisation(register_court="Leipzig", register_number="VR 7", status="draft")
        assert self.of(other, register_court="AG Leipzig", register_number="vr07") == (
            Likeness.IDENTICAL
        )

    def test_the_same_vat_number(self):
        other = an_organisation(vat_id="DE123456788")
        assert self.of(other, vat_id="DE 123 456 788") == Likeness.IDENTICAL

    def test_the_domain_of_the_website_in_an_address(self):
        other = an_organisation(website="https://www.feldweg.example/")
        assert self.of(other, contact_email="kim@feldweg.example") == Likeness.DOMAIN

    def test_a_free_mail_hoster_says_nothing(self):
        other = an_organisation(contact_email="haus@gmx.de")
        assert self.of(other, contact_email="kim@gmx.de") is None

    @pytest.mark.parametrize(("place", "likeness"), [("Halle", 1), ("Leipzig", 2), ("Köln", 1)])
    def test_a_similar_name_counts_more_nearby(self, place, likeness):
        other = an_organisation("Jugendhaus Feldweg e. V.", in_=place)
        near = Likeness.NEAR_NAME if place == "Leipzig" else Likeness.FAR_NAME
        assert self.of(other, name="Jugendhaus Feldwegs gGmbH") == near == likeness

    def test_another_name_nearby_is_nothing(self):
        assert self.of(an_organisation("Kita Feldweg"), name="Jugendhaus Feldstraße") is None

    def test_a_bulk_import_is_recognised_too(self):
        Organisation.objects.bulk_create(
            [Organisation(name="X", slug="x", kind="company", vat_id="DE123456788")]
        )
        assert self.of(Organisation.objects.get(), vat_id="DE123456788") == Likeness.IDENTICAL

    def test_a_changed_number_is_known_at_once_also_by_a_partial_save(self):
        other = an_organisation()
        other.vat_id = "DE123456788"
        other.save(update_fields=["vat_id"])
        assert self.of(other, vat_id="DE123456788") == Likeness.IDENTICAL


@pytest.mark.django_db
def test_looking_for_duplicates_asks_as_often_among_many():
    def count() -> int:
        asked = Organisation(name="Jugendhaus Feldweg", website="https://a.example", vat_id="DE1")
        with CaptureQueriesContext(connection, ) as captured:  # fmt: skip
            likely_duplicates(asked, near=LEIPZIG)
        return len(captured)

    an_organisation("Jugendhaus Feldweg", website="https://a.example", vat_id="DE1")
    few = count()
    for _one in range(120):
        an_organisation("Jugendhaus Feldweg", website="https://a.example", in_="Köln")
    assert count() <= few + 2 <= 14


@pytest.mark.django_db
def test_the_one_next_door_is_found_among_hundreds_of_the_same_name():
    for _one in range(130):
        an_organisation("Jugendhaus Mitte", in_="Köln")
    next_door = an_organisation("Jugendhaus Mitte")
    found = likely_duplicates(Organisation(name="Jugendhaus Mitte"), near=LEIPZIG)
    assert found[0].organisation == next_door


def answers(**changed) -> dict:
    return {
        "name": "Jugendhaus Feldweg", "kind": "provider", "site-postcode": "04315",
        "description": "Ein offenes Haus.", "contact_name": "Jana Feldweg",
        "contact_email": "jana@feldweg.example",
    } | changed  # fmt: skip


@pytest.fixture
def jana(client, db):
    person = a_user("Jana Feldweg")
    client.force_login(person)
    return person


def test_a_known_number_needs_a_word_to_the_servicestelle(client, jana, settings):
    an_organisation("Alter Name", vat_id="DE123456788")
    number = {"vat_id": "DE123456788"}

    first = client.post(reverse(CREATE), answers(**number))
    assert "Alter Name" in first.content.decode()
    second = client.post(reverse(CREATE), answers(is_new="1", **number))
    assert second.context["asked"].form.errors["word"]
    assert Organisation.objects.count() == 1

    client.post(
        reverse(CREATE),
        answers(is_new="1", **number, **{"another-word": "Wir sind eine Organschaft."}),
    )
    ours = Organisation.objects.get(name="Jugendhaus Feldweg")
    assert history.of(ours).get(event="kept apart").comment == "Wir sind eine Organschaft."

    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(a_moderator())
    page = client.get(reverse("admin:profiles_organisation_change", args=[ours.pk]))
    assert "Wir sind eine Organschaft." in page.content.decode()
    assert "Alter Name" in page.content.decode()


def test_a_number_of_an_organisation_that_is_not_public_names_nobody(client, jana):
    an_organisation("Geheimer Name", vat_id="DE123456788", status="submitted")

    page = client.post(reverse(CREATE), answers(vat_id="DE 123456788"))

    assert "Geheimer Name" not in page.content.decode()
    assert page.context["asked"].is_hidden
    assert Organisation.objects.count() == 1


def test_a_similar_name_far_away_is_a_line_and_no_question(client, jana):
    an_organisation("Jugendhaus Feldweg", in_="Köln")

    response = client.post(reverse(CREATE), answers(), follow=True)

    assert Organisation.objects.count() == 2
    assert any("Jugendhaus Feldweg" in str(m) for m in response.context["messages"])


def test_ones_own_draft_is_found_when_the_form_is_sent_twice(client, jana):
    client.post(reverse(CREATE), answers())
    client.post(reverse(CREATE), answers())
    assert Organisation.objects.count() == 1


def test_changing_the_website_to_a_known_one_asks_and_other_changes_do_not(client, jana):
    an_organisation("Anderes Haus", website="https://feldweg.example")
    ours = an_organisation("Haus Ost", owner=jana)
    edit = reverse("profiles:organisation-edit", args=[ours.slug])
    values = answers(name="Haus Ost", contact_email=ours.contact_email)

    assert client.post(edit, values | {"description": "Neu."}).status_code == 302
    asked = client.post(edit, values | {"website": "www.feldweg.example"})
    assert [d.organisation.name for d in asked.context["asked"].shown] == ["Anderes Haus"]
    client.post(edit, values | {"website": "www.feldweg.example", "is_new": "1"})
    ours.refresh_from_db()
    assert ours.domains[0] == "feldweg.example"


@pytest.mark.django_db
def test_many_are_looked_for_as_one_by_one():
    words = ["Jugendhaus", "Kita", "Verein", "Sonne", "Mond", "Nord", "Süd", "Mitte"]
    here = [
        f"{one} {two} {three}" for one in words[:3] for two in words[3:5] for three in words[5:]
    ]
    for number, name in enumerate(here):
        an_organisation(name, in_=["Leipzig", "Köln"][number % 2])
    asked = [
        Organisation(name=name.replace("Sonne", "Sone").replace("Mitte", "Mite")) for name in here
    ]
    for near in (LEIPZIG, None):
        many = likely_duplicates_of([(organisation, near) for organisation in asked])
        one_by_one = [likely_duplicates(organisation, near=near) for organisation in asked]
        assert len(asked) > FEW
        assert many == one_by_one
        assert any(many)
