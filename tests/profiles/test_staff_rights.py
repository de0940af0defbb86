"""Rights are given and taken by superusers only."""

import pytest
from django.contrib.auth.models import Group

from portal.foundation import history
from profiles.models import MODERATORS
from tests.builders import a_moderator, a_user

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/profiles/user/"


@pytest.fixture
def person(settings):
    settings.ADMIN_REQUIRES_MFA = False
    return a_user("Nele Neu")


def give(client, person, **rights):
    of_the_inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    return client.post(f"{LIST}{person.pk}/change/", of_the_inline | rights)


def test_a_superuser_makes_a_moderator_and_the_history_says_so(client, person):
    superuser = a_user(is_staff=True, is_superuser=True)
    client.force_login(superuser)
    group = Group.objects.get_or_create(name=MODERATORS)[0]
    response = give(client, person, is_active="on", is_staff="on", groups=[group.pk])
    assert response.status_code == 302
    person = type(person).objects.get(pk=person.pk)
    assert person.is_moderator
    assert not person.is_superuser
    assert person.name == "Nele Neu"
    entry = history.of(person).get()
    assert entry.by == superuser
    assert MODERATORS in entry.comment


def test_a_moderator_sees_people_and_changes_nothing(client, person):
    client.force_login(a_moderator())
    assert client.get(f"{LIST}{person.pk}/change/").status_code == 200
    assert give(client, person, is_active="on", is_superuser="on").status_code == 403
    assert client.post(f"{LIST}{person.pk}/delete/").status_code == 403
    person.refresh_from_db()
    assert not person.is_superuser


def test_nobody_changes_their_own_rights(client, person):
    superuser = a_user(is_staff=True, is_superuser=True)
    client.force_login(superuser)
    assert give(client, superuser, is_active="on").status_code == 403


def test_a_password_hash_is_nowhere_on_the_page(client, person):
    client.force_login(a_user(is_staff=True, is_superuser=True))
    page = client.get(f"{LIST}{person.pk}/change/").content.decode()
    assert person.password not in page
    assert "pbkdf2" not in page
