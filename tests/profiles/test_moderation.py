"""The Servicestelle decides about organisations in its admin pages."""

import pytest
from django.utils import timezone

from portal.foundation import history
from portal.foundation.models import OutboxMail
from tests.builders import a_membership, a_moderator, a_user, an_organisation

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/profiles/organisation/"


@pytest.fixture
def moderator(client, settings):
    settings.ADMIN_REQUIRES_MFA = False
    person = a_moderator()
    client.force_login(person)
    return person


@pytest.fixture
def waiting():
    return an_organisation(status="submitted", submitted_at=timezone.now(), owner=a_user())


def page_of(organisation) -> str:
    return f"{LIST}{organisation.pk}/change/"


def decide(client, organisation, decision: str, comment: str = "", *, seen: str = ""):
    organisation.refresh_from_db()
    return client.post(
        f"{LIST}{organisation.pk}/decide/",
        {"decision": decision, "comment": comment, "seen": seen or organisation.changed_xid},
    )


def status_of(organisation) -> str:
    organisation.refresh_from_db()
    return organisation.status


def test_the_list_starts_with_what_waits_and_a_search_looks_everywhere(client, moderator, waiting):
    approved = an_organisation("Kulturhaus Nord")
    assert list(client.get(LIST).context["cl"].result_list) == [waiting]
    assert list(client.get(LIST, {"q": "Kulturhaus"}).context["cl"].result_list) == [approved]
    everything = client.get(LIST, {"status": "all"}).context["cl"].result_list
    assert set(everything) == {waiting, approved}


def test_an_organisation_is_approved_and_the_history_says_by_whom(client, moderator, waiting):
    response = decide(client, waiting, "approve")
    assert response.url == LIST
    assert status_of(waiting) == "approved"
    entry = history.of(waiting).get()
    assert (entry.by, entry.from_status, entry.to_status) == (moderator, "submitted", "approved")
    assert OutboxMail.objects.count() == 1
    assert moderator.name in client.get(page_of(waiting)).content.decode()


def test_a_comment_reaches_the_authors_word_for_word(client, moderator, waiting):
    comment = "Bitte nennen Sie Ihre Rechtsform.\nUnd: Was heißt „offen“ bei Ihnen?"
    decide(client, waiting, "return", comment)
    assert status_of(waiting) == "returned"
    assert waiting.review_comment.splitlines() == comment.splitlines()
    mail = OutboxMail.objects.get()
    assert all(line in mail.text for line in comment.splitlines())


def test_returning_without_a_comment_is_refused_with_a_sentence(client, moderator, waiting):
    response = decide(client, waiting, "return", "   ")
    assert response.status_code == 409
    assert status_of(waiting) == "submitted"
    assert len(response.context["messages"]) == 1


def test_a_refusal_keeps_the_typed_comment(client, moderator, waiting):
    response = decide(client, waiting, "approve", "Sehr schön, aber …")
    assert response.status_code == 409
    assert status_of(waiting) == "submitted"
    assert "Sehr schön, aber …" in response.content.decode()


@pytest.mark.django_db(transaction=True)  # versions are numbers of transactions
def test_what_changed_since_the_page_was_opened_is_looked_at_again(client, moderator, waiting):
    waiting.refresh_from_db()
    seen = waiting.changed_xid
    waiting.description = "Etwas ganz anderes, das niemand geprüft hat."
    waiting.save()
    response = decide(client, waiting, "approve", seen=seen)
    assert response.status_code == 409
    assert status_of(waiting) == "submitted"
    assert "Etwas ganz anderes" in response.content.decode()
    decide(client, waiting, "approve")
    assert status_of(waiting) == "approved"


def test_a_suspension_needs_a_reason_and_can_be_ended(client, moderator):
    organisation = an_organisation(owner=a_user())
    assert decide(client, organisation, "suspend").status_code == 409
    decide(client, organisation, "suspend", "Wir prüfen eine Beschwerde.")
    assert status_of(organisation) == "suspended"
    decide(client, organisation, "reinstate")
    assert status_of(organisation) == "approved"


def test_nobody_decides_about_an_organisation_of_their_own(client, moderator, waiting):
    a_membership(waiting, moderator)
    page = client.get(page_of(waiting))
    assert page.context["is_own"]
    assert 'name="decision"' not in page.content.decode()
    assert decide(client, waiting, "approve").status_code == 409
    assert status_of(waiting) == "submitted"


def test_only_moderators_reach_the_decision(client, settings, waiting):
    settings.ADMIN_REQUIRES_MFA = False
    assert decide(client, waiting, "approve").status_code == 302
    client.force_login(waiting.memberships.get().user)
    assert decide(client, waiting, "approve").status_code == 302
    assert status_of(waiting) == "submitted"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"decision": "delete", "seen": "1"}, 400),
        ({"seen": "1"}, 400),
        ({"decision": "return", "comment": "x" * 3001, "seen": "1"}, 400),
        ({"decision": "return", "comment": "a\x00b", "seen": "1"}, 400),
        ({"decision": "approve"}, 400),
        ({"decision": "approve", "seen": "nonsense"}, 409),
    ],
)
def test_odd_input_is_refused_and_changes_nothing(client, moderator, waiting, values, status):
    response = client.post(f"{LIST}{waiting.pk}/decide/", values)
    assert response.status_code == status
    assert status_of(waiting) == "submitted"


def test_a_get_decides_nothing_and_an_unknown_organisation_is_not_found(client, moderator, waiting):
    assert client.get(f"{LIST}{waiting.pk}/decide/").status_code == 405
    for pk in ("0", "abc", "99999999999999999999999"):
        assert client.post(f"{LIST}{pk}/decide/", {"decision": "approve"}).status_code == 404


def test_content_is_read_only_even_for_superusers(client, settings, waiting):
    settings.ADMIN_REQUIRES_MFA = False
    client.force_login(a_user(is_staff=True, is_superuser=True))
    assert client.get(page_of(waiting)).status_code == 200
    assert client.post(page_of(waiting), {"name": "Anders"}).status_code == 403
    assert client.post(f"{LIST}{waiting.pk}/delete/").status_code == 403
    assert client.get(LIST + "add/").status_code == 403


def test_contact_data_appear_only_on_request_and_the_reading_is_written_down(
    client, moderator, waiting
):
    assert waiting.contact_email not in client.get(page_of(waiting)).content.decode()
    shown = client.post(f"{LIST}{waiting.pk}/contact/")
    assert shown.status_code == 200
    assert waiting.contact_email in shown.content.decode()
    entry = history.of(waiting).get()
    assert (entry.event, entry.by) == ("contact read", moderator)
    assert client.get(f"{LIST}{waiting.pk}/contact/").status_code == 405
