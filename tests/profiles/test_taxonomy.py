"""The competencies a new portal starts with, and how the Servicestelle changes them."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from profiles import taxonomy
from profiles.models import Competence, ResourceKind
from tests.builders import a_company, a_competence, a_moderator, a_need, an_offer

LIST = "/verwaltung/profiles/competence/"
FOUNDING_TERMS = [
    "Rechnungswesen", "Controlling", "Personalführung", "Berichtswesen", "Marketing", "EDV",
    "Kommunikation", "Steuerberatung", "Rechtsberatung", "Grafik", "Architektur", "Mentoring",
    "Ehrenamtlicher Arbeitseinsatz", "Arbeitseinsatz von Führungskräften",
    "Arbeitseinsatz über mehrere Tage", "Praktikum", "Unterrichtsprojekt", "Sozialer Tag",
    "Kontakte", "Vermittlung",
]  # fmt: skip


@pytest.fixture
def rows():
    return json.loads(taxonomy.FILE.read_text(encoding="utf-8"))["competencies"]


@pytest.fixture
def moderator(client, settings, db):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator()
    client.force_login(person)
    return person


@pytest.mark.parametrize("term", FOUNDING_TERMS)
def test_every_term_of_the_founding_text_is_a_label_or_a_synonym(rows, term):
    words = [word for row in rows for word in (row["label_de"], *row["synonyms_de"])]
    assert any(term in word for word in words)


def test_network_access_is_a_kind_of_help_of_its_own(rows):
    network = {row["slug"] for row in rows if row["resource_kind"] == ResourceKind.NETWORK}
    assert network == {"network", "network/introductions", "network/contacts"}


def test_the_file_is_a_tree_of_two_levels_in_two_languages(rows):
    groups = {row["slug"] for row in rows if row["parent"] is None}
    assert len({row["slug"] for row in rows}) == len(rows)
    for row in rows:
        assert row["slug"].partition("/")[0] in groups
        assert row["parent"] == (row["slug"].partition("/")[0] if "/" in row["slug"] else None)
        assert row["resource_kind"] in ResourceKind
        assert row["label_en"]
        assert row["description_de"]
        assert row["description_en"]


@pytest.mark.django_db
def test_loading_twice_adds_nothing_and_keeps_what_was_edited(rows):
    Competence.objects.leaves().delete()
    Competence.objects.all().delete()
    assert taxonomy.load() == (len(rows), 0)
    Competence.objects.filter(slug="finance/tax").update(label_de="Rund um Steuern")
    own = a_competence("finance/own-idea")
    out = StringIO()
    call_command("load_taxonomy", stdout=out)
    assert "0 added, 0 overwritten" in out.getvalue()
    assert Competence.objects.get(slug="finance/tax").label_de == "Rund um Steuern"
    assert taxonomy.load(overwrite=True) == (0, 1)
    assert Competence.objects.get(slug="finance/tax").label_de == "Steuern & Gemeinnützigkeit"
    assert Competence.objects.filter(pk=own.pk).exists()


def edit(client, competence, **changed):
    values = {
        "parent": competence.parent_id or "",
        "resource_kind": competence.resource_kind,
        "label_de": competence.label_de,
        "label_en": competence.label_en,
        "synonyms_de": "\r\n".join(competence.synonyms_de),
        "synonyms_en": "\r\n".join(competence.synonyms_en),
        "description_de": competence.description_de,
        "description_en": competence.description_en,
    }
    return client.post(f"{LIST}{competence.pk}/change/", values | changed)


def test_a_moderator_writes_synonyms_one_a_line(client, moderator):
    competence = a_competence("finance/own-idea")
    synonyms = "Belege sortieren\r\n\r\n  Kassenbuch \r\nKassenbuch\r\n"
    assert edit(client, competence, synonyms_de=synonyms).status_code == 302
    competence.refresh_from_db()
    assert competence.synonyms_de == ["Belege sortieren", "Kassenbuch"]
    assert (
        "Belege sortieren\nKassenbuch"
        in client.get(f"{LIST}{competence.pk}/change/").content.decode()
    )


def test_a_synonym_that_is_too_long_is_named_and_nothing_is_lost(client, moderator):
    competence = a_competence("finance/own-idea")
    response = edit(client, competence, synonyms_de="gut\r\n" + "x" * 81)
    assert response.status_code == 200
    assert "x" * 81 in response.content.decode()
    assert response.context["adminform"].errors["synonyms_de"]
    competence.refresh_from_db()
    assert competence.synonyms_de == []


def test_the_tree_keeps_its_two_levels(client, moderator):
    leaf = a_competence("finance/own-idea")
    other = a_competence("hr/own-idea")
    assert edit(client, leaf, parent=other.pk).status_code == 200
    assert edit(client, leaf.parent, parent=other.parent_id).status_code == 200
    assert edit(client, leaf, parent=other.parent_id).status_code == 302


@pytest.mark.parametrize(
    ("slug", "has_group", "is_fine"),
    [
        ("own-group/new", True, True),
        ("own-new", False, True),
        ("hr/new", True, False),
        ("own-group", True, False),
        ("own-group/new", False, False),
        ("Groß", False, False),
    ],
)
def test_a_new_slug_fits_its_group(client, moderator, slug, has_group, is_fine):
    group = a_competence("own-group/first").parent
    values = {
        "slug": slug,
        "parent": group.pk if has_group else "",
        "resource_kind": "expertise",
        "label_de": "Neu",
        "label_en": "New",
    }
    response = client.post(LIST + "add/", values)
    assert response.status_code == (302 if is_fine else 200)
    assert Competence.objects.filter(label_de="Neu").exists() == is_fine


def test_the_slug_of_a_competency_stays(client, moderator):
    competence = a_competence("finance/own-idea")
    edit(client, competence, slug="finance/other")
    competence.refresh_from_db()
    assert competence.slug == "finance/own-idea"


def test_what_is_in_use_is_not_deleted_and_the_page_says_why(client, moderator):
    used = a_competence("own-group/used")
    standing = a_competence("own-group/standing")
    a_need(competencies=("own-group/used",))
    an_offer(competencies=("own-group/used",))
    a_company().standing_competencies.add(standing)
    for competence in (used, standing, used.parent):
        response = client.post(f"{LIST}{competence.pk}/delete/", {"post": "yes"}, follow=True)
        assert len(response.context["messages"]) == 1
        assert Competence.objects.filter(pk=competence.pk).exists()


def test_what_nobody_uses_is_deleted(client, moderator):
    unused = a_competence("own-group/unused")
    client.post(f"{LIST}{unused.pk}/delete/", {"post": "yes"})
    assert not Competence.objects.filter(pk=unused.pk).exists()


def test_a_synonym_is_found_by_the_search(client, moderator):
    competence = a_competence("own-group/found")
    Competence.objects.filter(pk=competence.pk).update(synonyms_de=["Knotenkunde"])
    found = client.get(LIST, {"q": "knotenkunde"}).context["cl"].result_list
    assert [c.pk for c in found] == [competence.pk]
