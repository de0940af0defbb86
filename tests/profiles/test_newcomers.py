"""From “post a need” to an account: why, the link again, a mended address, the wish kept."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse

from portal.foundation.models import OutboxMail
from tests.builders import PASSWORD, a_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
LINK = re.compile(r"https?://\S+/konto/\S+")
NEED = "/bedarfe/neu/"
TYPED = {"name": "Jana Neu", "email": "jana@neu.example", "password1": PASSWORD}


def sign_up(client, **values) -> str:
    """Returns the page that follows."""
    answer = client.post(
        reverse("account_signup"), TYPED | {"next": NEED} | values, follow=True, headers=ENGLISH
    )
    return answer.content.decode()


def link() -> str:
    found = urlsplit(LINK.search(OutboxMail.objects.first().text)[0])
    return f"{found.path}?{found.query}"


def again(client):
    return client.post(reverse("profiles:link-again"), follow=True, headers=ENGLISH)


@pytest.mark.parametrize(("kind", "word"), [("need", "your need"), ("offer", "your offer")])
def test_who_wants_to_post_is_told_why_an_account_comes_first(client, kind, word):
    address = reverse(f"matching:{kind}-create")
    answer = client.get(address, follow=True, headers=ENGLISH)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith(reverse("account_signup"))
    assert f"To post {word} you need an account" in page
    assert page.index("Already have an account?") < page.index('name="password1"')
    assert f"{reverse('account_login')}?next=" in page
    assert f'name="next" value="{address}"' in page


def test_a_form_that_was_begun_leads_to_signing_in(client):
    for answer in (client.post(NEED, {}), client.get(NEED, {"vorlage": "leer"})):
        assert answer.url.startswith(reverse("account_login"))


def test_the_link_is_sent_again_but_not_at_once(client):
    sign_up(client)
    again(client)
    assert OutboxMail.objects.count() == 1
    cache.clear()
    assert "on its way" in again(client).content.decode()
    assert OutboxMail.objects.count() == 2


def test_whether_an_address_has_an_account_is_told_nowhere(client):
    known = a_user()
    pages = []
    for email in (TYPED["email"], known.email):
        client.cookies.clear()
        page = sign_up(client, email=email) + again(client).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)
        pages.append(page.replace(email, "…"))
    assert pages[0] == pages[1]


def test_a_mistyped_address_is_mended_with_all_that_was_typed(client):
    page = sign_up(client, email="jana@neu.exmaple")
    assert "jana@neu.exmaple" in page
    form = client.get(reverse("account_signup"), {"next": NEED}).content.decode()
    assert 'value="jana@neu.exmaple"' in form
    assert 'value="Jana Neu"' in form
    assert PASSWORD not in form


def test_without_anything_pending_one_signs_in(client):
    assert again(client).redirect_chain[-1][0] == reverse("account_login")
    assert not OutboxMail.objects.exists()


def test_in_another_browser_one_signs_in_and_the_wish_is_not_forgotten(client):
    sign_up(client)
    client.cookies.clear()
    page = client.get(link()).content.decode()
    wish = re.search(r'name="wish" value="([^"]+)"', page)[1]
    answer = client.post(link().partition("?")[0], {"wish": wish}, follow=True, headers=ENGLISH)
    page = answer.content.decode()
    assert "Your address is confirmed." in page
    assert 'value="jana@neu.example"' in page
    values = {"login": TYPED["email"], "password": PASSWORD, "next": wish}
    assert client.post(reverse("account_login"), values).url == NEED
    assert "confirmed_address" not in client.session


def test_a_wish_never_leads_elsewhere(client):
    sign_up(client)
    client.cookies.clear()
    answer = client.post(link().partition("?")[0], {"wish": "https://elsewhere.example/"})
    assert answer.url == reverse("account_login")


def test_in_the_same_browser_one_is_in_and_gets_to_what_one_wanted(client):
    sign_up(client)
    assert client.post(link()).url == NEED
    assert "typed_at_signup" not in client.session
