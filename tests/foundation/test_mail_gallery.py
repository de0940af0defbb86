"""The gallery shows every mail, to developers and staff only."""

import pytest
from django.urls import reverse

from portal.foundation.outbox.templates import all_templates
from tests.builders import a_moderator, a_user

pytestmark = pytest.mark.django_db


def test_every_mail_opens_in_both_languages(client, django_assert_max_num_queries):
    client.force_login(a_moderator())
    index = client.get(reverse("mails:gallery")).content.decode()
    for mail in all_templates():
        for language in ("de", "en"):
            address = reverse("mails:sample", args=[language, mail.name])
            assert address in index
            assert client.get(address).status_code == 200
            assert client.get(address + "html/").status_code == 200


def test_the_html_may_use_its_own_styles_and_nothing_else(client):
    client.force_login(a_moderator())
    answer = client.get(reverse("mails:sample-html", args=["de", "digest"]))
    policy = answer["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", ["/mails/", "/mails/de/digest/", "/mails/de/digest/html/"])
def test_nobody_else_learns_that_it_is_there(client, settings, address):
    assert client.get(address).status_code == 404
    client.force_login(a_user())
    assert client.get(address).status_code == 404
    settings.DEBUG = True
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/mails/fr/digest/", "/mails/de/nothing/", "/mails/de/../x/"])
def test_what_does_not_exist_is_not_found(client, address):
    client.force_login(a_moderator())
    assert client.get(address).status_code == 404
