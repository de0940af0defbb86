"""The mails about a review reach the author, with the comment word for word."""

import pytest

from matching import publishing
from portal.foundation.models import OutboxMail
from tests.builders import a_moderator, a_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(provider):
    """A need that waits for its review; its author reads English."""
    owner = provider[1]
    owner.language = "en"
    owner.save()
    return a_need(
        organisation=provider[0], status="submitted", title="Ärger & <Frust>", created_by=owner
    )


def test_publishing_tells_the_author_and_leads_to_the_suggestions(need):
    publishing.publish(need, by=a_moderator())

    mail = OutboxMail.objects.get()
    assert mail.recipient == need.created_by.email
    assert mail.subject == "Published: Ärger & <Frust>"
    assert "/vorschlaege/" in mail.text
    assert "Hello Paula Träger," in mail.text
    assert "Ärger &amp; &lt;Frust&gt;" in mail.html


def test_a_returned_entry_comes_with_the_comment_word_for_word(need):
    comment = "Bitte ohne Namen:\n„Mia“ & „Tom“ < 14."

    publishing.return_with_comment(need, comment, by=a_moderator())

    mail = OutboxMail.objects.get()
    assert comment in mail.text
    assert "„Mia“ &amp; „Tom“ &lt; 14." in mail.html
    assert need.get_absolute_url() in mail.text
    assert mail.text.strip().startswith("Hello")
