"""A certificate of engagement: one page for each name, opened by other software; no name is kept."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from portal.foundation import history
from tests.builders import a_company, a_cooperation, a_need, a_user, a_work_log, an_offer
from tests.builders import an_organisation as a_provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def cooperation():
    return a_cooperation(
        need=a_need(organisation=a_provider("Jugendhaus Süd e. V.", owner=a_user("Sina Suchend"))),
        offer=an_offer(organisation=a_company("Kontor Müßig", owner=a_user("Hakan Helfend"))),
        status="closing",
    )


@pytest.fixture
def ask(client, cooperation):
    client.force_login(cooperation.seeking.memberships.get().user)
    address = reverse("cooperation:certificate", args=[cooperation.public_id])

    def post(**answers):
        values = {"names": "Ayşe Łukasz\nJörg Weiß", "words": "Belege geordnet. Großartig!"}
        return client.post(address, values | answers)

    return post


def pages(response) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_each_person_gets_a_page_with_names_words_and_hours(ask, cooperation):
    a_work_log(cooperation, confirmed_at=cooperation.began_at)
    first, second = pages(ask())
    assert "Ayşe Łukasz" in first
    assert "Jörg Weiß" in second
    for page in (first, second):
        assert "Großartig!" in page
        assert "Kontor Müßig" in page
        assert "Jugendhaus Süd e. V." in page
        assert "Sina Suchend" in page
        assert "Stunden, alle zusammen 3" in page


def test_what_people_type_is_never_carried_out(ask):
    (page,) = pages(ask(names='#eval("1+1") *fett* $x$ \\ @', words='#read("/etc/passwd")'))
    assert '#eval("1+1")' in page
    assert '#read("/etc/passwd")' in page


def test_nobody_is_remembered(ask, cooperation):
    ask()
    entry = history.of(cooperation).first()
    assert (entry.event, entry.comment) == ("certificate made", "2")


@pytest.mark.parametrize(
    "answers",
    [
        {"names": ""},
        {"names": "  \n \n"},
        {"names": "x" * 101},
        {"names": "\n".join(f"Name {n}" for n in range(31))},
        {"words": ""},
        {"words": "x" * 701},
        {"names": "a\x00b"},
    ],
)
def test_what_cannot_be_printed_is_explained_and_kept(ask, answers):
    response = ask(**answers)
    assert response.status_code == 400


def test_the_company_does_not_certify_itself_and_nothing_is_made_before_the_end(
    client, ask, cooperation
):
    type(cooperation).objects.filter(pk=cooperation.pk).update(status="active")
    assert ask().status_code == 400
    client.force_login(cooperation.offering.memberships.get().user)
    address = reverse("cooperation:certificate", args=[cooperation.public_id])
    assert client.get(address).status_code == 404
